"""What each role may do. Pure: what is not in the table is not allowed."""

import enum


class Role(enum.StrEnum):
    """What somebody was taken on to do."""

    DUTY_CLINICIAN = "duty_clinician"
    SENIOR_DUTY_CLINICIAN = "senior_duty_clinician"
    TEAM_LEAD = "team_lead"
    ADMINISTRATOR = "administrator"
    CONTENT_EDITOR = "content_editor"
    DIRECTORY_EDITOR = "directory_editor"


class Permission(enum.Enum):
    """One thing that can be done here; the value says what it means."""

    BE_STAFF = "come in, see the first page, and sign out"
    SEE_QUEUE = "see who is waiting, with the reasons for their place"
    READ_REFERRAL = "read what somebody wrote; every reading is noted"
    SCREEN_REFERRAL = "take a referral in hand, and decide what happens next"


CLINICAL = frozenset(Permission)
ROLES: dict[Role, frozenset[Permission]] = {
    Role.DUTY_CLINICIAN: CLINICAL,
    Role.SENIOR_DUTY_CLINICIAN: CLINICAL,
    Role.TEAM_LEAD: CLINICAL,
    # Sees that the work is done, and never what anybody wrote.
    Role.ADMINISTRATOR: frozenset({Permission.BE_STAFF}),
    Role.CONTENT_EDITOR: frozenset({Permission.BE_STAFF}),
    Role.DIRECTORY_EDITOR: frozenset({Permission.BE_STAFF}),
}
ROLE_NAMES: dict[Role, str] = {
    Role.DUTY_CLINICIAN: "duty clinician",
    Role.SENIOR_DUTY_CLINICIAN: "senior duty clinician",
    Role.TEAM_LEAD: "team lead",
    Role.ADMINISTRATOR: "administrator",
    Role.CONTENT_EDITOR: "content editor",
    Role.DIRECTORY_EDITOR: "directory editor",
}


def may(role: Role, permission: Permission | None) -> bool:
    """Tell whether a role has a permission; no permission named means no."""
    return permission is not None and permission in ROLES.get(role, frozenset())
