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
    CASE_JOINED = "case:joined"  # a clinician put a voice beside others about the same person
    CASE_PARTED = "case:parted"
    CONTACT_DECIDED = "contact:decided"  # a clinician decided whether parents may be told
    COMPETENCE_RECORDED = "competence:recorded"
    HIT_MARKED = "hit:marked"  # a clinician said whether a phrase of the word lists was useful
    TASK_RAISED = "task:raised"  # something must be done by a time
    TASK_DONE = "task:done"
    STATUS_READ = "status:read"  # a person looked at their own referral
    STATUS_REFUSED = "status:refused"  # wrong reference or wrong secret
    STAFF_ADDED = "staff:added"
    STAFF_DISABLED = "staff:disabled"
    STAFF_SIGNED_IN = "staff:signed-in"
    STAFF_SIGNED_OUT = "staff:signed-out"
    STAFF_REFUSED = "staff:refused"  # a sign-in that failed
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
