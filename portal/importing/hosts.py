"""Which machines may be asked for a feed: public ones, by the address that is then really used. Pure."""

import ipaddress
from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit, urlunsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

WAYS_IN = tuple(
    ipaddress.ip_network(net)
    for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::ffff:0:0/96", "::/96", "fec0::/10")
)
"""IPv6 that carries an IPv4 address inside (NAT64, 6to4, Teredo, mapped), or is local by an older rule."""
CLOUDS = frozenset({ipaddress.ip_address("168.63.129.16"), ipaddress.ip_address("192.0.0.192")})
"""Addresses of cloud machinery that look public."""
PORTS = {"https": frozenset({443, 8443}), "http": frozenset({80, 8080})}
LONGEST = 2000


class Refused(ValueError):
    """Say in one sentence why something is not fetched."""


def is_public(address: Address) -> bool:
    """Tell whether an address belongs to the open internet and to nothing near us."""
    if isinstance(address, ipaddress.IPv6Address) and any(address in net for net in WAYS_IN):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved and address not in CLOUDS


def read(url: str, *, plain_http: bool = False, ports: dict[str, frozenset[int]] | None = PORTS) -> SplitResult:
    """Read a web address that may be fetched. Raises Refused.

    Without `plain_http` only https; without `ports` any port, which is for tests.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
        host = host if host.isascii() else host.encode("idna").decode()
    except (ValueError, UnicodeError):
        raise Refused(f"{url[:80]!r} is no web address.") from None
    if len(url) > LONGEST or not host or not url.isprintable() or " " in url:
        raise Refused(f"{url[:80]!r} is no web address.")
    if parts.scheme not in {"https", "http"} or (parts.scheme == "http" and not plain_http):
        raise Refused(f"{parts.scheme}: is not fetched; give an address that begins with https://.")
    if parts.username is not None or parts.password is not None:
        raise Refused("An address with a name or a password in it is not fetched.")
    if ports is not None and port is not None and port not in ports[parts.scheme]:
        raise Refused(f"Port {port} is not one that feeds are published on.")
    shown = f"[{host}]" if ":" in host else host
    whole = shown if port is None else f"{shown}:{port}"
    return urlsplit(urlunsplit((parts.scheme, whole, parts.path or "/", parts.query, "")))


def pick(host: str, found: Iterable[str]) -> str:
    """Return the address to connect to. Raises Refused unless every address of a name is public."""
    addresses = []
    for each in found:
        try:
            addresses.append(ipaddress.ip_address(each.partition("%")[0]))
        except ValueError:
            raise Refused(f"{host} has an address nobody can read.") from None
    if not addresses:
        raise Refused(f"Nobody knows where {host} is.")
    if not all(is_public(each) for each in addresses):
        raise Refused(f"{host} leads to an address that is not public: it is not fetched.")
    return str(addresses[0])
