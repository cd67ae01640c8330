"""What a half-filled form says already: only what has been asked counts as left open."""

from portal.referrals import facts
from portal.referrals.forms import form_for
from portal.referrals.placing import EARLIER
from portal.referrals.voices import Voice
from portal.triage.outcome import Band


def urgent(voice: Voice, answers: facts.Answers, language: str, judgement: facts.Judgement) -> set[str]:
    """Return which rules say, on what has been asked so far, that this cannot wait."""
    pages = (form_for(voice, page, answers) for page in answers if page != EARLIER)
    asked = {name for page in pages for name in page._fields if name != "csrf_token"}
    outcome = facts.judge_so_far(answers, language, asked | set(answers.get(EARLIER, ())), judgement)
    return {rule.id for rule in outcome.rules if rule.raise_to.rank <= Band.U48.rank}
