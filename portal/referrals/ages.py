"""In whose words a young person is asked, by how old they say they are. Pure."""

import enum


class AgeGroup(enum.StrEnum):
    """Three ways to put the same question."""

    UNDER_11 = "under_11"
    FROM_11 = "11_to_15"
    FROM_16 = "16_to_25"


def age_group(years: int | None) -> AgeGroup:
    """Return in whose words to ask; nobody's age is known before they say it."""
    if years is None or 11 <= years <= 15:
        return AgeGroup.FROM_11
    return AgeGroup.UNDER_11 if years < 11 else AgeGroup.FROM_16
