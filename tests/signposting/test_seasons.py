"""The first page changes with the year, and never runs out of guides."""

from datetime import date, timedelta

from portal.config import PROJECT
from portal.signposting import seasons


def test_every_day_has_four_different_guides_that_exist() -> None:
    written = {path.stem for path in PROJECT.joinpath("content", "en").glob("*.md")}
    for day in (date(2026, 1, 1) + timedelta(days=number) for number in range(366)):
        shown = seasons.guides_for(day)
        assert len(set(shown)) == 4
        assert set(shown) <= written
