"""What each role may do. Pure: what is not in the table is not allowed."""

import enum


class Role(enum.StrEnum):
    """What somebody was taken on to do."""

    DUTY_CLINICIAN = "duty_clinician"
    SENIOR_DUTY_CLINICIAN = "senior_duty_clinician"
    TEAM_LEAD = "team_lead"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    SERVICE_PARTNER = "service_partner"
    SCHOOL_OR_GP_CONTACT = "school_or_gp_contact"
    DIRECTORY_EDITOR = "directory_editor"
    CONTENT_EDITOR = "content_editor"
    COMMISSIONER = "commissioner"
    ADMINISTRATOR = "administrator"


class Permission(enum.Enum):
    """One thing that can be done here; the value says what it means."""

    BE_STAFF = "come in, see the first page and one's own account, and sign out"
    SEE_QUEUE = "see who is waiting, with the reasons for their place"
    SEE_TRACKING = "see everybody who waits, on one list"
    READ_REFERRAL = "read what somebody wrote; every reading is noted"
    OPEN_PASSPORT = "read the page for a hard time that somebody shows by its code; every opening is noted"
    SCREEN_REFERRAL = "take a referral in hand, and decide what happens next"
    WORK_CASES = "work on any case after screening: contacts, appointments, handing over"
    WORK_OWN_CASES = "work on the cases that one's own organisation looks after"
    SECOND_OPINION = "agree, as the second clinician, to what takes two"
    SEE_BREACHES = "see which clocks ran out, and say why"
    BREAK_GLASS = "open one record one does not work on, with a reason, for an hour"
    EXPORT_RECORDS = "take records out of here, after a fresh second factor"
    SEE_MESSAGES = "see which messages have not left, and send them again"
    READ_ACCESS_LOG = "see who looked at whose record"
    SEE_PEOPLE = "see who works here and who did"
    MANAGE_PEOPLE = "take people on, close accounts, and reset second factors"
    EDIT_SERVICES = "see every entry of the directory, and propose changes to it"
    EDIT_OWN_SERVICES = "see the entries of one's own organisation, and propose changes to them"
    APPROVE_CHANGES = "approve or refuse changes to the directory that somebody else proposed"
    BRING_IN_FEEDS = "compare a feed from elsewhere with the directory, and take over what is right"
    SEE_SCORECARD = "see what the records add up to: the whole area's sums, or one's own organisation's figures"
    SEE_SMALL_FIGURES = "see every figure of the scorecard, also of a few people"
    SEE_FAIRNESS = "compare how groups of people wait, and try out what more room would do"
    ANSWER_REPORTS = "answer people who say that something in the directory is wrong"
    APPROVE_REPORT_CARD = "read the year's report card before anybody else, and let everybody read it"
    READ_FEEDBACK = "read what people say of pages and of their help, say what was done about it, and ask the panel"
    RUN_TRAINING = "make, change and cancel training, see who is coming, and mark who was there"
    APPROVE_WAITS = "see the figures of waits that nobody has read yet, and let everybody read them or take them back"
    SEE_CONTENT = "see how far the pages and labels of each language are, and what is out of date"


READING = frozenset(
    {
        Permission.BE_STAFF,
        Permission.SEE_QUEUE,
        Permission.SEE_TRACKING,
        Permission.READ_REFERRAL,
        Permission.OPEN_PASSPORT,
    }
)
CLINICAL = READING | {Permission.SCREEN_REFERRAL, Permission.WORK_CASES, Permission.WORK_OWN_CASES}
SENIOR = frozenset({Permission.SECOND_OPINION, Permission.SEE_BREACHES})
LEADING = frozenset({Permission.SEE_SCORECARD, Permission.SEE_SMALL_FIGURES, Permission.SEE_FAIRNESS})
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
    Role.SENIOR_DUTY_CLINICIAN: CLINICAL | SENIOR,
    Role.TEAM_LEAD: CLINICAL
    | SENIOR
    | LEADING
    | {
        Permission.EXPORT_RECORDS,
        Permission.READ_ACCESS_LOG,
        Permission.SEE_MESSAGES,
        Permission.SEE_PEOPLE,
        Permission.APPROVE_REPORT_CARD,
        Permission.APPROVE_WAITS,
        Permission.READ_FEEDBACK,
        Permission.RUN_TRAINING,
        Permission.SEE_CONTENT,
    },
    # Reads and agrees, and leaves the case with whoever works on it.
    Role.SAFEGUARDING_LEAD: READING
    | SENIOR
    | LEADING
    | {Permission.EXPORT_RECORDS, Permission.READ_ACCESS_LOG, Permission.SEE_CONTENT},
    # Somebody of a service outside: never another organisation's entries or cases. When a young person of somebody
    # else's stands at their door in danger, the glass can be broken, and the safeguarding desk hears of it.
    Role.SERVICE_PARTNER: frozenset(
        {
            Permission.BE_STAFF,
            Permission.EDIT_OWN_SERVICES,
            Permission.WORK_OWN_CASES,
            Permission.BREAK_GLASS,
            Permission.SEE_SCORECARD,
            Permission.OPEN_PASSPORT,
        }
    ),
    # Hears about a referral by letter, never by looking into it.
    Role.SCHOOL_OR_GP_CONTACT: frozenset({Permission.BE_STAFF}),
    Role.DIRECTORY_EDITOR: DIRECTORY,
    Role.CONTENT_EDITOR: frozenset(
        {Permission.BE_STAFF, Permission.READ_FEEDBACK, Permission.RUN_TRAINING, Permission.SEE_CONTENT}
    ),
    # Sees numbers, never a person: small ones are hidden. Whoever pays may publish waits too: not only those whose
    # waits they are.
    Role.COMMISSIONER: frozenset(
        {
            Permission.BE_STAFF,
            Permission.APPROVE_WAITS,
            Permission.APPROVE_REPORT_CARD,
            Permission.SEE_SCORECARD,
            Permission.SEE_FAIRNESS,
        }
    ),
    # Sees that the work is done, and what anybody wrote only behind broken glass.
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.BE_STAFF,
            Permission.BREAK_GLASS,
            Permission.SEE_MESSAGES,
            Permission.READ_ACCESS_LOG,
            Permission.SEE_PEOPLE,
            Permission.MANAGE_PEOPLE,
            Permission.SEE_CONTENT,
        }
    ),
}
ROLE_NAMES: dict[Role, str] = {
    Role.DUTY_CLINICIAN: "duty clinician",
    Role.SENIOR_DUTY_CLINICIAN: "senior duty clinician",
    Role.TEAM_LEAD: "team lead",
    Role.SAFEGUARDING_LEAD: "safeguarding lead",
    Role.SERVICE_PARTNER: "service partner",
    Role.SCHOOL_OR_GP_CONTACT: "school or GP contact",
    Role.DIRECTORY_EDITOR: "directory editor",
    Role.CONTENT_EDITOR: "content editor",
    Role.COMMISSIONER: "commissioner",
    Role.ADMINISTRATOR: "administrator",
}
OF_AN_ORGANIZATION = frozenset({Role.SERVICE_PARTNER, Role.SCHOOL_OR_GP_CONTACT})
"""Roles of people from outside: each belongs to the organisation it was taken on for."""


def may(role: Role, permission: Permission | None) -> bool:
    """Tell whether a role has a permission; no permission named means no."""
    return permission is not None and permission in ROLES.get(role, frozenset())
