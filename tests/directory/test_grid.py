"""The National Grid against the Ordnance Survey's own worked example, and against itself."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.directory import grid, places


def degrees(whole: int, minutes: int, seconds: float) -> float:
    return whole + minutes / 60 + seconds / 3600


def test_the_worked_example_of_the_guide_comes_out_to_the_last_figure():
    """Annex C.2: easting 651409.903 m, northing 313177.270 m."""
    latitude, longitude = map(math.degrees, grid.osgb36(651409.903, 313177.270))
    assert latitude == pytest.approx(degrees(52, 39, 27.2531), abs=1e-8)
    assert longitude == pytest.approx(degrees(1, 43, 4.5177), abs=1e-8)


@pytest.mark.parametrize(
    ("easting", "northing", "point"),
    [
        # Two well-known stones: the meridian line at Greenwich, and the trig point on Ben Nevis.
        (538890, 177320, (51.4777, 0.0)),
        (216667, 771288, (56.7969, -5.0035)),
    ],
)
def test_places_everybody_can_look_up_lie_where_they_lie(easting: int, northing: int, point: tuple[float, float]):
    assert places.kilometres(grid.latitude_longitude(easting, northing), point) < 0.1


@given(st.integers(80_000, 650_000), st.integers(10_000, 1_200_000))
def test_a_kilometre_on_the_grid_is_a_kilometre_on_the_ground(easting: int, northing: int):
    here, there = grid.latitude_longitude(easting, northing), grid.latitude_longitude(easting + 1000, northing)
    assert places.kilometres(here, there) == pytest.approx(1, abs=0.006)
    assert 49 < here[0] < 61.5


def test_a_forgotten_datum_would_be_noticed(monkeypatch: pytest.MonkeyPatch):
    right = grid.latitude_longitude(538890, 177320)
    monkeypatch.setattr(grid, "SHIFT", (0.0, 0.0, 0.0))
    assert places.kilometres(grid.latitude_longitude(538890, 177320), right) > 0.1
