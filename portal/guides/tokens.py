"""What an author may write besides markdown: numbers by name, cards, and links to parts of this site.

`{number:nhs111}` is a main number as a link; `{number:wexlow_crisis_line:text}` the one to text.
`{contact:childline}` alone on a line is that contact's card; `{contacts}` those named in the front matter.
`{page:our-promise}` is another guide by its title. A link says where it goes by name: `[ask us](refer:)`,
`[who reads it](page:who-sees-what-i-write)`, `[services that help](services:self_harm)`.
In Easy Read `{picture:phone} Call us.` is a line with one of our drawings beside it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from portal.guides import addresses
from portal.translated.blocks import LINK, TOKEN, target

NAMED = re.compile(r"\]\(([a-z-]+):([\w-]*)\)")
CARDS = re.compile(r"^[ \t]*\{(contacts|contact:([\w-]+))\}[ \t]*$", re.MULTILINE)
PICTURED = re.compile(r"^\{picture:([\w-]+)\}[ \t]+(\S.*)$", re.MULTILINE)
PICTURE = re.compile(r"\{picture:[\w-]*\}[ \t]*")
DESTINATIONS = {
    "page": "{}",
    "services": "/services{}",
    "refer": "/refer",
    "help-now": "/help-now",
    "find-help": "/find-help",
    "my-referral": "/my-referral",
    "waiting-times": "/waiting-times",
    "advice": "/advice",
    "passport": "/passport",
    "named-contacts": "/named-contacts",
    "feedback": "/feedback",
    "training": "/training",
    "guides": "/guides",
    "thrive": "/thrive",
    "thrive-professionals": "/thrive/professionals",
    "shortlist": "/shortlist",
    "problem": "/problem",
    **addresses.FIXED,
}
TAKES_A_NAME = frozenset({"page", "services"})


@dataclass(frozen=True)
class Token:
    """Something in braces: its verb, its name, and the way to reach it if one was asked for."""

    verb: str
    name: str
    way: str
    line: int


def tokens(text: str, first_line: int = 1) -> Iterator[Token]:
    """Yield everything in braces."""
    for match in TOKEN.finditer(text):
        verb, name, way = (match[1].split(":", 2) + ["", ""])[:3]
        yield Token(verb, name, way, first_line + text.count("\n", 0, match.start()))


def links(text: str, first_line: int = 1) -> Iterator[tuple[str, int]]:
    """Yield the target of every link and picture, with its line."""
    for match in LINK.finditer(text):
        yield target(match), first_line + text.count("\n", 0, match.start())


def address(scheme: str, name: str, root: str) -> str:
    """Return the address a named link leads to, below the root of the reader's language."""
    if scheme == "services":
        name = f"?need={name}" if name else ""
    if scheme == "page":
        name = addresses.address(name)
    return root + DESTINATIONS[scheme].format(name)


def resolve(text: str, root: str) -> str:
    """Replace named links by addresses of this site; links with unknown names are left as they stand."""

    def addressed(match: re.Match[str]) -> str:
        known = match[1] in DESTINATIONS
        return f"]({address(match[1], match[2], root)})" if known else match[0]

    return NAMED.sub(addressed, text)


def without(text: str) -> str:
    """Return the text as a reader sees it, with a short word where a number or a title will stand."""
    return TOKEN.sub("it", LINK.sub("]", PICTURE.sub("", CARDS.sub("", text))))
