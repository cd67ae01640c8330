"""What the people of the made-up history say of themselves: by share, as the area's file tells it. Pure."""

from collections.abc import Mapping
from random import Random

Backgrounds = Mapping[str, Mapping[str, float]]
"""By the field's name: how many of a hundred give which answer. The empty answer is silence."""


def background(shares: Backgrounds, draw: int) -> dict[str, str]:
    """Draw what one of them says of themselves; the same draw is the same person."""
    rng = Random(f"background-{draw}")  # noqa: S311 (a cast, not a secret)
    said = {name: rng.choices(list(each), list(each.values()))[0] for name, each in shares.items()}
    return {name: answer for name, answer in said.items() if answer}
