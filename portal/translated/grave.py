"""Words about danger or consent, and which translations of them may stand before a reader. Pure.

Generous on purpose: one word too many costs a reviewer one more look.
"""

import re

from portal.translated import blocks, claims
from portal.translated.blocks import Text

GRAVE = re.compile(
    r"\b(?:safe|unsafe|hurt|harm|self-harm|kill|die|died|suicid\w*|danger\w*|emergency|999|crisis|overdose|worse"
    r"|consent|confidential\w*|permission|agree|in private|who sees|without telling)\b",
    re.IGNORECASE,
)


def is_grave(source: Text) -> bool:
    """Tell whether any of a text is about danger or consent, by its English."""
    return any(GRAVE.search(block.said) for block in source.blocks)


def is_checked(text: Text, source: Text) -> bool:
    """Tell whether people stand for a translation, as many as its subject needs."""
    return claims.is_checked(text.meta, grave=is_grave(source))


def stands(text: Text, source: Text, *, drafts: bool) -> bool:
    """Tell whether a whole text may stand in its language: never when it is old, nor when danger was not checked."""
    if not blocks.is_current(text, source):
        return False
    return drafts or not is_grave(source) or is_checked(text, source)


def standing(text: Text, source: Text, *, drafts: bool) -> set[int]:
    """Return the blocks of the English, by number, whose translation may stand by itself."""
    drafts = drafts or is_checked(text, source)
    fresh = {pair.english for pair in blocks.pairs(text, source) if pair.english is not None and pair.fresh}
    return {at for at in fresh if drafts or not GRAVE.search(source.blocks[at].said)}
