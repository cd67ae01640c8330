"""What is planted: for everybody who writes, words that occur nowhere else, and how they would look in any disguise."""

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import unescape
from urllib.parse import quote, unquote_plus

LETTERS = re.compile(r"[\s\-().+]")
APART = re.compile(r"(?<=\d)[\s\-]+(?=\d)")
"""What stands between the groups of a number: 07700 900 417 is 07700900417."""
SHORTEST = 6
NAMED = frozenset({"name", "legal_name", "previous_names", "referrer_name", "contact_person", "school_lead", "gp_name"})


@dataclass(frozen=True)
class Canary:
    """One made-up person, in whose words everything is filled in."""

    who: str
    name: str
    nhs_number: str
    phone: str
    email: str
    postcode: str
    dob: str
    code_word: str
    sentence: str

    def says(self, field: str) -> str:
        """Return what this person writes into a box, by the name of its field."""
        for part in ("nhs_number", "phone", "email", "postcode", "dob", "code_word"):
            if field == part or field in (f"referrer_{part}", part.removesuffix("_number")):
                return str(getattr(self, part))
        if field == "contact_phone":
            return self.phone
        return self.name if field in NAMED else f"{self.sentence} ({field})"

    @cached_property
    def marks(self) -> Mapping[str, tuple[str, ...]]:
        """Return by kind what must not be found: the part of each that is this person's alone."""
        day, month, year = self.dob.split()
        first, last = self.name.split()
        return {
            "name": (first, last),
            "nhs_number": (self.nhs_number,),
            "phone": (self.phone, "44" + LETTERS.sub("", self.phone)[1:]),
            "email": (self.email,),
            "postcode": (self.postcode,),
            "dob": (self.dob, f"{year}-{month:0>2}-{day:0>2}", f"{day:0>2}/{month:0>2}/{year}"),
            "code_word": (self.code_word,),
            "sentence": (self.sentence.split()[0],),
        }


def canary(who: str, first: str, last: str, digits: str, born: str, words: str) -> Canary:
    """Make one: `digits` are the last three of the phone, and of the NHS number before its check."""
    stem = f"999417{digits}"
    total = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), stem, strict=True))
    check = (11 - total % 11) % 11
    number = f"{stem[:3]} {stem[3:6]} {stem[6:]}{check}"
    code, sentence = words.split(" ", 1)
    mail = f"{last.casefold()}.{digits}@example.org"
    place = f"QX2 {digits[0]}{first[0]}{last[0]}".upper()
    return Canary(who, f"{first} {last}", number, f"07700 900{digits}", mail, place, born, code, sentence)


CANARIES = {
    made.who: made
    for made in (
        canary("young-person", "Zephandra", "Quillbrook", "417", "17 4 2009", "velvetheron Zellenmoor hums backwards"),
        canary("parent-carer", "Oswintha", "Brackenvale", "522", "22 5 2009", "amberotter Dorrivane sings sideways"),
        canary("professional", "Ismerelda", "Thornaby", "633", "23 6 2009", "cobaltlynx Farrowmist walks under water"),
        canary("advice", "Perrivale", "Winscombe", "744", "24 7 2008", "russetibis Gorsehollow whistles at noon"),
        canary("friend", "Lucastra", "Hollowmere", "855", "25 8 2009", "indigowren Kettlestrand sleeps in a hat"),
        canary("reader", "Bramwell", "Oxtering", "311", "26 9 1979", "tawnyshrew Nettlewick bakes no bread"),
        canary("staff", "Cordwain", "Ashlacombe", "922", "27 3 1981", "scarletmoth Pellinore counts the stairs"),
    )
}
"""Everybody who writes: five voices, a reader of the directory, and a clinician who records what they think."""


def _base64(plain: bytes) -> Iterator[bytes]:
    """Yield what base 64 makes of it at each of the three places it can stand."""
    for lead in range(3):
        whole = base64.b64encode(b"\0" * lead + plain)
        yield whole[(0, 2, 3)[lead] : len(whole) - (3 if (lead + len(plain)) % 3 else 0)]


def _plain(mark: str) -> set[bytes]:
    """Return a mark as it is read on a page or in an address. In small letters."""
    plain, bare = mark.casefold(), LETTERS.sub("", mark.casefold())
    # Too short to be anybody's alone once it is a number among others.
    return {each.encode() for each in (plain, bare, quote(plain), plain.replace(" ", "+")) if len(each) >= SHORTEST}


def _coded(mark: str) -> set[bytes]:
    """Return a mark as it would lie in a cookie, a row or a file that only looks unreadable."""
    shapes = {each.encode() for each in (mark, mark.casefold(), LETTERS.sub("", mark)) if len(each) >= SHORTEST}
    return {
        code for each in shapes for code in (*_base64(each), each.hex().encode(), each.decode().encode("utf-16-le"))
    }


Owner = tuple[str, str]
PLAIN = {
    (made.who, kind): frozenset(shape for mark in marks for shape in _plain(mark))
    for made in CANARIES.values()
    for kind, marks in made.marks.items()
}
CODED = {
    (made.who, kind): frozenset(shape.lower() for mark in marks for shape in _coded(mark))
    for made in CANARIES.values()
    for kind, marks in made.marks.items()
}


@lru_cache(maxsize=4096)
def found(where: str) -> frozenset[Owner]:
    """Say whose canaries of which kind can be read there, as it stands or once it is unescaped."""
    shapes = {where, unescape(where), unquote_plus(where)}
    shapes |= {APART.sub("", each) for each in shapes}
    many = "\n".join(shapes).lower().encode(errors="replace")
    return frozenset(owner for owner, marks in PLAIN.items() if any(mark in many for mark in marks))


def buried(where: bytes) -> frozenset[Owner]:
    """Say whose canaries lie among bytes, plainly or in a code that anybody can undo."""
    many = where.lower()
    known = ((owner, marks | CODED[owner]) for owner, marks in PLAIN.items())
    return frozenset(owner for owner, marks in known if any(mark in many for mark in marks))
