"""What a guide may not say: numbers typed by hand, words that hurt or label, shouting, hard sentences."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from portal.guides import reading, tokens
from portal.guides.page import SOURCE, Page, Problem
from portal.web import safe_html

CEILINGS = {"young_person": 5.0, "parent": 7.0, "professional": 10.0}
LONGEST_MEAN_SENTENCE = 15.0

DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
NUMBERS = (
    re.compile(r"(?<!\d)(?<!\d[.,/-])\+?\d(?:[\s()-]{0,2}\d){4,}"),
    re.compile(r"(?<![\w£])(?<!\d[.,/-])(?:999|111|112|101|105|911|116 ?123|116 ?000|1800[01])(?!\w|[.,]\d)"),
    re.compile(r"\b(?:nine[ ,-]+nine[ ,-]+nine|one[ ,-]+one[ ,-]+one|triple[ -]nine)\b", re.IGNORECASE),
)
MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.]+")

BANNED: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (
        (r"\btiers?\b(?: \d)?", "Families do not think in tiers: say what the help is."),
        (r"attention[- ]seek\w+", "Say what the person needs."),
        (r"\bcommit(?:s|ted|ting)?\s+suicide", "It is not a crime: say 'died by suicide'."),
        (r"\b(?:(?:un)?successful|failed|completed)\s+(?:suicide|attempt)", "Say 'died' or 'survived'."),
        (r"\bsuffer(?:s|ed|ing)?\s+(?:from|with)\b", "Say 'has' or 'lives with'."),
        (r"\bmentally ill\b|\bpsycho\b|\bcrazy\b|\binsane\b", "Words like this hurt."),
        (r"\b\d+\s*(?:tablets?|pills?|mg|paracetamols?)\b", "Never give amounts."),
        (r"\boption (?:2|two)\b", "Say 'the mental health option': the number differs from place to place."),
    ),
    "lt": (
        (r"\b(?:į)?vykd\w*\s+savižudyb\w*|\bpadar\w*\s+savižudyb\w*", "Say 'mirė nuo savižudybės'."),
        (r"\bkenči\w*\s+nuo\b", "Say 'turi' or 'gyvena su'."),
        (r"\bpsichin\w*\s+ligon\w*|\bbepro[tč]\w*|\bpamiš\w*", "Words like this hurt."),
    ),
    "pl": (
        (r"\bpopełni\w*\s+samobójstw\w+", "Say 'odebrać sobie życie'."),
        (r"\bcierpi\w*\s+na\b", "Say 'ma' or 'żyje z'."),
        (r"\bpsychiczn(?:y|a)\s+chor\w+|\bwaria\w+", "Words like this hurt."),
    ),
    "pa": ((r"ਖ਼?ੁਦਕੁਸ਼ੀ\s+ਦਾ\s+(?:ਜੁਰਮ|ਅਪਰਾਧ)", "Suicide is not a crime."), (r"ਪਾਗਲ", "Words like this hurt.")),
    "ro": (
        (r"\bcomi(?:t|s|te)\w*\s+(?:un\s+)?(?:suicid|sinucider)\w*", "Say 'a murit prin suicid'."),
        (r"\bsufer[ăi]?\w*\s+de\b", "Say 'are' or 'trăiește cu'."),
        (r"\bnebun\w*|\bbolnav\w*\s+mintal\w*", "Words like this hurt."),
    ),
    "ur": ((r"خودکشی\s+کا\s+ارتکاب", "Suicide is not a crime."), (r"پاگل", "Words like this hurt.")),
}
LABELS = re.compile(r"\b(?:illness(?:es)?|disorders?|disease|abnormal)\b", re.IGNORECASE)
SHOUTING = re.compile(r"\b[A-Z]{6,}\b|\b[A-Z]{2,}(?:\s+[A-Z]{2,})+\b")
ACRONYM = re.compile(r"\b[A-Z]{2,5}s?\b")
EVERYDAY = frozenset({"NHS", "GP", "GPs", "OK", "UK", "TV", "PE", "SMS"})
NAMES = re.compile(r"\b(?:THRIVE|HOPELINE\d*)\b")
"""Names that are written in capitals by those who bear them."""


def lines(page: Page) -> Iterator[tuple[int, str]]:
    """Yield what a reader sees, line by line, with its place in the file."""
    for key in ("title", "summary"):
        yield page.lines.get(key, 1), str(page.meta.get(key, ""))
    for number, line in enumerate(page.body.split("\n"), page.body_line):
        yield number, tokens.without(line)


def numbers(page: Page) -> Iterator[Problem]:
    """Find numbers and addresses to call or write to that were typed by hand."""
    for at, line in lines(page):
        plain = DATE.sub("", "".join(_western(letter) for letter in line))
        if any(pattern.search(plain) for pattern in NUMBERS):
            message = "A number to call is typed here. Write {number:ID} with its name in the registry."
            yield page.problem("phone-in-prose", message, line=at)
        if MAIL.search(plain):
            message = "An address to write to is typed here. Put it into the registry and write {number:ID}."
            yield page.problem("address-in-prose", message, line=at)


def _western(letter: str) -> str:
    """Write a digit of any script as 0 to 9, so that a number cannot hide in another alphabet."""
    return str(unicodedata.digit(letter)) if letter.isdigit() and not letter.isascii() else letter


def phrases(page: Page) -> Iterator[Problem]:
    """Find words that hurt, and labels for which the page gives no reason."""
    banned = BANNED.get(_language(page), ())
    for at, line in lines(page):
        for pattern, advice in banned:
            for found in re.finditer(pattern, line, re.IGNORECASE):
                yield page.problem("banned-phrase", f"'{found[0]}': {advice}", line=at)
        label = LABELS.search(line)
        if label and not page.meta.get("labels_because"):
            message = f"'{label[0]}' is a label. Say what it is like, or give the reason in labels_because."
            yield page.problem("label", message, line=at)


def shouting(page: Page) -> Iterator[Problem]:
    """Find capitals that shout and short forms that nobody explains."""
    if _language(page) != SOURCE:
        return
    said = "\n".join(line for _at, line in lines(page))
    for at, line in lines(page):
        if shout := SHOUTING.search(NAMES.sub("", line)):
            yield page.problem("all-caps", f"'{shout[0]}' shouts. Use small letters.", line=at)
            continue
        for short in ACRONYM.findall(line):
            if short not in EVERYDAY and f"({short})" not in said and f"{short} (" not in said:
                yield page.problem("acronym", f"'{short}' is not explained: say the words first.", line=at)


def reading_age(page: Page) -> Iterator[Problem]:
    """Find an English page that is harder to read than its readers deserve."""
    if page.lang != SOURCE:
        return
    ceiling = min(CEILINGS[audience] for audience in page.audience)
    limit = page.meta["reading_grade"]
    if limit is None or limit > ceiling:
        message = f"reading_grade is {limit}; for these readers it is {ceiling:g} or less."
        yield page.problem("reading-grade", message, key="reading_grade")
    found = measure(page)
    for grade, counted in ((found.grade, "syllables"), (found.letters_grade, "letters")):
        if grade > min(limit or ceiling, ceiling):
            message = f"The page reads at grade {grade} by its {counted}: shorter words and sentences, please."
            yield page.problem("reading-grade", message, line=page.body_line)
    if found.words_per_sentence > LONGEST_MEAN_SENTENCE:
        message = f"Sentences have {found.words_per_sentence:.0f} words on average; 15 is the most."
        yield page.problem("sentence-length", message, line=page.body_line)


@lru_cache(maxsize=256)
def measure(page: Page) -> reading.Reading:
    """Measure how hard an English page is to read, by two formulae."""
    return reading.measure(safe_html.words(tokens.without(page.body)))


def _language(page: Page) -> str:
    """Return the page's language, even when its front matter is broken."""
    return str(page.meta.get("lang", SOURCE))
