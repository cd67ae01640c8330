"""Writing down, in a page's front matter, which English its translator has seen."""

from pathlib import Path

from portal.guides.page import SOURCE, Page, parse
from portal.translated import seen


def record(file: Path) -> list[str]:
    """Write today's marks into one translation, or say why not."""
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
