"""What is held about each voice: answers, the rules' word, history, decisions, letters, tasks, messages, readers."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from portal.accounts import glass
from portal.care import who_looked
from portal.feedback import kinds
from portal.feedback.models import Feedback
from portal.notifications import outbox
from portal.referrals import cases, facts, readings
from portal.referrals.case_models import CompetenceRecord, ContactDecision, HitMark, Letter, Task
from portal.referrals.models import Referral, TriageResult
from portal.screening import answers, messages, side_by_side, words
from portal.screening.models import ContactAttempt, ScreeningDecision
from portal.screening.outcomes import OUTCOMES, TELLABLE
from portal.taking_out.held import Held
from portal.taking_out.models import RecordTaken
from portal.taking_out.record import Entry, entry

REPEATED, REPEATED_FLAG = "repeat_7d", "repeat_contact"
"""What the rules call a second contact about the same child within a week: it may have been another voice's."""


def accounts(held: Held) -> Iterator[Entry]:
    """Every answer of every sending, in words."""
    for voice in held.voices:
        title = side_by_side.title(voice)
        first = [("Reference", voice.reference), ("Language", words.language(voice.language))]
        yield _sending(f"{title}: what was sent", voice, voice.received_at, voice.answers, first)
        for row in voice.amendments:
            yield _sending(f"{title}: wrote more", voice, row.at, row.answers, [])


def _sending(
    what: str, voice: Referral, at: datetime, given: facts.Answers | None, first: Sequence[tuple[str, str]]
) -> Entry:
    """Write one sending: each question as it was put to them, with what they said."""
    asked = answers.asked_of(voice.voice, facts.together(voice.versions))
    said = [(one.label, "".join(piece.text for piece in one.pieces)) for one in answers.plain(asked, given or {})]
    return entry(what, at, words.voice(voice.voice.value).lower(), [*first, *said], voice.language)


def rules(held: Held) -> Iterator[Entry]:
    """Every run of the rules, with each reason and the answers that gave it."""
    for voice in held.voices:
        for row in voice.triages:
            yield entry(side_by_side.title(voice), row.at, said=_outcome(held, voice, row))


def _outcome(held: Held, voice: Referral, row: TriageResult) -> Iterator[tuple[str, str]]:
    """Say what one run found. What another contact about the same child has caused is told only of the whole case."""
    found, asked = row.outcome or {}, answers.asked_of(voice.voice, facts.together(voice.versions))
    rules, flags = found.get("rules", ()), found.get("flags", ())
    apart = [] if held.whole else [rule for rule in rules if REPEATED in rule["because"]]
    yield "Rules", f"{row.ruleset_id} {row.ruleset_version}, {row.ruleset_status.replace('_', ' ')}"
    yield "How soon, at least", held.soon(voice.told_band if apart else row.band)
    for rule in (each for each in rules if each not in apart):
        because = "; ".join(
            f"{answers.question(asked, name)} {answers.said_in_words(asked, name, value)}"
            for name, value in rule["because"].items()
        )
        yield f"Reason {rule['id']}", f"{rule['reason']} ({because})" if because else rule["reason"]
    yield "To think of", ", ".join(words.flag(name) for name in flags if held.whole or name != REPEATED_FLAG)
    yield "THRIVE, a suggestion to discuss", ", ".join(map(words.thrive, found.get("thrive", ())))


def history(held: Held) -> Iterator[Entry]:
    """Every move with its reason, and every joining and parting, if no voice is left out."""
    for voice in held.voices:
        title = side_by_side.title(voice)
        for move in voice.history:
            said = [("Whose referral", title), ("Why", move.rationale), ("Next step, which they read", move.next_step)]
            who = held.by(move.author_id, words.voice(voice.voice.value).lower())
            yield entry(words.MOVES[move.move], move.at, who, said)
    for change in cases.changes(held.session, held.case_id) if held.whole else ():
        yield entry(words.CHANGES[change.change], change.at, held.by(change.author_id), [("Why", change.reason)])


def decisions(held: Held) -> Iterator[Entry]:
    """Every decision with why, who was told, and the second clinician's word."""
    for row in held.rows(ScreeningDecision):
        told = row.told or {}
        # What another voice said may have raised it before.
        changed = held.whole and row.band_before != row.band_after
        bands = f"{held.soon(row.band_before)}, then {held.soon(row.band_after).lower()}"
        said = [
            ("State", words.STATES[row.state]),
            ("Why", row.rationale),
            ("Next step, which they read", row.next_step),
            ("How soon", bands if changed else ""),
            ("Why it is less urgent", row.why_lower),
            ("Partner", held.organization(row.partner_id) if row.partner_id else ""),
            ("Story for the partner", row.story),
            ("Who was told", ", ".join(TELLABLE.get(who, who) for who in told.get("who", ()))),
            ("How they were told", told.get("note")),
            ("How they are known to agree", told.get("agreed")),
            ("Second clinician", held.by(row.second_id, "")),
            ("The second clinician's reason", row.second_reason),
        ]
        yield entry(OUTCOMES[row.outcome].label, row.at, held.by(row.author_id), said)


