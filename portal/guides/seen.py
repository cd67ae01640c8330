"""Writing down, in the file of a translation, which English its translator has seen."""

from pathlib import Path

from portal.guides.page import SOURCE, Page, parse
from portal.helplines import cards
from portal.translated import seen, texts


def record(file: Path, card: str = "", language: str = "") -> list[str]:
    """Write today's marks into one translation, or say why not. A card is named beside the file of all cards."""
    if file.suffix == ".toml":
        return cards.record(file, card, language)
    return _text(file) if file.parent.name in texts.KINDS else _page(file)


def _text(file: Path) -> list[str]:
    """Write today's marks into a message, a letter or the words of the report card."""
    content, kind, code = file.parents[2], file.parent.name, file.parents[1].name
    if code == SOURCE:
        return ["This is no translation of an English text."]
    try:
        text, source = (texts.read(content, kind, each, file.stem) for each in (code, SOURCE))
    except texts.TextError as wrong:
        return [str(wrong)]
    if not (said := seen.faults(text, source)):
        file.write_text(seen.recorded(file.read_text("utf-8"), text, source), "utf-8")
    return said


def _page(file: Path) -> list[str]:
    """Write today's marks into a page."""
    english = file.parent.parent / SOURCE / file.name
    if file.parent.name == SOURCE or not english.exists():
        return ["This is no translation of an English page."]
    text = file.read_text("utf-8")
    page, source = parse(str(file), text), parse(str(english), english.read_text("utf-8"))
    if not isinstance(page, Page) or not isinstance(source, Page):
        return ["The front matter does not read well."]
    if not (said := seen.faults(page, source)):
        file.write_text(seen.recorded(text, page, source), "utf-8")
    return said
