from portal.accounts.permissions import ROLE_NAMES, ROLES, Permission, Role, may


def holders(permission: Permission) -> set[Role]:
    return {role for role in Role if may(role, permission)}


def test_every_role_is_in_the_tables() -> None:
    assert set(ROLES) == set(Role) == set(ROLE_NAMES)


def test_every_permission_says_in_one_line_what_it_means_and_somebody_has_it() -> None:
    for permission in Permission:
        assert 10 < len(permission.value) < 100
        assert holders(permission)


def test_what_is_not_named_is_not_allowed() -> None:
    assert not any(may(role, None) for role in Role)


def test_only_clinicians_their_leads_and_the_safeguarding_lead_read_what_somebody_wrote() -> None:
    clinicians = {Role.DUTY_CLINICIAN, Role.SENIOR_DUTY_CLINICIAN, Role.TEAM_LEAD}
    assert holders(Permission.READ_REFERRAL) == clinicians | {Role.SAFEGUARDING_LEAD}
    assert holders(Permission.SCREEN_REFERRAL) == holders(Permission.WORK_CASES) == clinicians


def test_nobody_who_pays_or_writes_pages_ever_gets_near_a_record() -> None:
    near = {Permission.READ_REFERRAL, Permission.BREAK_GLASS, Permission.SEE_QUEUE, Permission.SEE_TRACKING}
    for role in (Role.COMMISSIONER, Role.CONTENT_EDITOR, Role.DIRECTORY_EDITOR, Role.SCHOOL_OR_GP_CONTACT):
        assert not near & ROLES[role]


def test_who_may_read_has_no_glass_to_break() -> None:
    assert not holders(Permission.READ_REFERRAL) & holders(Permission.BREAK_GLASS)
