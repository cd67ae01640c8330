"""How old somebody is, read from whatever was typed: twelve, 12½, 15y. What cannot be read is unknown. Pure."""

import re
import unicodedata
from collections.abc import Mapping

OLDEST = 120
NUMBER = re.compile(r"\d+")
MONTHS = re.compile(r"\s*(?:month|mth|mies|mėn|menes|lun[aăi]|ماہ|مہین|ਮਹੀਨ)", re.IGNORECASE)
IN_WORDS: Mapping[str, str] = {
    "en": "zero, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, "
    "fifteen, sixteen, seventeen, eighteen, nineteen, twenty, twenty-one, twenty-two, twenty-three, twenty-four, "
    "twenty-five",
    # Years are counted with numbers of their own: dveji metai, not du.
    "lt": "nulis, vieneri, dveji, treji, ketveri, penkeri, šešeri, septyneri, aštuoneri, devyneri, dešimt, vienuolika, "
    "dvylika, trylika, keturiolika, penkiolika, šešiolika, septyniolika, aštuoniolika, devyniolika, dvidešimt, "
    "dvidešimt vieneri, dvidešimt dveji, dvidešimt treji, dvidešimt ketveri, dvidešimt penkeri",
    "pl": "zero, jeden, dwa, trzy, cztery, pięć, sześć, siedem, osiem, dziewięć, dziesięć, jedenaście, dwanaście, "
    "trzynaście, czternaście, piętnaście, szesnaście, siedemnaście, osiemnaście, dziewiętnaście, dwadzieścia, "
    "dwadzieścia jeden, dwadzieścia dwa, dwadzieścia trzy, dwadzieścia cztery, dwadzieścia pięć",
    "ro": "zero, unu, doi, trei, patru, cinci, șase, șapte, opt, nouă, zece, unsprezece, doisprezece, treisprezece, "
    "paisprezece, cincisprezece, șaisprezece, șaptesprezece, optsprezece, nouăsprezece, douăzeci, "
    "douăzeci și unu, douăzeci și doi, douăzeci și trei, douăzeci și patru, douăzeci și cinci",
    "ur": "صفر, ایک, دو, تین, چار, پانچ, چھ, سات, آٹھ, نو, دس, گیارہ, بارہ, تیرہ, چودہ, پندرہ, سولہ, سترہ, اٹھارہ, "
    "انیس, بیس, اکیس, بائیس, تئیس, چوبیس, پچیس",
    "pa": "ਸਿਫ਼ਰ, ਇੱਕ, ਦੋ, ਤਿੰਨ, ਚਾਰ, ਪੰਜ, ਛੇ, ਸੱਤ, ਅੱਠ, ਨੌਂ, ਦਸ, ਗਿਆਰਾਂ, ਬਾਰਾਂ, ਤੇਰਾਂ, ਚੌਦਾਂ, ਪੰਦਰਾਂ, ਸੋਲਾਂ, ਸਤਾਰਾਂ, ਅਠਾਰਾਂ, "
    "ਉੱਨੀ, ਵੀਹ, ਇੱਕੀ, ਬਾਈ, ਤੇਈ, ਚੌਵੀ, ਪੱਚੀ",
}
"""The numbers from none to twenty-five, in order."""


def read_age(text: str, language: str) -> int | None:
    """Return the first whole number in a text, or the number it says in words; None where there is no age in it."""
    if found := NUMBER.search(text):
        number = int(found[0][:6])
        years = number // 12 if MONTHS.match(text, found.end()) else number
        return years if years <= OLDEST else None
    plain = _plain(text)
    inside = _numbers(language)
    # In another language only the whole text counts: "ten" is "this" in Polish.
    alone = {word: number for code in IN_WORDS for word, number in _numbers(code).items()}
    said = [
        (plain.index(f" {word} "), -len(word), number)
        for word, number in inside.items()
        if word and f" {word} " in plain
    ]
    return min(said)[2] if said else alone.get(plain.strip() or "-")


def _numbers(language: str) -> dict[str, int]:
    """Return the number words of a language as they are compared."""
    return {_plain(word).strip(): number for number, word in enumerate(IN_WORDS.get(language, "").split(","))}


def _plain(text: str) -> str:
    """Return words without case, marks and punctuation, each between spaces."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(each))
    # In Gurmukhi a vowel is a mark of its own that belongs to the word.
    kept = (each if each.isalnum() or unicodedata.category(each)[0] == "M" else " " for each in bare.replace("ł", "l"))
    return f" {' '.join(''.join(kept).split())} "
