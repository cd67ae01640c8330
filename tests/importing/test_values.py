"""Ages, dates, times, numbers, addresses: as feeds write them, and as we can use them."""

from datetime import date

import pytest

from portal.importing import moments, numbers, privacy, reaching

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("low", "high", "ages"),
    [
        (11, 18, (11, 18)),
        ("11", "18", (11, 18)),
        (11.0, None, (11, None)),
        ("5+", None, (5, None)),
        ("", "", (None, None)),
        ("null", "N/A", (None, None)),
        (18, 11, (11, 18)),
        ("11-25", "", (11, 25)),
        ("", "0 to 5 years", (0, 5)),
        ("16 and over", "", (16, None)),
        ("", "under 18", (None, 17)),
        (0, 150, (0, None)),
        (-3, 5, (None, 5)),
        (0, 0, (None, None)),
        (11, 0, (11, None)),
        ("any", "any", (None, None)),
        ("abc", [1], (None, None)),
        (True, {}, (None, None)),
        (1e300, float("nan"), (None, None)),
        ("up to 11", "", (None, 11)),
        ("18+", "18+", (18, None)),
    ],
)
def test_ages_are_read_or_left_out(low: object, high: object, ages: tuple[int | None, int | None]) -> None:
    found = numbers.ages(low, high, [])
    assert (found.get("minimum_age"), found.get("maximum_age")) == ages


def test_babies_are_told_in_months_too() -> None:
    assert numbers.ages("6 months", 1.5, []) == {
        "minimum_age": 0,
        "minimum_age_months": 6,
        "maximum_age": 1,
        "maximum_age_months": 18,
    }


@pytest.mark.parametrize(("low", "high"), [(18, 11), (0, 150), ("abc", None), (11, 0)])
def test_what_was_put_right_is_said(low: object, high: object) -> None:
    notes: list[str] = []
    numbers.ages(low, high, notes)
    assert notes


@pytest.mark.parametrize(
    ("north", "east", "kept"),
    [
        (54.49, 1.51, True),
        ("54.49", " 1.51 ", True),
        (1.51, 54.49, False),
        (0, 0, False),
        (100, 101, False),
        (None, 1, False),
        ("x", "y", False),
        (40.7, -74.0, False),
        (True, True, False),
    ],
)
def test_a_point_is_in_the_country_or_left_out(north: object, east: object, kept: bool) -> None:
    notes: list[str] = []
    found = numbers.point(north, east, notes)
    assert (found is not None) is kept
    assert kept or notes or not all(isinstance(each, int | float) for each in (north, east)) or north is True


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2024-02-29", date(2024, 2, 29)),
        ("2024-02-30", None),
        ("2024-07-01T23:30:00", date(2024, 7, 1)),
        ("2024-07-01T23:30:00Z", date(2024, 7, 2)),
        ("31/12/2023", date(2023, 12, 31)),
        ("31/02/2023", None),
        ("0001-01-01T00:00:00", None),
        ("3 May 2024", date(2024, 5, 3)),
        ("Fri, 3rd May 2024", date(2024, 5, 3)),
        (1678876245123, date(2023, 3, 15)),
        ("", None),
        (None, None),
        ("soon", None),
        ("20240102", date(2024, 1, 2)),
        ("9999-12-31", None),
        (True, None),
        ("03-05-24", date(2024, 5, 3)),
    ],
)
def test_dates_are_read_the_english_way(said: object, day: date | None) -> None:
    assert moments.day(said) == day


def test_nobody_checks_a_service_tomorrow_week() -> None:
    notes: list[str] = []
    assert moments.past_day("2027-01-01", TODAY, "The date of checking", notes) is None
    assert "lies ahead" in notes[0]


