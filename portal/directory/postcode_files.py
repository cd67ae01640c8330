"""Reading national lists of postcodes: ONSPD and NSPL of the ONS, and Ordnance Survey's Code-Point Open.

Only the middle of each district and sector is kept, so that a child is asked for no more than that. The lists come as
one CSV, as a folder of them, or as the ZIP they are published in.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from portal.directory import grid

POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)\s*(\d)[A-Z]{2}")
NO_PLACE = 99.0
"""The ONS writes 99.999999 for the latitude of a postcode that has no place."""
SKIPPED_FILES = re.compile(r"user ?guide|metadata|lookup|names|codelist|/doc/", re.IGNORECASE)


class UnknownList(ValueError):
    """Say in one line why a file is none of the lists we read."""


@dataclass(frozen=True)
class Centroid:
    """The middle of a district or a sector, in degrees."""

    code: str
    latitude: float
    longitude: float


@dataclass
class Gathered:
    """What has been read so far: for each code and kind of coordinate how many points there are, and their sums."""

    sums: dict[tuple[str, bool], list[float]] = field(default_factory=dict)
    postcodes: int = 0
    skipped: int = 0
    source: str = ""

    def add(self, postcode: str, x: float, y: float, *, on_grid: bool) -> None:
        """Add one postcode, by latitude and longitude or by easting and northing."""
        met = POSTCODE.fullmatch(postcode.strip().upper())
        if not met:
            self.skipped += 1
            return
        self.postcodes += 1
        for code in (met[1], f"{met[1]} {met[2]}"):
            total = self.sums.setdefault((code, on_grid), [0, 0.0, 0.0])
            total[0] += 1
            total[1] += x
            total[2] += y

    def centroids(self) -> list[Centroid]:
        """Return the middle of everything, by code."""
        made = {}
        for (code, on_grid), (count, x, y) in self.sums.items():
            point = grid.latitude_longitude(x / count, y / count) if on_grid else (x / count, y / count)
            made[code] = Centroid(code, round(point[0], 5), round(point[1], 5))
        return [made[code] for code in sorted(made)]


Progress = Callable[[int], None]
"""Told how many more characters have been read."""


def size(path: Path) -> int:
    """Return about how many characters there are to read."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            return sum(each.file_size for each in packed.infolist() if _is_list(each.filename))
    return sum(each.stat().st_size for each in _files(path))


def read(path: Path, progress: Progress = lambda _more: None) -> Gathered:
    """Read a list. Raises UnknownList, or OSError where there is nothing to read."""
    gathered = Gathered()
    for name, lines in _texts(path):
        with lines as text:
            _read_one(name, text, gathered, progress)
    if not gathered.postcodes:
        raise UnknownList(f"{path.name} holds no postcode with a place. Give an ONSPD, NSPL or Code-Point Open file.")
    return gathered


def _read_one(name: str, text: Iterable[str], gathered: Gathered, progress: Progress) -> None:
    """Read one CSV, whichever of the lists it belongs to."""
    rows = csv.reader(_counted(text, progress))
    first = next(rows, None)
    if first is None:
        return
    header = {column.strip().strip("\ufeff").casefold(): at for at, column in enumerate(first)}
    if {"pcds", "lat", "long"} <= header.keys():
        gathered.source = "onspd" if "oseast1m" in header and "oslaua" in header else "nspl"
        for row in rows:
            _add_ons(row, header, gathered)
    elif len(first) >= 4 and POSTCODE.fullmatch(first[0].strip().upper()):
        gathered.source = "code_point_open"
        for row in (first, *rows):
            _add_code_point(row, gathered)
    else:
        raise UnknownList(
            f"{name} is not ONSPD, NSPL or Code-Point Open: it has no columns pcds, lat and long, and does not begin"
            " with a postcode."
        )


def _add_ons(row: list[str], header: dict[str, int], gathered: Gathered) -> None:
    """Add a line of the ONS, unless the postcode has ended or has no place."""
    try:
        ended = "doterm" in header and row[header["doterm"]].strip()
        latitude, longitude = float(row[header["lat"]]), float(row[header["long"]])
    except (IndexError, ValueError):
        gathered.skipped += 1
        return
    if ended or not -NO_PLACE < latitude < NO_PLACE:
        gathered.skipped += 1
    else:
        gathered.add(row[header["pcds"]], latitude, longitude, on_grid=False)


def _add_code_point(row: list[str], gathered: Gathered) -> None:
    """Add a line of the Ordnance Survey, unless the postcode has no place."""
    try:
        easting, northing = float(row[2]), float(row[3])
    except (IndexError, ValueError):
        gathered.skipped += 1
        return
    if easting <= 0 or northing <= 0:
        gathered.skipped += 1
    else:
        gathered.add(row[0], easting, northing, on_grid=True)


def _counted(text: Iterable[str], progress: Progress) -> Iterator[str]:
    """Pass lines on, telling how much that is every few thousand."""
    waiting = 0
    for line in text:
        waiting += len(line)
        if waiting > 1_000_000:
            progress(waiting)
            waiting = 0
        yield line.replace("\0", "")
    progress(waiting)


def _is_list(name: str) -> bool:
    return name.lower().endswith(".csv") and not SKIPPED_FILES.search(name)


def _files(path: Path) -> list[Path]:
    """Return the CSV itself, or those of a folder."""
    if path.is_dir():
        return sorted(each for each in path.rglob("*.csv") if _is_list(str(each.relative_to(path))))
    return [path]


def _texts(path: Path) -> Iterator[tuple[str, AbstractContextManager[Iterable[str]]]]:
    """Yield every CSV to read with its name."""
    if path.is_file() and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            for name in sorted(filter(_is_list, packed.namelist())):
                yield name, _unpacked(packed, name)
        return
    for each in _files(path):
        yield each.name, each.open(encoding="utf-8-sig", errors="replace", newline="")


@contextmanager
def _unpacked(packed: zipfile.ZipFile, name: str) -> Iterator[io.TextIOWrapper]:
    """Open a CSV inside a ZIP as text."""
    with packed.open(name) as raw:
        yield io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="")
