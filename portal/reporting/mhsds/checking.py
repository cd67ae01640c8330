"""How whole a month is, field by field, and how its counts compare with ours. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.reporting.mhsds.shape import TABLES, Month

NOT_KNOWN = {("MHS001MPI", "GenderIDCode"): "X", ("MHS005PatInd", "LDStatus"): "X"}
NOT_KNOWN |= {("MHS005PatInd", "AutismStatus"): "X", ("MHS005PatInd", "CPP"): "X"}
NOT_KNOWN |= {("MHS001MPI", "NHSNumberStatus"): "07", ("MHS002GP", "GMPReg"): "V81999"}
NOT_KNOWN |= {("MHS101Referral", "SourceOfReferralMH"): "M6"}
"""Codes that say no more than that nobody knows: filled, and no better than a gap."""


@dataclass(frozen=True)
class Whole:
    """One field of one table: how many rows need it, and how many have it."""

    table: str
    field: str
    needed: int
    filled: int

    @property
    def percent(self) -> str:
        """How many in 100 are filled; empty where nothing needs it."""
        return f"{100 * self.filled / self.needed:.1f}" if self.needed else ""


@dataclass(frozen=True)
class Compared:
    """One count of ours beside the file's, with what explains the difference."""

    what: str
    ours: int
    file: int
    explained: tuple[tuple[str, int], ...] = ()

    @property
    def unexplained(self) -> int:
        """What nothing explains: anything but 0 is a mistake."""
        return self.ours - self.file - sum(count for _why, count in self.explained)


def completeness(month: Month) -> list[Whole]:
    """Return every needed field of every table with how whole it is."""
    return [
        Whole(
            name,
            field,
            len(month[name]),
            sum(row[field] not in ("", NOT_KNOWN.get((name, field), "")) for row in month[name]),
        )
        for name, table in TABLES.items()
        for field in table.needed
    ]


COUNTS: Mapping[str, tuple[str, str, str]] = {
    "people": ("people with a request that was open in the month", "MHS001MPI", ""),
    "voices": ("voices that were open in the month; the file holds requests", "MHS101Referral", ""),
    "kept": ("meetings kept in the month", "MHS201CareContact", "5"),
    "not_brought": ("meetings to which somebody was not brought", "MHS201CareContact", "3"),
    "offered": ("offers to another organisation in the month", "MHS105OnwardReferral", ""),
}
"""What is compared, with the table that holds it, and the `AttendStatus` of its rows where it matters."""


def reconciled(
    ours: Mapping[str, int], month: Month, explained: Mapping[str, Sequence[tuple[str, int]]]
) -> list[Compared]:
    """Compare what the database counts with what the file holds. `ours` has a count for each of `COUNTS`."""
    return [
        Compared(
            says,
            ours[what],
            sum(not attend or row["AttendStatus"] == attend for row in month[table]),
            tuple(explained.get(what, ())),
        )
        for what, (says, table, attend) in COUNTS.items()
    ]
