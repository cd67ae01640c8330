"""Where words somebody wrote may be read, and by whom. Whatever is not in this table is a leak."""

from typing import NamedTuple

OWN, THEIRS, OURS = "own", "theirs", "ours"


class Place(NamedTuple):
    """One kind of page that may show words."""

    rule: str
    reader: str
    whose: str
    why: str
    when: int = 200
    """The status of the answer: what somebody typed comes back only with what is wrong with it."""


WRITERS = ("young-person", "parent-carer", "professional", "advice", "friend")
PAGE_BY_PAGE = ("young-person", "parent-carer", "friend")
TOLD_BACK = WRITERS[:4]
"""A friend is given no second secret, and so has no page."""
TOLD_MORE = ("young-person", "parent-carer", "advice")
"""To whom the clinician of this day writes; what is accepted needs no words, and a friend is told nothing back."""
SHOWN = (
    *(Place("/refer/<who>/<page>", each, OWN, "a question with what they answered") for each in PAGE_BY_PAGE),
    Place("/refer/<who>/<page>", "young-person", OWN, "what could not be kept, to copy", 500),
    *(Place("/refer/<who>/check", each, OWN, "their answers, before they send them") for each in WRITERS),
    Place("/refer/professional/form", "professional", OWN, "the long page, with what was saved"),
    *(
        Place("/refer/resume", each, OWN, "what they typed where a code belongs", 422)
        for each in WRITERS
        if each != "advice"
    ),
    *(Place("/my-referral", each, OWN, "what they typed where the two secrets belong", 422) for each in WRITERS),
    *(Place("/my-referral", each, OURS, "the next step that a clinician wrote for them") for each in TOLD_MORE),
    *(
        Place("/my-referral/<name>", each, OWN, "what they typed, when something has to be put right", 422)
        for each in TOLD_BACK
    ),
    *(
        Place("/my-referral/how-are-you", each, OWN, "what they typed, when something has to be put right", 422)
        for each in TOLD_BACK
    ),
    *(Place("/my-referral/come-back", each, OWN, "what they typed where a code belongs", 422) for each in TOLD_BACK),
    Place("/problem", "reader", OWN, "what they typed where a reference belongs", 422),
    *(
        Place(rule, "reader", OWN, "what they typed, when something has to be put right", 422)
        for rule in ("/feedback", "/feedback/about/<slug>", "/feedback/panel", "/feedback/panel/leave")
    ),
    Place("/training/sign-up/<slug>", "reader", OWN, "what they typed, when something has to be put right", 422),
    Place("/services", "reader", OWN, "what they searched for"),
    Place("/named-contacts", "reader", OWN, "what they searched for"),
    Place("/find-help", "reader", OWN, "answers that travel from page to page, and are kept nowhere"),
    Place("/find-help", "reader", OWN, "what they typed where a town belongs", 422),
    Place("/passport", "young-person", OWN, "their plan, when something has to be put right", 422),
    Place("/passport/mine", "young-person", OWN, "their plan, opened with their own code"),
    Place("/passport/mine", "young-person", OWN, "what they typed where a code belongs", 422),
    Place("/staff/passport", "staff", "young-person", "the plan that they show by its code"),
    Place("/staff/passport", "staff", OWN, "what was typed where a code belongs", 422),
    Place("/staff/sign-in", "staff", OWN, "the address they typed", 403),
    Place("/staff/queue", "staff", THEIRS, "what makes it easier for them: whoever takes it in hand must see it first"),
    Place("/staff/referrals/<uuid:referral_id>", "staff", THEIRS, "the record: all that was said of one case"),
    Place("/staff/referrals/<uuid:referral_id>", "staff", OWN, "what clinicians have recorded"),
    Place("/staff/referrals/<uuid:referral_id>/decide", "staff", OWN, "a decision that came too late, to copy", 409),
    Place("/staff/referrals/<uuid:referral_id>/decide", "staff", OWN, "the letter that a decision would write"),
    Place("/staff/referrals/<uuid:referral_id>/decide", "staff", THEIRS, "what they need to read that letter"),
    Place("/staff/second-opinions/<uuid:decision_id>", "staff", OWN, "what the second clinician must agree to"),
    Place("/staff/second-opinions/<uuid:decision_id>", "staff", "young-person", "their words, beside the decision"),
    Place("/staff/referrals/<uuid:referral_id>/letters/<uuid:letter_id>", "staff", OWN, "the letter as it was written"),
    Place("/staff/referrals/<uuid:referral_id>/letters/<uuid:letter_id>", "staff", THEIRS, "what they need to read it"),
    Place("/staff/referrals/<uuid:referral_id>/care", "staff", OWN, "what happened in their care"),
    Place("/staff/referrals/<uuid:referral_id>/care", "staff", "professional", "how to reach them, what they need"),
    Place("/staff/referrals/<uuid:referral_id>/take-out", "staff", OWN, "why it is taken out, to put right", 422),
    Place("/staff/referrals/<uuid:referral_id>/take-out", "staff", THEIRS, "the file: all that is held about one case"),
    Place("/staff/referrals/<uuid:referral_id>/take-out", "staff", OWN, "the file: what clinicians have recorded"),
    Place("/staff/directory/problems/<uuid:report_id>", "staff", "reader", "what a reader said is wrong"),
    Place("/staff/feedback/<uuid:feedback_id>", "staff", "reader", "what somebody said of a page"),
    Place("/staff/training/<uuid:event_id>/people", "staff", "reader", "who is coming to training, and what they need"),
    Place("/staff/feedback/panel", "staff", "reader", "how to reach who would like to help to decide"),
)
"""OWN: the reader's own words. OURS: a clinician's. THEIRS: those of the voices of the one case that was opened."""
FOR_THEM = frozenset({"ask", "next_step", "advice", "instead", "way_back"})
"""What a clinician writes to be read by whom it is about; every other box of the desk is for staff alone."""
ADDRESSES = {
    "/services": "a search is an address, so that it can be shared and works without scripts",
    "/named-contacts": "as above: a school or practice by its name",
}
"""Where an address holds words: those that its reader typed, and nobody else's."""
