"""Sets of services as whole numbers, bit by bit: meeting, joining and counting them is one step each. Pure."""

from collections.abc import Iterable, Iterator
from itertools import compress

FEW = 24
"""Below this many members, single shifts are quicker than a table of flags."""
WORD = 64


def bitset(numbers: Iterable[int]) -> int:
    """Gather numbers into a set."""
    numbers = list(numbers)
    if len(numbers) < FEW:
        bits = 0
        for number in numbers:
            bits |= 1 << number
        return bits
    flags = bytearray((max(numbers) >> 3) + 1)
    for number in numbers:
        flags[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(flags, "little")


def flags(bits: int) -> bytes:
    """Spell a set out, eight members to a byte, whole words of 64: `flags[n >> 3] >> (n & 7) & 1` tells of n."""
    return bits.to_bytes((bits.bit_length() + WORD) // WORD * 8, "little")


def members(bits: int) -> Iterator[int]:
    """Yield the numbers of a set in order."""
    words = memoryview(flags(bits)).cast("Q").tolist()
    for place in compress(range(len(words)), words):
        word, at = words[place], place * WORD
        while word:
            lowest = word & -word
            yield at + lowest.bit_length() - 1
            word ^= lowest


def levels(within: int, steps: Iterable[int]) -> list[int]:
    """Split a set by how many of the steps each member stands on: the most first. Adds bit by bit, all at once."""
    found = [within]
    for step in steps:
        risen = [each & step for each in found]
        stayed = [each ^ up for each, up in zip(found, risen, strict=True)]
        found = [risen[0], *(a | b for a, b in zip(stayed[:-1], risen[1:], strict=True)), stayed[-1]]
    return found


def weighed(within: int, gains: Iterable[tuple[int, int]]) -> list[int]:
    """Split a set by what its members gain in all, the most first; empty parts are left out.

    Gains are added for all members at once, one plane of bits for each binary digit of the sums.
    """
    planes: list[int] = []
    for gaining, gain in gains:
        for digit in range(gain.bit_length()):
            if gain >> digit & 1:
                _add(planes, digit, within & gaining)
    parts = [within] if within else []
    for plane in reversed(planes):
        parts = [part for each in parts for part in (each & plane, each & ~plane) if part]
    return parts


def _add(planes: list[int], digit: int, carry: int) -> None:
    """Add a binary digit to the sums of a set's members, carrying as long as there is something to carry."""
    while carry:
        if digit >= len(planes):
            planes.extend([0] * (digit + 1 - len(planes)))
        planes[digit], carry = planes[digit] ^ carry, planes[digit] & carry
        digit += 1
