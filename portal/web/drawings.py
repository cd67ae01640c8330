"""The names of our drawings, which templates and pages may show."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "templates" / "components" / "drawings"


@cache
def names() -> frozenset[str]:
    """Return every name."""
    return frozenset(path.stem for path in FOLDER.glob("*.svg"))
