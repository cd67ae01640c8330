"""The vocabulary of the trail: subject, colon, action. Search for a member to find where it is written."""

import enum


class Tag(enum.StrEnum):
    """What can happen that we must be able to account for."""

    DRAFT_FORGOTTEN = "draft:forgotten"  # unsent answers were wiped: they left the site, or the draft grew old
    RETURN_CODE_MADE = "return:code-made"  # somebody can come back to unsent answers with a code
    RETURN_OPENED = "return:opened"  # a browser holds a draft because its code was typed there
    RETURN_REFUSED = "return:refused"  # a code that opens nothing
    REFERRAL_RECEIVED = "referral:received"
    REFERRAL_AMENDED = "referral:amended"  # the same person sent again with changed answers
    REFERRAL_TRIAGED = "referral:triaged"  # the machine ordered it; nobody has judged it
    REFERRAL_READ = "referral:read"
    REFERRAL_CLAIMED = "referral:claimed"
    REFERRAL_RELEASED = "referral:released"
    REFERRAL_MOVED = "referral:moved"  # a clinician decided
    REFERRAL_TAKEN_OVER = "referral:taken-over"  # out of another clinician's hands, with a reason
    REFERRAL_LOWERED = "referral:lowered"  # a clinician made it less urgent, with a reason
    DECISION_RECORDED = "decision:recorded"
    DECISION_WAITS = "decision:waits"  # it takes a second clinician; nothing has changed yet
    DECISION_AGREED = "decision:agreed"
    DECISION_REFUSED = "decision:refused"  # the second clinician gave it back with a reason
    LETTER_WRITTEN = "letter:written"
    CONTACT_TRIED = "contact:tried"
    CLOCK_HALF_GONE = "clock:half-gone"  # half of an urgent clock is over and nobody has it in hand
    CASE_JOINED = "case:joined"  # a clinician put a voice beside others about the same person
    CASE_PARTED = "case:parted"
    CONTACT_DECIDED = "contact:decided"  # a clinician decided whether parents may be told
    COMPETENCE_RECORDED = "competence:recorded"
    HIT_MARKED = "hit:marked"  # a clinician said whether a phrase of the word lists was useful
    TASK_RAISED = "task:raised"  # something must be done by a time
    TASK_DONE = "task:done"
    CARE_OPENED = "care:opened"  # a clinician took somebody on: exactly one organisation is responsible from now on
    CARE_STEP = "care:step"  # something happened in somebody's care; the detail says what
    CARE_CLOSED = "care:closed"
    BREACH_FOUND = "breach:found"  # a limit passed with no contact
    BREACH_CODED = "breach:coded"  # somebody said why
    TICKET_MADE = "ticket:made"  # the way back after care has ended
    TICKET_USED = "ticket:used"
    TICKET_REFUSED = "ticket:refused"  # a code that opens nothing
    CASE_EXPORTED = "case:exported"  # everything about a case went out for another system
    MONTH_EXPORTED = "month:exported"  # a month's tables, one row for each person in them
    CARD_MADE = "card:made"  # a year's report card was counted, and waits for a person
    CARD_APPROVED = "card:approved"  # everybody may read it from now on
    STATUS_READ = "status:read"  # a person looked at their own referral
    STATUS_REFUSED = "status:refused"  # wrong reference or wrong secret
    STAFF_ADDED = "staff:added"
    STAFF_DISABLED = "staff:disabled"
    STAFF_SIGNED_IN = "staff:signed-in"
    STAFF_SIGNED_OUT = "staff:signed-out"
    STAFF_REFUSED = "staff:refused"  # a sign-in that failed
    STAFF_CHANGED = "staff:changed"  # a role, or where somebody belongs
    STAFF_REOPENED = "staff:reopened"
    STAFF_CONFIRMED = "staff:confirmed"  # a second factor given again, before something grave
    STAFF_STAYS_ENDED = "staff:stays-ended"
    FACTOR_ADDED = "factor:added"
    FACTOR_REMOVED = "factor:removed"
    FACTOR_RESET = "factor:reset"  # all of one person's, by an administrator
    RECOVERY_MADE = "recovery:made"
    RECOVERY_USED = "recovery:used"
    GLASS_BROKEN = "glass:broken"  # somebody opened a record they do not work on, and said why
    LOG_READ = "log:read"  # somebody looked at who looked
    LOG_EXPORTED = "log:exported"
    ACCESS_DENIED = "access:denied"  # a signed-in person asked for what their role may not have
    DIRECTORY_LOADED = "directory:loaded"
    PROBLEM_REPORTED = "problem:reported"  # a reader said that an entry of the directory is wrong
    PROBLEM_READ = "problem:read"
    PROBLEM_ANSWERED = "problem:answered"
    PROBLEM_CLOSED = "problem:closed"
    FEED_COMPARED = "feed:compared"  # somebody keeps a dry run to look through
    FEED_BROUGHT_IN = "feed:brought-in"
    FEED_RECORD_VANISHED = "feed:record-vanished"  # the feed no longer has it; the service stays
    FEED_RECORD_RETURNED = "feed:record-returned"
    ENTRY_PROPOSED = "entry:proposed"  # somebody would like an entry of the directory to say something else
    ENTRY_APPROVED = "entry:approved"  # a second person agreed to fields of a proposal
    ENTRY_REFUSED = "entry:refused"
    ENTRY_WITHDRAWN = "entry:withdrawn"
    ENTRY_TAKEN_OVER = "entry:taken-over"  # changed at once: a reviewed feed, or an operator's command
    ENTRY_CHECKED = "entry:checked"  # somebody says that all of it is true today
    ENTRY_REMINDED = "entry:reminded"  # its last check grows old
    ENTRIES_DOWNLOADED = "entries:downloaded"
    MESSAGE_TRIED_AGAIN = "message:tried-again"  # somebody sends a message again that had been given up
    DEMO_LOADED = "demo:loaded"
    DEMO_CLEARED = "demo:cleared"
