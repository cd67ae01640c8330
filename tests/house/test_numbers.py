"""No phone number is typed anywhere but in the registry."""

import re
from pathlib import Path

import pytest

from portal.config import PROJECT

REGISTRY = PROJECT / "content" / "area" / "helplines.toml"
# Seven digits and more in a row, with the gaps people write; and the short numbers that save lives.
NUMBER = re.compile(r"(?<![\w.#:-])(?:\+44|0)\d[\d ]{7,}\d(?!\w)|(?<![\w.:/=-])(?:999|111|85258|116 ?123)(?![\w:.%-])")
COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->|^#.*$", re.DOTALL | re.MULTILINE)


def prose() -> list[Path]:
    pages = list(PROJECT.joinpath("content").rglob("*.md"))
    templates = list(PROJECT.joinpath("portal").rglob("*.html"))
    return [*pages, *templates, *PROJECT.joinpath("translations").rglob("*.po")]


@pytest.mark.parametrize("path", prose(), ids=lambda path: str(path.relative_to(PROJECT)))
def test_a_page_names_its_contacts_and_types_no_number(path: Path) -> None:
    assert not NUMBER.findall(COMMENT.sub("", path.read_text("utf-8")))


@pytest.mark.parametrize("planted", ["Call 0808 157 0300 now", "ring 999", "text 85258", "dial 111 and wait"])
def test_a_planted_number_would_be_found(planted: str) -> None:
    assert NUMBER.findall(planted)
