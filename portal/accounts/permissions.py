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
    SERVICE_PARTNER = "service_partner"


class Permission(enum.Enum):
    """One thing that can be done here; the value says what it means."""

    BE_STAFF = "come in, see the first page, and sign out"
    SEE_QUEUE = "see who is waiting, with the reasons for their place"
    READ_REFERRAL = "read what somebody wrote; every reading is noted"
    SCREEN_REFERRAL = "take a referral in hand, and decide what happens next"
    EDIT_SERVICES = "see every entry of the directory, and propose changes to it"
    EDIT_OWN_SERVICES = "see the entries of one's own organisation, and propose changes to them"
    APPROVE_CHANGES = "approve or refuse changes to the directory that somebody else proposed"
    BRING_IN_FEEDS = "compare a feed from elsewhere with the directory, and take over what is right"
    SEE_MESSAGES = "see which messages have not left, and send them again"
    ANSWER_REPORTS = "answer people who say that something in the directory is wrong"


CLINICAL = frozenset({Permission.BE_STAFF, Permission.SEE_QUEUE, Permission.READ_REFERRAL, Permission.SCREEN_REFERRAL})
DIRECTORY = frozenset(
    {
        Permission.BE_STAFF,
        Permission.EDIT_SERVICES,
        Permission.EDIT_OWN_SERVICES,
        Permission.APPROVE_CHANGES,
        Permission.BRING_IN_FEEDS,
        Permission.ANSWER_REPORTS,
    }
)
ROLES: dict[Role, frozenset[Permission]] = {
    Role.DUTY_CLINICIAN: CLINICAL,
    Role.SENIOR_DUTY_CLINICIAN: CLINICAL,
    Role.TEAM_LEAD: CLINICAL | {Permission.SEE_MESSAGES},
    # Sees that the work is done, and never what anybody wrote.
    Role.ADMINISTRATOR: frozenset({Permission.BE_STAFF, Permission.SEE_MESSAGES}),
    Role.CONTENT_EDITOR: frozenset({Permission.BE_STAFF}),
    Role.DIRECTORY_EDITOR: DIRECTORY,
    # Somebody of a service outside: never another organisation's entries, never anything about a person.
    Role.SERVICE_PARTNER: frozenset({Permission.BE_STAFF, Permission.EDIT_OWN_SERVICES}),
}
ROLE_NAMES: dict[Role, str] = {
    Role.DUTY_CLINICIAN: "duty clinician",
    Role.SENIOR_DUTY_CLINICIAN: "senior duty clinician",
    Role.TEAM_LEAD: "team lead",
    Role.ADMINISTRATOR: "administrator",
    Role.CONTENT_EDITOR: "content editor",
    Role.DIRECTORY_EDITOR: "directory editor",
    Role.SERVICE_PARTNER: "service partner",
}


def may(role: Role, permission: Permission | None) -> bool:
    """Tell whether a role has a permission; no permission named means no."""
    return permission is not None and permission in ROLES.get(role, frozenset())
