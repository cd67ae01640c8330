"""Fetching from the web without being led astray: checked addresses, few redirects, an end to size and to time."""

import http.client
import json
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, urljoin

from portal.importing import hosts

AGENT = "FrontDoor/1.0 (directory import; Open Referral UK)"
MOVED = frozenset({301, 302, 303, 307, 308})
BUSY = frozenset({429, 503})
PIECE = 64 * 1024


class Failed(Exception):
    """Say in one sentence why an answer cannot be used."""

    def __init__(self, sentence: str, status: int | None = None) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True)
class Limits:
    """How much is fetched before it is enough."""

    answer_bytes: int = 30 * 1024 * 1024
    """After unpacking."""
    all_bytes: int = 400 * 1024 * 1024
    answer_seconds: float = 60.0
    """From the first word to the last byte."""
    all_seconds: float = 3600.0
    redirects: int = 5
    tries: int = 3
    longest_pause: float = 30.0


@dataclass(frozen=True)
class Answer:
    """What came, and from where in the end."""

    url: str
    content: bytes
    content_type: str


def _resolve(host: str, port: int) -> list[str]:
    """Ask the name service."""
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        return []


@dataclass
class Fetcher:
    """One visit to a publisher: what it may do, and what it has used up. Tests give it other names and addresses."""

    limits: Limits = field(default_factory=Limits)
    plain_http: bool = False
    resolve: Callable[[str, int], Iterable[str]] = _resolve
    pick: Callable[[str, Iterable[str]], str] = hosts.pick
    ports: dict[str, frozenset[int]] | None = field(default_factory=lambda: hosts.PORTS)
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    pause: Callable[[float], None] = time.sleep
    used: int = 0
    began: float = field(default_factory=time.monotonic)

    def get(self, url: str) -> Answer:
        """Fetch one address. Raises hosts.Refused where it must not be asked, Failed where the answer is of no use."""
        for _ in range(self.limits.redirects + 1):
            parts = hosts.read(url, plain_http=self.plain_http, ports=self.ports)
            onward = self._ask(parts)
            if isinstance(onward, Answer):
                return onward
            try:
                url = urljoin(parts.geturl(), onward)
            except ValueError:
                raise Failed(f"{parts.hostname} sends us to what is no address.") from None
        raise Failed(f"{parts.hostname} sends us from one address to the next without an end.")

    def json(self, url: str) -> Any:
        """Fetch one address and read its JSON. Raises hosts.Refused and Failed."""
        answer = self.get(url)
        try:
            return json.loads(answer.content)
        except (ValueError, RecursionError):
            raise Failed(f"{answer.url[:100]} does not answer in JSON.") from None

    def _ask(self, parts: SplitResult) -> Answer | str:
        """Ask one machine, again a little later where it is busy. Returns its answer, or where it sends us."""
        for tried in range(1, self.limits.tries + 1):
            self._not_too_long()
            try:
                return self._once(parts)
            except Failed as failed:
                if failed.status not in BUSY or tried == self.limits.tries:
                    raise
                self.pause(min(2.0**tried, self.limits.longest_pause))
        raise Failed(f"{parts.hostname} is too busy.")

    def _once(self, parts: SplitResult) -> Answer | str:
        """Connect to the address that was checked, ask, and read the answer to its end or to our limits."""
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        address = self.pick(host, self.resolve(host, port))
        seconds = self.limits.answer_seconds
        late = threading.Event()
        try:
            line = socket.create_connection((address, port), timeout=min(seconds, 20.0))
        except OSError:
            raise Failed(f"{host} does not answer.") from None
        # A machine that sends one byte a minute never times out by itself: at the end of its time we hang up.
        watch = threading.Timer(seconds, _hang_up, [line, late])
        watch.daemon = True
        watch.start()
        too_late = Failed(f"{host} took longer than {seconds:g} seconds.")
        try:
            answer = self._talk(line, parts, host)
            # An answer that we cut off ourselves looks like one that has come to its end.
            if late.is_set():
                raise too_late
            return answer
        except (OSError, http.client.HTTPException, zlib.error, ValueError) as wrong:
            if late.is_set() or isinstance(wrong, TimeoutError):
                raise too_late from None
            kind = "its certificate is not right" if isinstance(wrong, ssl.SSLError) else "the connection broke"
            raise Failed(f"{host} could not be read: {kind}.") from None
        finally:
            watch.cancel()
            line.close()

    def _talk(self, line: socket.socket, parts: SplitResult, host: str) -> Answer | str:
        """Ask over an open line."""
        secure = parts.scheme == "https"
        connection = http.client.HTTPConnection(host)
        connection.sock = self.tls.wrap_socket(line, server_hostname=host) if secure else line
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        headers = {"Host": parts.netloc, "User-Agent": AGENT, "Accept": "application/json, text/csv;q=0.9, */*;q=0.5"}
        try:
            connection.request("GET", path, headers=headers | {"Accept-Encoding": "gzip", "Connection": "close"})
            # A line that is closed lives on while its answer is not.
            with connection.getresponse() as response:
                where = response.headers.get("Location")
                if response.status in MOVED and where:
                    return where
                if response.status != 200:
                    raise Failed(f"{host} answers {response.status}.", response.status)
                return Answer(parts.geturl(), self._read(response, host), response.headers.get_content_type())
        finally:
            connection.close()

    def _read(self, response: http.client.HTTPResponse, host: str) -> bytes:
        """Read and unpack an answer. Raises Failed as soon as it is too long."""
        most = min(self.limits.answer_bytes, self.limits.all_bytes - self.used)
        too_long = Failed(f"The answer of {host} is larger than {self.limits.answer_bytes // 1024 // 1024} MB.")
        packing = response.headers.get("Content-Encoding", "identity").strip().lower()
        if packing not in {"gzip", "x-gzip", "identity", ""}:
            raise Failed(f"{host} packs its answer in a way nobody asked for.")
        if (response.length or 0) > most:
            raise too_long
        unpack = zlib.decompressobj(zlib.MAX_WBITS | 16) if "gzip" in packing else None
        pieces, size = [], 0
        while piece := response.read(PIECE):
            # One byte more than allowed shows that there is more, and a bomb is never unpacked further.
            plain = unpack.decompress(piece, most - size + 1) if unpack else piece
            size += len(plain)
            if size > most:
                raise too_long
            pieces.append(plain)
        if unpack and not unpack.eof:
            raise Failed(f"The answer of {host} breaks off.")
        if not unpack and response.length:
            raise Failed(f"The answer of {host} breaks off.")
        self.used += size
        return b"".join(pieces)

    def _not_too_long(self) -> None:
        """Stop a visit that has lasted or fetched too long altogether."""
        if time.monotonic() - self.began > self.limits.all_seconds or self.used >= self.limits.all_bytes:
            raise Failed("This feed is larger, or slower, than anything we would import.")


def _hang_up(line: socket.socket, late: threading.Event) -> None:
    late.set()
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