def contact(held: Held) -> Iterator[Entry]:
    """What clinicians decided about telling parents, found about competence, and said of marked phrases."""
    for told in held.rows(ContactDecision):
        said = [
            ("Parents may be told", "yes" if told.may_tell_parents else "no"),
            ("Their newest answers about contact count", "yes" if told.newest_counts else "no"),
            ("Why", told.reason),
        ]
        yield entry("Decided about contact", told.at, held.by(told.author_id), said)
    for found in held.rows(CompetenceRecord):
        about = f"Competence for {words.MATTERS[found.matter]}: {words.FINDINGS[found.finding].lower()}"
        yield entry(about, found.at, held.by(found.author_id), [("Why", found.reasons)])
    for mark in held.rows(HitMark):
        useful = "useful" if mark.useful else "not useful"
        said = [("Phrase", str((mark.hit or {}).get("words", "")))]
        yield entry(f"A phrase of the word lists was called {useful}", mark.at, held.by(mark.author_id), said)


def tries(held: Held) -> Iterator[Entry]:
    """Every try to reach somebody."""
    for row in held.rows(ContactAttempt):
        what = f"{words.TRIED.get(row.to, row.to)}, {words.WAYS[row.way].lower()}"
        said = [("Reached", "yes" if row.reached else "no"), ("What happened", row.note)]
        yield entry(what, row.at, held.by(row.author_id), said)


def letters(held: Held) -> Iterator[Entry]:
    """Every letter as it was written."""
    for row in held.rows(Letter):
        said = [
            (part["heading"], "\n\n".join(each["text"] for each in part["paragraphs"]))
            for part in (row.text or {}).get("parts", ())
        ]
        yield entry("Letter", row.at, said=said, language=row.language)


def tasks(held: Held) -> Iterator[Entry]:
    """Everything that had or has to be done."""
    for row in held.rows(Task):
        came = row.outcome or {}
        said = [
            ("Due", held.when(row.due_at)),
            ("Done", f"{held.when(row.done_at)}, {held.by(row.done_by)}" if row.done_at else "not yet"),
            ("When somebody was told or asked", came.get("contacted")),
            ("By whom", came.get("by")),
            ("What came of it", came.get("outcome")),
        ]
        yield entry(words.DUTIES[row.kind], row.opened_at, said=said)


def told(held: Held) -> Iterator[Entry]:
    """Every message: what it was about, to whom, by which way, and whether it left; never an address."""
    for one in messages.said(outbox.about(held.session, held.ids)):
        said = [("To", one.to), ("By", one.way), ("State", one.state), ("Sent", held.when(one.sent)), ("Why", one.why)]
        yield entry(one.about, one.written, said=said)


def feedback(held: Held) -> Iterator[Entry]:
    """What somebody said of the help they had, where they let it stand beside their request."""
    for row in held.rows(Feedback):
        asked = (
            ("Felt listened to", row.listened),
            ("Got what they needed", row.needed),
            ("Would come back", row.again),
        )
        felt = [(question, kinds.STAFF_FELT[answer]) for question, answer in asked if answer]
        stage = kinds.STAFF_STAGES[row.stage] if row.stage else "What they said of the help"
        yield entry(stage, row.received_at, said=[*felt, ("In their words", row.words)], language=row.language)


def looked(held: Held) -> Iterator[Entry]:
    """Who looked, by role and day; who broke the glass, and why; what was taken out before."""
    looks = (
        (look.day, f"{look.who} looked")
        for voice in held.voices
        for look in who_looked.told(readings.of(held.session, voice.id), voice.voice)
        if not look.is_glass
    )
    for day, what in dict.fromkeys(looks):
        yield entry(what, day)
    for voice in held.voices:
        for broken in glass.broken(held.session, voice.id):
            said = [("Why", broken.reason)]
            yield entry("Somebody who does not work on it opened it for an hour", broken.at, said=said)
    for row in held.rows(RecordTaken):
        # Why it was taken out before may name a voice that stays out of this file.
        yield entry("It was taken out as a file", row.at, said=[("Why", (row.said or {}).get("why"))] * held.whole)
