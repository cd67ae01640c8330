"""What the team can and can't help with: an area's own lines, the same for everybody who reads them."""

from pathlib import Path

import pytest

from portal import area, config, languages
from portal.referrals import remit
from portal.referrals.before_sending import WHO
from portal.referrals.voices import Voice


def test_every_voice_has_the_same_lines_in_every_language() -> None:
    lines = remit.load(config.PROJECT / "content" / "area")
    assert set(lines) == set(WHO)
    for spoken in lines.values():
        assert set(spoken) == set(languages.LANGUAGES)
        assert len({len(each) for each in spoken.values()}) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        "[friend]\nen = ['a', 'b', 'c']",
        "[young_person]\npl = ['a', 'b', 'c']",
        "[young_person]\nen = ['a']",
        "[nobody]",
        "[",
    ],
)
def test_lines_that_do_not_read_well_stop_the_start(tmp_path: Path, wrong: str) -> None:
    (tmp_path / remit.FILE).write_text(wrong)
    with pytest.raises(area.AreaError, match=r"team\.toml"):
        remit.load(tmp_path)


def test_an_area_without_lines_says_nothing(tmp_path: Path) -> None:
    assert remit.lines(remit.load(tmp_path), Voice.YOUNG_PERSON, "en") == ((), "en")
