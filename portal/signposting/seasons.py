"""Which guides stand on the first page, by the time of the year. Pure."""

from datetime import date

ALWAYS = ("how-to-get-help", "who-sees-what-i-write")
BY_MONTH = {
    **dict.fromkeys((1, 2, 11, 12), ("low-mood", "sleep")),  # dark evenings
    **dict.fromkeys((3, 4, 5, 6), ("when-school-is-hard", "anxiety-and-worries")),  # exams
    **dict.fromkeys((7, 8, 9, 10), ("bullying-and-life-online", "turning-18")),  # a new school year
}


def guides_for(day: date) -> tuple[str, ...]:
    """Return the four guides to show on this day."""
    return (*ALWAYS, *BY_MONTH[day.month])
