import re

import pytest

from portal.accounts import passwords

REAL_HASHER = passwords.HASHER  # taken before any story puts a quick one in its place


def test_generated_passwords_are_long_plain_and_never_the_same() -> None:
    made = {passwords.new_password() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"([2-9A-HJ-NP-TV-Z]{4}-){4}[2-9A-HJ-NP-TV-Z]{4}", one) for one in made)


def test_only_the_right_password_matches() -> None:
    kept = passwords.hashed("correct")
    assert passwords.matches(kept, "correct", known_device=False)
    assert not passwords.matches(kept, "Correct", known_device=False)
    assert not passwords.matches("not a hash", "correct", known_device=False)


def test_nobody_costs_the_same_work_as_somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []

    def counted(password_hash: str, password: str) -> bool:
        checked.append(password_hash)
        return True

    monkeypatch.setattr(passwords, "_verify", counted)
    assert not passwords.matches(None, "anything", known_device=False)
    assert len(checked) == 1


def test_strangers_at_their_door_do_not_stop_colleagues_at_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "PATIENCE_SECONDS", 0.01)
    kept = passwords.hashed("correct")
    with passwords._DOORS[False], pytest.raises(passwords.TooBusy):
        passwords.matches(kept, "correct", known_device=False)
    with passwords._DOORS[False]:
        assert passwords.matches(kept, "correct", known_device=True)


def test_the_real_hashes_are_as_strong_as_we_say() -> None:
    assert REAL_HASHER.hash("x").startswith("$argon2id$v=19$m=19456,t=2,p=1$")