@pytest.mark.parametrize(
    ("said", "clock"),
    [
        ("09:00:00", "09:00"),
        ("9am", "09:00"),
        ("9.30 pm", "21:30"),
        ("12am", "00:00"),
        ("12pm", "12:00"),
        ("24:00", "00:00"),
        ("25:00", None),
        ("2000-01-01T08:00:00.000Z", "08:00"),
        ("9", None),
        ("13pm", None),
        (None, None),
        ("noon", None),
    ],
)
def test_times_are_read(said: object, clock: str | None) -> None:
    assert moments.clock(said) == clock


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("MO,TU", "MO,TU"),
        ("Monday", "MO"),
        ("Mon-Fri", "MO,TU,WE,TH,FR"),
        ("monday to friday", "MO,TU,WE,TH,FR"),
        ("weekends", "SA,SU"),
        (3, "WE"),
        (["Mon", "Wed"], "MO,WE"),
        ("Sat - Mon", "MO,SA,SU"),
        ("1MO", "1MO"),
        ("-1FR, 2TU", "-1FR,2TU"),
        ("someday", ""),
    ],
)
def test_weekdays_are_read(said: object, days: str) -> None:
    assert moments.weekdays(said) == days


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("01632 960123", ["01632 960123"]),
        ("Call 01632 960123 (Mon-Fri)", ["Call 01632 960123 (Mon-Fri)"]),
        ("01632 960123 / 07700 900123", ["01632 960123", "07700 900123"]),
        ("116 123", ["116 123"]),
        ("999", ["999"]),
        ("1234", []),
        ("2019", []),
        ("not known", []),
        ("", []),
        ("1234567890123456789", []),
        ("+44 (0)20 7946 0123", ["+44 (0)20 7946 0123"]),
        ("0808 157 0123, free for everybody who needs somebody to talk to", ["0808 157 0123"]),
    ],
)
def test_numbers_can_be_rung_or_are_left_out(said: str, found: list[str]) -> None:
    assert reaching.phones(said, []) == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("mailto:a@example.org", "a@example.org"),
        ("a@example.org; b@example.org", "a@example.org"),
        ("<a@example.org>", "a@example.org"),
        ("bad@", ""),
        ("", ""),
        ("a@localhost", ""),
        (7, ""),
    ],
)
def test_e_mail_addresses_could_exist(said: object, found: str) -> None:
    assert reaching.email(said, []) == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("www.example.org", "https://www.example.org"),
        ("http://example.org", "http://example.org"),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt:alert(1)", ""),
        ("data:text/html,x", ""),
        ("https://u:p@example.org", ""),
        ("https://example.org/a b", ""),
        ("https://[::1", ""),
        ("nowhere", ""),
        ("java\tscript:alert(1)", ""),
        ("", ""),
    ],
)
def test_web_addresses_lead_somewhere_harmless(said: str, found: str) -> None:
    assert reaching.url(said, []) == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("qx1 3ty", "QX1 3TY"),
        ("QX13TY", "QX1 3TY"),
        ("QX1-3TY", "QX1 3TY"),
        ("QX1 OTY", "QX1 0TY"),
        ("QX1 3TYY", ""),
        ("ABC 1234", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_postcodes_are_put_right_or_left_out(said: object, found: str) -> None:
    assert reaching.postcode(said, []) == found


@pytest.mark.parametrize(
    "said",
    [
        "Good. Assured by Jane, jane.doe@county.example.org, in May.",
        "Last checked by jane.doe@county.example.org",
        "Write to jane.doe@county.example.org",
        "(jane.doe@county.example.org) assured this",
    ],
)
def test_a_checkers_address_is_taken_out_of_text(said: str) -> None:
    kept, found = privacy.without_assurers(said, "Jane.Doe@county.example.org", "hello@x.example.org")
    assert found
    assert "jane" not in kept.lower().replace("by jane,", "")
    assert "@" not in kept


def test_a_services_own_address_stays() -> None:
    said = "Ask hello@x.example.org. All staff are checked."
    assert privacy.without_assurers(said, "jane.doe@county.example.org", "hello@x.example.org") == (said, False)
