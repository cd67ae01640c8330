"""The forms of a page as a person meets them: every box, every choice, every button."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

AGES = {"age": "17"}
"""Old enough to be asked everything."""
NEAR = "3"
WRITTEN = frozenset({"text", "tel", "email", "search", "password", "textarea"})


@dataclass
class Box:
    """One thing that can be filled in."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)


@dataclass
class Paper:
    """One form."""

    action: str
    method: str
    boxes: dict[str, Box] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def written(self) -> set[str]:
        """Name every box for words."""
        return {box.name for box in self.boxes.values() if box.kind in WRITTEN}

    def filled(self, says: Callable[[str], str], chosen: dict[str, str], button: str) -> dict[str, Any]:
        """Fill in every box: words as somebody says them, choices as chosen, or else the first of each question."""
        sent = dict(self._filled(says, chosen))
        name, value, _words = next(each for each in self.buttons if button in each[2])
        return sent | ({name: value} if name else {})

    def _filled(self, says: Callable[[str], str], chosen: dict[str, str]) -> Iterator[tuple[str, str]]:
        for name, box in self.boxes.items():
            plain = name.rpartition("-")[2]
            if plain in chosen and chosen[plain] == "":
                continue
            if box.kind == "hidden":
                yield name, box.values[-1]
            elif plain in chosen:
                yield name, chosen[plain]
            elif box.kind == "number":
                yield name, AGES.get(plain, NEAR)
            elif box.kind in WRITTEN:
                yield name, says(plain)
            elif box.kind in {"radio", "select-one"}:
                yield name, next((each for each in box.values if each), "")


class Reader(HTMLParser):
    """Reads the forms of a page, its title, and every address in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.papers: list[Paper] = []
        self.title, self.addresses = "", [""]
        self._now: Paper | None = None
        self._in, self._select = "", ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag says."""
        said = {name: value or "" for name, value in attrs}
        self.addresses += [value for name, value in said.items() if name in {"href", "src", "action", "formaction"}]
        if tag in {"title", "button"}:
            self._in = tag
        if tag == "form":
            self._now = Paper(said.get("action", ""), said.get("method", "get").lower())
            self.papers.append(self._now)
        elif self._now and tag == "button":
            self._now.buttons.append((said.get("name", ""), said.get("value", ""), ""))
        elif self._now and self._select and tag == "option":
            self._box(self._select, "select-one").values.append(said.get("value", ""))
        elif self._now and tag in {"input", "textarea", "select"} and said.get("name"):
            self._select = said["name"] if tag == "select" else ""
            self._box(said["name"], _kind(tag, said)).values += [said.get("value", "")] if tag == "input" else []

    def _box(self, name: str, kind: str) -> Box:
        assert self._now
        return self._now.boxes.setdefault(name, Box(name, kind))

    def handle_endtag(self, tag: str) -> None:
        """Close what a tag closes."""
        if tag == self._in:
            self._in = ""
        if tag == "select":
            self._select = ""
        if tag == "form":
            self._now = None

    def handle_data(self, data: str) -> None:
        """Read words that belong to a title or a button."""
        if self._in == "title":
            self.title += data
        elif self._in == "button" and self._now:
            name, value, words = self._now.buttons[-1]
            self._now.buttons[-1] = (name, value, words + data)


def _kind(tag: str, said: dict[str, str]) -> str:
    """Name the kind of a box; a box for a number is one for words that shows figures first."""
    if tag != "input":
        return {"textarea": "textarea", "select": "select-one"}[tag]
    counts = said.get("inputmode") == "numeric" and said["name"].rpartition("-")[2] != "nhs_number"
    return "number" if counts else said.get("type", "text")
