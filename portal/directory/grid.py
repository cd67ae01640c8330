"""From Ordnance Survey eastings and northings to latitude and longitude. Pure.

The formulas and constants are those of the Ordnance Survey's "A guide to coordinate systems in Great Britain", annexes
B and C, with its seven-parameter Helmert transformation: good to about five metres, and a postcode needs a few hundred.
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Ellipsoid:
    """A figure of the Earth: its half axes in metres."""

    a: float
    b: float

    @property
    def flat(self) -> float:
        """Return the square of its eccentricity."""
        return 1 - (self.b / self.a) ** 2


AIRY = Ellipsoid(6377563.396, 6356256.909)
WGS84 = Ellipsoid(6378137.0, 6356752.3141)
# The National Grid: scale on the central meridian, its true origin, and the false one in metres.
F0, ORIGIN, EAST, NORTH = 0.9996012717, (math.radians(49), math.radians(-2)), 400_000.0, -100_000.0
# From OSGB36 to WGS84: metres, parts in a million, seconds of arc.
SHIFT = (446.448, -125.157, 542.060)
SCALE = -20.4894e-6
TURN = tuple(math.radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))


def latitude_longitude(easting: float, northing: float) -> tuple[float, float]:
    """Return the WGS84 latitude and longitude, in degrees, of a point of the National Grid."""
    return _geodetic(_helmert(_cartesian(*osgb36(easting, northing))))


def osgb36(easting: float, northing: float) -> tuple[float, float]:
    """Return latitude and longitude on the Airy ellipsoid, in radians (annex C.2 of the guide)."""
    latitude = _footpoint(northing)
    sine, tangent = math.sin(latitude), math.tan(latitude)
    nu = AIRY.a * F0 / math.sqrt(1 - AIRY.flat * sine**2)
    rho = AIRY.a * F0 * (1 - AIRY.flat) * (1 - AIRY.flat * sine**2) ** -1.5
    eta, east, secant, t2 = nu / rho - 1, easting - EAST, 1 / math.cos(latitude), tangent**2
    seven = tangent / (2 * rho * nu)
    eight = tangent / (24 * rho * nu**3) * (5 + 3 * t2 + eta - 9 * t2 * eta)
    nine = tangent / (720 * rho * nu**5) * (61 + 90 * t2 + 45 * t2**2)
    ten = secant / nu
    eleven = secant / (6 * nu**3) * (nu / rho + 2 * t2)
    twelve = secant / (120 * nu**5) * (5 + 28 * t2 + 24 * t2**2)
    last = secant / (5040 * nu**7) * (61 + 662 * t2 + 1320 * t2**2 + 720 * t2**3)
    return (
        latitude - seven * east**2 + eight * east**4 - nine * east**6,
        ORIGIN[1] + ten * east - eleven * east**3 + twelve * east**5 - last * east**7,
    )


def _footpoint(northing: float) -> float:
    """Return the latitude whose meridian arc is as long as the northing, to a hundredth of a millimetre."""
    latitude = (northing - NORTH) / (AIRY.a * F0) + ORIGIN[0]
    while abs(left := northing - NORTH - _arc(latitude)) >= 1e-5:
        latitude += left / (AIRY.a * F0)
    return latitude


def _arc(latitude: float) -> float:
    """Return the length of the meridian from the true origin to a latitude (M of the guide)."""
    n = (AIRY.a - AIRY.b) / (AIRY.a + AIRY.b)
    less, more = latitude - ORIGIN[0], latitude + ORIGIN[0]
    return (AIRY.b * F0) * (
        (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
        - (3 * n + 3 * n**2 + 21 / 8 * n**3) * math.sin(less) * math.cos(more)
        + (15 / 8 * n**2 + 15 / 8 * n**3) * math.sin(2 * less) * math.cos(2 * more)
        - 35 / 24 * n**3 * math.sin(3 * less) * math.cos(3 * more)
    )


def _cartesian(latitude: float, longitude: float) -> tuple[float, float, float]:
    """Return a point on the Airy ellipsoid in metres from the middle of the Earth (annex B.1)."""
    nu = AIRY.a / math.sqrt(1 - AIRY.flat * math.sin(latitude) ** 2)
    across = nu * math.cos(latitude)
    return across * math.cos(longitude), across * math.sin(longitude), (1 - AIRY.flat) * nu * math.sin(latitude)


def _helmert(point: tuple[float, float, float]) -> tuple[float, float, float]:
    """Move a point from OSGB36 to WGS84 (annex B.3)."""
    x, y, z = point
    one, (rx, ry, rz) = 1 + SCALE, TURN
    return (
        SHIFT[0] + one * x - rz * y + ry * z,
        SHIFT[1] + rz * x + one * y - rx * z,
        SHIFT[2] - ry * x + rx * y + one * z,
    )


def _geodetic(point: tuple[float, float, float]) -> tuple[float, float]:
    """Return latitude and longitude in degrees on WGS84 (annex B.2)."""
    x, y, z = point
    across = math.hypot(x, y)
    latitude = math.atan2(z, across * (1 - WGS84.flat))
    for _again in range(8):
        nu = WGS84.a / math.sqrt(1 - WGS84.flat * math.sin(latitude) ** 2)
        latitude = math.atan2(z + WGS84.flat * nu * math.sin(latitude), across)
    return math.degrees(latitude), math.degrees(math.atan2(y, x))
