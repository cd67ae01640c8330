"""The exact words that staff may say: when somebody answers, and after the tone. Pure.

Nothing here says what kind of service rings unless the person said that we may.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.notifications.leave import May, Way


@dataclass(frozen=True)
class Script:
    """What to say to the person, and to anybody else who answers."""

    to_them: str
    to_others: str


ASK_AGAIN = "“I'll try again another time. Thank you.” Say nothing else, whoever asks."
WITHOUT_CODE: Mapping[tuple[Way, May], Script] = {
    (Way.PHONE, May.OPENLY): Script(
        "“Hello, could I speak to {name}, please?” When it is them: “This is … from {service}. Is now a good time?”",
        ASK_AGAIN,
    ),
    (Way.PHONE, May.QUIETLY): Script(
        "“Hello, could I speak to {name}, please?” Only when it is them, and they can talk: say who you are.",
        ASK_AGAIN,
    ),
    (Way.PHONE, May.NOT): Script("Do not ring.", "Do not ring."),
    (Way.VOICEMAIL, May.OPENLY): Script(
        "“Hello {name}, this is … from {service}. You can ring us back when you like.”", "The same words, nothing more."
    ),
    (Way.VOICEMAIL, May.QUIETLY): Script(
        "“Hello {name}, it's … I'll ring again.” Your first name only: no service, no number, no reason.",
        "The same words, nothing more.",
    ),
    (Way.VOICEMAIL, May.NOT): Script("Leave no message. Hang up before the tone.", "Leave no message."),
}
WITH_CODE: Mapping[tuple[Way, May], Script] = {
    **WITHOUT_CODE,
    (Way.PHONE, May.OPENLY): Script(
        "“Hello, could I speak to {name}, please?” When it is them, say their code word first: “{code}.” Then: "
        "“This is … from {service}. Is now a good time?”",
        ASK_AGAIN + " Do not say the code word.",
    ),
    (Way.PHONE, May.QUIETLY): Script(
        "“Hello, could I speak to {name}, please?” When it is them, say only their code word: “{code}.” Say who you "
        "are when they say they can talk.",
        ASK_AGAIN + " Do not say the code word.",
    ),
}


def script(way: Way, may: May, *, name: str, service: str, code: str = "") -> Script:
    """Return what may be said on the phone or on voicemail; a code word is never left on a machine."""
    chosen = (WITH_CODE if code else WITHOUT_CODE)[way, may]
    said = {"name": name or "the person by the name they gave", "service": service, "code": code}
    return Script(chosen.to_them.format(**said), chosen.to_others.format(**said))
