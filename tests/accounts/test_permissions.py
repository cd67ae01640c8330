from portal.accounts.permissions import ROLE_NAMES, ROLES, Permission, Role, may


def test_every_role_is_in_the_tables() -> None:
    assert set(ROLES) == set(Role) == set(ROLE_NAMES)


def test_every_permission_says_in_one_line_what_it_means_and_somebody_has_it() -> None:
    for permission in Permission:
        assert 10 < len(permission.value) < 100
        assert any(may(role, permission) for role in Role)


def test_what_is_not_named_is_not_allowed() -> None:
    assert not any(may(role, None) for role in Role)


def test_only_clinicians_and_their_leads_read_what_somebody_wrote() -> None:
    readers = {role for role in Role if may(role, Permission.READ_REFERRAL)}
    assert readers == {Role.DUTY_CLINICIAN, Role.SENIOR_DUTY_CLINICIAN, Role.TEAM_LEAD}
