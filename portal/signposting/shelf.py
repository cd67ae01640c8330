"""What suggestions must know of services. The directory's documents and its index are such; nothing is copied. Pure."""

from collections.abc import Mapping, Sequence
from typing import Protocol


class Service(Protocol):
    """What has to be known of a service; the directory's documents are such."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def organization(self) -> str: ...  # noqa: D102
    @property
    def helpline(self) -> str: ...  # noqa: D102
    @property
    def paused(self) -> bool: ...  # noqa: D102
    @property
    def crisis(self) -> bool: ...  # noqa: D102
    @property
    def minimum_age(self) -> int | None: ...  # noqa: D102
    @property
    def maximum_age(self) -> int | None: ...  # noqa: D102
    @property
    def routes(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def self_from(self) -> int | None: ...  # noqa: D102
    @property
    def terms(self) -> Mapping[str, tuple[str, ...]]: ...  # noqa: D102
    @property
    def catchment(self) -> str: ...  # noqa: D102
    @property
    def wards(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def points(self) -> tuple[tuple[float, float], ...]: ...  # noqa: D102
    @property
    def reaches_anywhere(self) -> bool: ...  # noqa: D102


class Shelf(Protocol):
    """Every service by number, and which of them are offered and take an age; the search index is one."""

    @property
    def documents(self) -> Sequence[Service]: ...  # noqa: D102
    @property
    def ages(self) -> Sequence[int]: ...  # noqa: D102
    @property
    def bits(self) -> Mapping[str, Mapping[str, int]]: ...  # noqa: D102
    @property
    def listed(self) -> int: ...  # noqa: D102
