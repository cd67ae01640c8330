"""Where a canary could have got to: each sensor looks at one kind of place, and says what it has found there."""

import base64
import re
import zlib
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import urlsplit

from tests.canary.people import Sight
from tests.canary.places import ADDRESSES, FOR_THEM, OURS, OWN, SHOWN, THEIRS
from tests.canary.planted import CANARIES, buried, found
from tests.canary.story import Day, beside

Sensor = Callable[[Day], Iterator[str]]
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
ADDRESS = re.compile(r'\b(?:href|src|action|formaction|content|ping|data-[\w-]+)="([^"]*)"')
FIELD = re.compile(re.escape(CANARIES["staff"].sentence) + r" \((\w+)\)")


def shows(seen: Sight) -> frozenset[tuple[str, str]]:
    """Say whose words an answer shows."""
    return found(seen.body.decode(errors="replace"))


def log(day: Day) -> Iterator[str]:
    """Everything that was logged or printed, by us, a library or an operator's command."""
    yield from (f"log: {who} {kind}" for who, kind in buried(day.log.encode()))


def addresses(day: Day) -> Iterator[str]:
    """Every address that was asked for or led to, and every one that stands on a page."""
    for seen in day.seen:
        asked = [seen.url, *(value for name, value in seen.headers if name == "Location")]
        on_page = ADDRESS.findall(seen.body.decode(errors="replace")) if shows(seen) else []
        for who, kind in found("\n".join([*asked, *on_page])):
            if seen.rule in ADDRESSES and who == seen.owner:
                continue
            yield f"address on {seen.rule}: {who} {kind}"


def titles(day: Day) -> Iterator[str]:
    """What a browser shows on its tabs and keeps in its history."""
    for seen in day.seen:
        for title in TITLE.findall(seen.body.decode(errors="replace")) if shows(seen) else ():
            yield from (f"title of {seen.rule}: {who} {kind}" for who, kind in found(unescape(title)))


def headers(day: Day) -> Iterator[str]:
    """Every header of every answer."""
    for seen in day.seen:
        said = "\n".join(f"{name}: {value}" for name, value in seen.headers)
        yield from (f"header on {seen.rule}: {who} {kind}" for who, kind in found(said))


def cookies(day: Day) -> Iterator[str]:
    """Every cookie that was set or sent, as it is and unpacked."""
    for seen in day.seen:
        jar = [seen.sent_cookies, *(value for name, value in seen.headers if name == "Set-Cookie")]
        held = b"\n".join((*map(str.encode, jar), *(plain for value in jar for plain in unpacked(value))))
        yield from (f"cookie on {seen.rule}: {who} {kind}" for who, kind in buried(held))


def unpacked(said: str) -> Iterator[bytes]:
    """Yield what the values of cookies say to whoever takes the trouble to read them."""
    for packed, value in re.findall(r"(?:^|[=; ])(\.?)([\w-]{8,})", said):
        try:
            plain = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
            yield zlib.decompress(plain) if packed else plain
        except (ValueError, zlib.error):
            continue


def letters(day: Day) -> Iterator[str]:
    """Every line of every e-mail: envelope, subject, body."""
    yield from (f"letter: {who} {kind}" for who, kind in buried(b"".join(day.letters)))


def rows(day: Day) -> Iterator[str]:
    """Every value of every column, audit trail and outbox among them: what is not sealed can be read here."""
    for column, values in day.rows.items():
        held = b"\n".join(
            bytes(each) if isinstance(each, bytes | memoryview) else str(each).encode() for each in values
        )
        yield from (f"{column}: {who} {kind}" for who, kind in buried(held))


def files(day: Day) -> Iterator[str]:
    """The bytes of every file: database, write-ahead log, whatever was built or exported."""
    for name, held in day.files.items():
        yield from (f"file {name}: {who} {kind}" for who, kind in buried(held))


def kept_copies(day: Day) -> Iterator[str]:
    """Pages with somebody's words that a browser or a proxy may keep."""
    for seen in day.seen:
        if shows(seen) and "no-store" not in dict(seen.headers).get("Cache-Control", ""):
            yield f"may be kept: {seen.rule}"


def pages(day: Day) -> Iterator[str]:
    """Pages that show words which are not in the table of places."""
    for seen in day.seen:
        for who, kind in shows(seen) - {each for each in shows(seen) if may_show(day, seen, each[0])}:
            yield f"{seen.rule} shows {seen.owner} a {kind} of {who}"
        if seen.owner != "staff":
            said = set(FIELD.findall(unescape(seen.body.decode(errors="replace"))))
            yield from (f"{seen.rule} shows {seen.owner} the desk's {field}" for field in said - FOR_THEM)


def may_show(day: Day, seen: Sight, who: str) -> bool:
    """Tell whether the table lets one reader see one person's words on one page."""
    whose = {place.whose for place in SHOWN if place[:2] + place[-1:] == (seen.rule, seen.owner, seen.status)}
    if who in whose or (OWN in whose and who == seen.owner) or (OURS in whose and who == "staff"):
        return True
    return THEIRS in whose and who in of_the_case(day, seen.url)


def of_the_case(day: Day, url: str) -> set[str]:
    """Return who speaks in the case of a record, the one opened and the one joined to it; in the queue, everybody."""
    if urlsplit(url).path == "/staff/queue":
        return set(day.secrets)
    who = next(who for who in day.secrets if str(day.referral(who)) in url)
    return {who, beside(who)}


SENSORS: dict[str, Sensor] = {
    "log": log, "addresses": addresses, "titles": titles, "headers": headers, "cookies": cookies,
    "letters": letters, "rows": rows, "files": files, "kept copies": kept_copies, "pages": pages,
}  # fmt: skip
