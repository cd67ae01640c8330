"""Charts, drawn here as a part of the page: a measure's months, and a list's next half year. A table says the same.

No style attribute and no link: the page's own policy refuses both. Colours come from the style sheet.
"""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from portal.reporting.control_charts import Chart
from portal.reporting.what_if import Course

WIDTH, HEIGHT, EDGE = 640, 180, 8
Point = tuple[float, float]


class Plane:
    """Where values stand in a picture: the lowest at the bottom, the highest at the top."""

    def __init__(self, values: Iterable[float], count: int) -> None:
        known = list(values) or [0.0]
        self.low, self.high = min(known), max(known)
        self.step = (WIDTH - 2 * EDGE) / max(count - 1, 1)

    def at(self, place: int, value: float) -> Point:
        """Return where a value at a place stands."""
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        return round(EDGE + place * self.step, 1), round(HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE), 1)

    def level(self, value: float) -> str:
        """Return a line across the whole picture."""
        height = self.at(0, value)[1]
        return f"M{EDGE} {height}H{WIDTH - EDGE}"


def months(chart: Chart, target: float | None, label: str) -> Markup:
    """Draw a measure's months with its mean, limits and target; a month that stands out has a ring."""
    limits = chart.limits
    lines = [(limits.lower, "limit"), (limits.upper, "limit"), (limits.mean, "mean")] if limits else []
    if target is not None:
        lines.append((target, "target"))
    known = [value for value in chart.values if value is not None]
    plane = Plane([*known, *(value for value, _kind in lines)], len(chart.values))
    parts = [_path(plane.level(value), kind) for value, kind in lines]
    points = [None if value is None else plane.at(place, value) for place, value in enumerate(chart.values)]
    parts += [_path(_line(run), "value") for run in _runs(points)]
    for point, signal in zip(points, chart.signals, strict=True):
        if point is not None:
            parts.append(_dot(point, "signal" if signal else "dot", 6 if signal else 3))
    return _picture(parts, label)


def half_year(course: Course, unchanged: Course, label: str) -> Markup:
    """Draw a list's next half year: the middle, the band around it, and the middle if nothing changed."""
    plane = Plane([0.0, *course.high, *unchanged.middle], len(course.middle))
    upper = [plane.at(week, value) for week, value in enumerate(course.high)]
    lower = [plane.at(week, value) for week, value in enumerate(course.low)]
    middle, same = (
        [plane.at(week, value) for week, value in enumerate(each)] for each in (course.middle, unchanged.middle)
    )
    parts = [_path(_line([*upper, *reversed(lower)]) + "Z", "band"), _path(_line(same), "target")]
    return _picture([*parts, _path(_line(middle), "value"), _dot(middle[-1], "dot", 4)], label)


def _picture(parts: Sequence[Markup], label: str) -> Markup:
    """Put parts into one picture with its words."""
    frame = Markup('<svg class="fd-chart" viewBox="0 0 {} {}" role="img" aria-label="{}" focusable="false">{}</svg>')
    return frame.format(WIDTH, HEIGHT, label, Markup().join(parts))


def _path(steps: str, kind: str) -> Markup:
    return Markup('<path class="fd-chart__{}" d="{}"/>').format(kind, steps)


def _dot(point: Point, kind: str, radius: int) -> Markup:
    return Markup('<circle class="fd-chart__{}" cx="{}" cy="{}" r="{}"/>').format(kind, *point, radius)


def _line(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points)


def _runs(points: Sequence[Point | None]) -> list[list[Point]]:
    """Return the points between gaps: a month without a figure breaks the line."""
    runs: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]
