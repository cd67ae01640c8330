"""Whether a text fits into one piece of a phone network: a second one can arrive alone, and says half a thing. Pure."""

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The letters of GSM 03.38 that take one place; with any other letter the whole text is sent in 16 bits each."""
GSM_TWICE = frozenset("^{}\\[~]|€")
MOST, MOST_WIDE = 160, 70


def fits(text: str) -> bool:
    """Tell whether a text is one piece."""
    if set(text) <= GSM | GSM_TWICE:
        return len(text) + sum(letter in GSM_TWICE for letter in text) <= MOST
    return len(text.encode("utf-16-le")) // 2 <= MOST_WIDE
