"""Where services are: a grid over their known points, so that distances are only worked out where they can matter."""

import heapq
import math
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from portal.directory.bits import bitset
from portal.directory.places import EARTH_KM, kilometres
from portal.directory.volume import Volume, Writer

Point = tuple[float, float]
Cell = tuple[int, int]

A_CELL = 16
"""About as many points to a cell."""
SMALLEST, LARGEST = 0.005, 0.25
"""Degrees."""
KM_IN_A_DEGREE = math.radians(1) * EARTH_KM
CAREFUL = 0.97
"""A little room for the roundness of the earth and of numbers."""


class Nearby:
    """Every point that a reader may know of: by service, and cell by cell."""

    def __init__(self, volume: Volume) -> None:
        self._north, self._east = volume.view("points.north", "d"), volume.view("points.east", "d")
        self._first = volume.view("points.first", "I")
        self._placed, self._whose = volume.view("cells.points", "I"), volume.view("cells.services", "I")
        self._side: float = volume.facts["side"]
        rows, columns = volume.view("cells.rows", "i").tolist(), volume.view("cells.columns", "i").tolist()
        runs = pairwise(volume.view("cells.starts", "I").tolist())
        self._cells: dict[Cell, tuple[int, int]] = dict(zip(zip(rows, columns, strict=True), runs, strict=True))
        self._rows = (min(rows, default=0), max(rows, default=0))
        self._columns = (min(columns, default=0), max(columns, default=0))
        self.within = lru_cache(256)(self._within)

    def points(self) -> list[tuple[Point, ...]]:
        """Return every service's known points."""
        every = list(zip(self._north, self._east, strict=True))
        return [tuple(every[first:last]) for first, last in pairwise(self._first)]

    def distance(self, number: int, here: Point) -> float | None:
        """Return how far the nearest known point of a service is, in kilometres; None when it has none."""
        own = range(self._first[number], self._first[number + 1])
        return min((self._away(at, here) for at in own), default=None)

    def _away(self, at: int, here: Point) -> float:
        return kilometres(here, (self._north[at], self._east[at]))

    def _within(self, here: Point, reach: float) -> int:
        """Return the services with a known point no further than so many kilometres."""
        found: list[int] = []
        for cell in self._around(here, reach):
            first, last = self._cells[cell]
            nearest, furthest = self._bounds(cell, here)
            if furthest <= reach:
                found += self._whose[first:last].tolist()
            elif nearest <= reach:
                placed = range(first, last)
                found += [self._whose[at] for at in placed if self._away(self._placed[at], here) <= reach]
        return bitset(found)

    def _around(self, here: Point, reach: float) -> Iterator[Cell]:
        """Yield the cells with points in them that may lie that near."""
        high = reach / KM_IN_A_DEGREE / CAREFUL
        wide = high / max(0.01, math.cos(math.radians(min(89.0, abs(here[0]) + high))))
        (top, bottom), (left, right) = (
            (int((at - by) // self._side), int((at + by) // self._side))
            for at, by in zip(here, (high, wide), strict=True)
        )
        rows = range(max(top, self._rows[0]), min(bottom, self._rows[1]) + 1)
        columns = range(max(left, self._columns[0]), min(right, self._columns[1]) + 1)
        yield from ((row, column) for row in rows for column in columns if (row, column) in self._cells)

    def _bounds(self, cell: Cell, here: Point) -> tuple[float, float]:
        """Return between which distances everything in a cell lies."""
        south, west = cell[0] * self._side, cell[1] * self._side
        wide = math.cos(math.radians(min(abs(south), abs(south + self._side))))
        radius = KM_IN_A_DEGREE * self._side / 2 * math.hypot(1, wide) / CAREFUL
        away = kilometres((south + self._side / 2, west + self._side / 2), here)
        return away - radius, away + radius

    def nearest(self, here: Point, wanted: Callable[[int], int]) -> Iterator[tuple[float, int]]:
        """Yield the wanted services with a known point, the nearest first, then by number, with their distances.

        Rings of cells are read from the middle outwards, and only as far as somebody goes on asking.
        """
        waiting: list[tuple[float, int]] = []
        given: set[int] = set()
        for bound, ring in self._rings(here):
            while waiting and waiting[0][0] < bound:
                away, number = heapq.heappop(waiting)
                if number not in given:
                    given.add(number)
                    yield away, number
            for first, last in ring:
                for at in range(first, last):
                    if wanted(self._whose[at]):
                        heapq.heappush(waiting, (self._away(self._placed[at], here), self._whose[at]))

    def _rings(self, here: Point) -> Iterator[tuple[float, list[tuple[int, int]]]]:
        """Yield the cells around a place ring by ring, each with a distance that nothing in it comes below."""
        row, column = (int(at // self._side) for at in here)
        last = max(abs(row - end) for end in self._rows), max(abs(column - end) for end in self._columns)
        lean = math.cos(math.radians(min(89.0, max(abs(end * self._side) for end in (*self._rows, row)) + self._side)))
        step = self._side * KM_IN_A_DEGREE * min(1.0, lean) * CAREFUL
        for far in range(max(last) + 1):
            ring = [self._cells[cell] for cell in _ring(row, column, far) if cell in self._cells]
            yield max(0, far - 1) * step, ring
        yield math.inf, []


def _ring(row: int, column: int, far: int) -> Iterator[Cell]:
    """Yield the cells that are exactly so many steps away."""
    if not far:
        yield row, column
        return
    for along in range(-far, far + 1):
        yield row - far, column + along
        yield row + far, column + along
    for along in range(1 - far, far):
        yield row + along, column - far
        yield row + along, column + far


def write(writer: Writer, points: Sequence[Sequence[Point]]) -> float:
    """Write every service's points, in the order of their numbers, and return how wide a cell is, in degrees."""
    north = array("d", (point[0] for own in points for point in own))
    east = array("d", (point[1] for own in points for point in own))
    first, whose = array("I", [0]), array("I")
    for number, own in enumerate(points):
        first.append(first[-1] + len(own))
        whose.extend([number] * len(own))
    side = _side(north, east)
    cells: dict[Cell, list[int]] = {}
    for at in range(len(whose)):
        cells.setdefault((int(north[at] // side), int(east[at] // side)), []).append(at)
    starts = array("I", [0])
    for inside in cells.values():
        starts.append(starts[-1] + len(inside))
    writer.section("points.north", [north])
    writer.section("points.east", [east])
    writer.section("points.first", [first])
    writer.section("cells.rows", [array("i", (cell[0] for cell in cells))])
    writer.section("cells.columns", [array("i", (cell[1] for cell in cells))])
    writer.section("cells.starts", [starts])
    writer.section("cells.points", [array("I", inside) for inside in cells.values()])
    writer.section("cells.services", [array("I", (whose[at] for at in inside)) for inside in cells.values()])
    return side


def _side(north: Sequence[float], east: Sequence[float]) -> float:
    """Return how wide a cell should be, from how thickly the points lie."""
    if not north:
        return LARGEST
    area = (max(north) - min(north)) * (max(east) - min(east))
    return min(LARGEST, max(SMALLEST, math.sqrt(area * A_CELL / len(north))))
