"""Walking through what a publisher offers on the web: one file, or an Open Referral API page by page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from portal.importing import shapes, sources, text
from portal.importing.fetching import Answer, Failed, Fetcher
from portal.importing.hosts import Refused
from portal.importing.shapes import Raw
from portal.importing.sources import Gathered
from portal.importing.spreadsheets import Mapped

MOST_PAGES, MOST_DETAILS = 2000, 20_000
Tell = Callable[[int, int], None]
"""Told how many of how many have been fetched."""


@dataclass(frozen=True)
class _Page:
    """One page of a list: where it was, what it said, and its records."""

    url: str
    said: Any
    items: list[Any]


def gather(fetcher: Fetcher, url: str, name: str, mapped: Mapped | None, tell: Tell) -> Gathered:
    """Fetch a file or a whole API. Raises hosts.Refused, Failed or sources.Unreadable, each with one sentence."""
    answer = _first(fetcher, url)
    if not sources.is_json(answer.content):
        return sources.spreadsheet(answer.content, name, mapped)
    said = sources.parsed(answer.content, answer.url)
    if isinstance(said, dict) and shapes.OTHERS[-1][1] & said.keys() and not shapes.SERVICE & said.keys():
        answer = fetcher.get(_below(answer.url, "services"))
        said = sources.parsed(answer.content, answer.url)
    pages = list(_pages(fetcher, _Page(answer.url, said, shapes.unwrapped(said) or []), tell))
    found = [record for page in pages for record in shapes.records(page.said)]
    if urlsplit(answer.url).path.rstrip("/").endswith("/services"):
        found = list(_in_full(fetcher, answer.url, found, tell))
    return Gathered(name, found)


def _first(fetcher: Fetcher, url: str) -> Answer:
    """Fetch what was asked for; where the foot of an API says nothing, its list of services."""
    try:
        return fetcher.get(url)
    except Failed as failed:
        if failed.status not in {403, 404, 405} or urlsplit(url).path.rstrip("/").endswith("/services"):
            raise
        return fetcher.get(_below(url, "services"))


def _pages(fetcher: Fetcher, first: _Page, tell: Tell) -> Iterator[_Page]:
    """Yield the first page and all that follow it."""
    page, seen = first, set[str]()
    total = _whole(first.said, "total_pages", "totalPages") if isinstance(first.said, dict) else 1
    begins = _whole(first.said, "page_number", "number", default=1)
    for fetched in range(1, MOST_PAGES + 1):
        ids = {text.letters(each.get("id")) for each in page.items if isinstance(each, dict)}
        if fetched > 1 and (not page.items or (ids and ids <= seen)):
            # Past the end, or a publisher that answers every page with the first one.
            if fetched <= total and page.items:
                raise Failed("This publisher answers every page with the same services.")
            return
        seen |= ids
        yield page
        tell(fetched, max(total, fetched))
        if fetched >= total:
            return
        url = _with(first.url, "page", str(begins + fetched))
        said = fetcher.json(url)
        page = _Page(url, said, shapes.unwrapped(said) or [])
    raise Failed(f"This feed has more than {MOST_PAGES} pages.")


def _in_full(fetcher: Fetcher, listed: str, found: list[Raw], tell: Tell) -> Iterator[Raw]:
    """Fetch the detail of every record whose list said less than there is."""
    brief = [each for each in found if _is_brief(each)]
    if len(brief) > MOST_DETAILS:
        raise Failed(f"This feed has more than {MOST_DETAILS} services.")
    done = 0
    for each in found:
        if not _is_brief(each):
            yield each
            continue
        try:
            said = fetcher.json(_below(listed, quote(text.line(each.said.get("id")), safe="")))
            yield replace(each, said=each.said | said) if isinstance(said, dict) else _unread(each, "is no service")
        except (Failed, Refused) as wrong:
            yield _unread(each, str(wrong))
        done += 1
        tell(done, len(brief))


def _is_brief(raw: Raw) -> bool:
    return isinstance(raw.said, dict) and bool(text.line(raw.said.get("id"))) and not shapes.FULL & raw.said.keys()


def _unread(raw: Raw, why: str) -> Raw:
    """Set a record aside whose detail cannot be read: taken as it is, it would look as if much had been deleted."""
    return replace(raw, problem=f"Its details could not be fetched: {why}")


def _whole(said: Any, *names: str, default: int = 1) -> int:
    """Read a whole number under the first of several names that is one."""
    found = [said.get(name) for name in names] if isinstance(said, dict) else []
    return next((each for each in found if isinstance(each, int) and not isinstance(each, bool) and each >= 0), default)


def _below(url: str, name: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, f"{parts.path.rstrip('/')}/{name}", "", ""))


def _with(url: str, name: str, value: str) -> str:
    parts = urlsplit(url)
    asked = [pair for pair in parse_qsl(parts.query) if pair[0] != name]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode([*asked, (name, value)]), ""))
