"""NHS numbers: whether what was typed has the form of one. A wrong one is kept and looked at, never refused. Pure."""

DIGITS = 10


def digits(typed: str) -> str:
    """Return the digits of what was typed, in any script, without spaces and hyphens between them."""
    bare = "".join(letter for letter in typed if not letter.isspace() and letter not in "-–")
    return "".join(str(int(letter)) for letter in bare) if bare.isdecimal() else ""


def is_well_formed(typed: str) -> bool:
    """Tell whether what was typed is a number with its check digit right, and nothing else."""
    return checks_out(digits(typed))


def checks_out(found: str) -> bool:
    """Tell whether there are ten digits and the last is the one that the others ask for. It proves no more than that.

    Ten times the same digit is nobody's number.
    """
    number = [int(digit) for digit in found]
    if len(number) != DIGITS or len(set(number)) == 1:
        return False
    check = 11 - sum(weight * digit for weight, digit in zip(range(10, 1, -1), number[:9], strict=True)) % 11
    return check % 11 == number[9] if check != 10 else False
