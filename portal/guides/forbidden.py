"""What no words for the public may hold, in a guide, a message, a letter or on a card: numbers, and words that hurt."""

import re
import unicodedata
from collections.abc import Iterator

DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
NUMBERS = (
    re.compile(r"(?<!\d)(?<!\d[.,/-])\+?\d(?:[\s()-]{0,2}\d){4,}"),
    re.compile(r"(?<![\w£])(?<!\d[.,/-])(?:999|111|112|101|105|911|116 ?123|116 ?000|1800[01])(?!\w|[.,]\d)"),
    re.compile(r"\bNHS\W?111\b"),
    re.compile(r"(?<!\d)0\d{2,4}(?:[./]\d{2,4}){2,}"),
    re.compile(r"\b(?:nine[ ,-]+nine[ ,-]+nine|one[ ,-]+one[ ,-]+one|triple[ -]nine)\b", re.IGNORECASE),
)
DASHES = re.compile(r"[\u2010-\u2015]")
IN_A_LINK = re.compile(r"\d{9,}")
MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.]+")
SITE = re.compile(r"\bwww\.\w|\bhttps?://\w", re.IGNORECASE)

AMOUNT = (
    r"\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|sixteen|twenty|thirty|forty|fifty|hundred|"
    r"dozen|handful"
)
BANNED: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (
        (r"\btiers?\b(?: \d)?", "Families do not think in tiers: say what the help is."),
        (r"attention[\W_]{0,3}seek\w+|\b(?:seek\w*|sought)[\W_]+attention\b", "Say what the person needs."),
        (
            r"\bcommit\w*[\W_]+(?:(?:a|an|the|their|his|her)[\W_]+)?suicide|\bsuicides?\b[^.?!]{0,30}\bcommit+ed",
            "It is not a crime: say 'died by suicide'.",
        ),
        (r"\b(?:(?:un)?successful|failed|completed)\s+(?:suicide|attempt)", "Say 'died' or 'survived'."),
        (r"\bsuffer(?:s|ed|ing)?\s+(?:from|with)\b|\bsufferers?\b", "Say 'has' or 'lives with'."),
        (r"\bmentally ill\b|\bpsycho\b|\bcrazy\b|\binsane\b", "Words like this hurt."),
        (
            rf"\b(?:{AMOUNT})\s*(?:of\s+(?:the\s+)?)?(?:tablets?|pills?|capsules?|mg|paracetamols?|ibuprofens?)\b",
            "Never give amounts.",
        ),
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


def is_typed(line: str) -> bool:
    """Tell whether a number to call stands in a line, in the digits of any script and with any sign between."""
    plain = DATE.sub("", "".join(_western(letter) for letter in line))
    return any(pattern.search(DASHES.sub("-", plain)) for pattern in NUMBERS)


def _western(letter: str) -> str:
    """Write a digit of any script as 0 to 9, so that a number cannot hide in another alphabet."""
    return str(unicodedata.digit(letter)) if letter.isdigit() and not letter.isascii() else letter


def hurtful(text: str, language: str) -> Iterator[tuple[int, str]]:
    """Yield where words that hurt stand in a text, also across the end of a line, and what to say instead."""
    for pattern, advice in BANNED.get(language, ()):
        for found in re.finditer(pattern, text, re.IGNORECASE):
            yield found.start(), f"'{' '.join(found[0].split())}': {advice}"
