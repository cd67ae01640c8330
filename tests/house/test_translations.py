"""Every sentence of the public pages has its translation, and no translation has lost anything on the way."""

import io
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import Catalog, Message, pofile
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.plurals import get_plural

from portal import languages
from portal.config import PROJECT

KEYWORDS = DEFAULT_KEYWORDS | {"_l": None, "lazy": None}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]")
OTHERS = [code for code in languages.LANGUAGES if code != languages.SOURCE]
PAGE = '{{ _("Call %(number)s", number=n) }} {{ ngettext("%(num)s day in %(month)s", "%(num)s days in %(month)s", 2) }}'
TABLE = 'A = _l("Yes")\nB = lazy("No")\nC = _("Thank you")\nD = other("Not a sentence")\n'
POLISH = """# Draft, machine-assisted.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

msgid "Yes"
msgstr "Tak"

msgid "No"
msgstr "Nie"

msgid "Thank you"
msgstr "Dziękujemy"

#, python-format
msgid "Call %(number)s"
msgstr "Zadzwoń: %(number)s"

#, python-format
msgid "%(num)s day in %(month)s"
msgid_plural "%(num)s days in %(month)s"
msgstr[0] "%(num)s dzień w %(month)s"
msgstr[1] "%(num)s dni w %(month)s"
msgstr[2] "%(num)s dni (wiele) w %(month)s"
"""


def extract(root: Path) -> Catalog:
    """Collect every sentence below a folder, by the project's own mappings."""
    mappings = tomllib.loads(PROJECT.joinpath("pyproject.toml").read_text("utf-8"))["tool"]["babel"]["mappings"]
    methods = [(each["pattern"], each["method"]) for each in mappings]
    options = {each["pattern"]: {k: v for k, v in each.items() if k not in {"pattern", "method"}} for each in mappings}
    said = Catalog()
    for file, line, message, _comments, context in extract_from_dir(str(root), methods, options, KEYWORDS):
        said.add(message, None, [(file, line)], context=context)
    return said


def read(text: str, code: str) -> Catalog:
    """Read a catalogue, its obsolete messages too. Raises PoFileError on one that is not sound."""
    return pofile.read_po(io.BytesIO(text.encode()), locale=code, abort_invalid=True)


def forms(message: Message) -> tuple[str, ...]:
    """Return all that is said for one message: one sentence, or one for each plural form."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def sources(message: Message) -> tuple[str, ...]:
    """Return the English of one message: one sentence, or the singular and the plural."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def faults(said: Catalog, translated: Catalog, code: str) -> Iterator[str]:
    """Find everything that a catalogue has missed, kept too long or lost."""
    if "draft" not in translated.header_comment.lower():
        yield "the header does not say that this is a draft"
    if translated.num_plurals != get_plural(code).num_plurals:
        yield f"{translated.num_plurals} plural forms"
    asked = {(message.id, message.context): message for message in said if message.id}
    held = {(message.id, message.context): message for message in translated if message.id}
    yield from (f"missing: {key[0]!r}" for key in asked.keys() - held.keys())
    yield from (f"obsolete: {key[0]!r}" for key in held.keys() - asked.keys())
    yield from (f"obsolete: {key!r}" for key in translated.obsolete)
    for message in held.values():
        yield from (f"{fault}: {message.id!r}" for fault in message_faults(message, translated.num_plurals))


def message_faults(message: Message, plurals: int) -> Iterator[str]:
    """Find what is wrong with one translated message."""
    if message.fuzzy:
        yield "fuzzy"
    if len(forms(message)) != (1 if isinstance(message.id, str) else plurals):
        yield "plural forms"
    if not all(form.strip() for form in forms(message)):
        yield "empty"
    for at, form in enumerate(forms(message)):
        # Only the form for one may leave the number out, where English does so too.
        allowed = [sources(message)[-1], *(sources(message)[:1] if at == 0 else ())]
        if form.strip() and named(form) not in [named(english) for english in allowed]:
            yield "placeholders"
        if speakable(sources(message)[-1]) and not speakable(form):
            yield "cannot be filled in"


def named(sentence: str) -> set[str]:
    """Return the names of what is filled in."""
    return set(PLACEHOLDER.findall(sentence))


def speakable(sentence: str) -> bool:
    """Tell whether a sentence can be filled in at all: templates fill in even those with nothing to fill."""
    try:
        return bool(sentence % dict.fromkeys(named(sentence), "") or True)
    except (TypeError, ValueError, KeyError):
        return False


@pytest.fixture(scope="module")
def said() -> Catalog:
    """Collect every sentence of the public pages."""
    return extract(PROJECT)


@pytest.fixture
def small(tmp_path: Path) -> Catalog:
    """Collect the sentences of a portal with one table and one page."""
    folder = tmp_path / "portal" / "room" / "templates" / "room"
    folder.mkdir(parents=True)
    (folder / "page.html").write_text(PAGE, "utf-8")
    (tmp_path / "portal" / "room" / "words.py").write_text(TABLE, "utf-8")
    return extract(tmp_path)


@pytest.mark.parametrize("code", OTHERS)
def test_every_sentence_is_translated_and_nothing_was_lost(said: Catalog, code: str) -> None:
    path = languages.TRANSLATIONS / code / "LC_MESSAGES" / "messages.po"
    assert path.exists(), f"nobody has translated anything into {languages.LANGUAGES[code].english_name} yet"
    assert sorted(faults(said, read(path.read_text("utf-8"), code), code)) == []
    assert languages.is_draft(code)


def test_sentences_of_tables_and_templates_are_found(said: Catalog) -> None:
    found = {message.id for message in said}
    assert {"Are you safe right now?", "Leave this site", "Get help now"} <= found
    assert len(found) > 300


def test_only_marked_sentences_are_collected(small: Catalog) -> None:
    days = ("%(num)s day in %(month)s", "%(num)s days in %(month)s")
    assert {message.id for message in small if message.id} == {"Yes", "No", "Thank you", "Call %(number)s", days}


def test_a_catalogue_that_has_everything_has_no_faults(small: Catalog) -> None:
    assert list(faults(small, read(POLISH, "pl"), "pl")) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('msgid "Yes"\nmsgstr "Tak"\n', "", "missing: 'Yes'"),
        ("Zadzwoń: %(number)s", "Zadzwoń", "placeholders: 'Call %(number)s'"),
        ("Zadzwoń: %(number)s", "Zadzwoń: %(numer)s", "placeholders: 'Call %(number)s'"),
        ("%(num)s dni w", "dni w", "placeholders: ("),
        ("Zadzwoń: %(number)s", "Zadzwoń na 100%: %(number)s", "cannot be filled in: 'Call %(number)s'"),
        ("Dziękujemy", "Dziękujemy na 100%", "cannot be filled in: 'Thank you'"),
        ('"Tak"', '""', "empty: 'Yes'"),
        ('"Tak"', '"  "', "empty: 'Yes'"),
        ('msgstr[2] "%(num)s dni (wiele) w %(month)s"\n', "", "empty: ("),
        ('msgid "Yes"', '#, fuzzy\nmsgid "Yes"', "fuzzy: 'Yes'"),
        ('msgid "Yes"', 'msgid "Maybe"\nmsgstr "Może"\n\nmsgid "Yes"', "obsolete: 'Maybe'"),
        ('msgid "Yes"', '#~ msgid "Maybe"\n#~ msgstr "Może"\n\nmsgid "Yes"', "obsolete: 'Maybe'"),
        ("# Draft, machine-assisted.", "# Polish.", "the header does not say that this is a draft"),
        ("nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)",
         "nplurals=4; plural=(n%4)", "4 plural forms"),
    ],
)  # fmt: skip
def test_every_planted_fault_is_found(small: Catalog, old: str, new: str, fault: str) -> None:
    assert POLISH.count(old) >= 1
    found = list(faults(small, read(POLISH.replace(old, new, 1), "pl"), "pl"))
    assert any(each.startswith(fault) for each in found), found


def test_one_plural_form_too_many_is_refused(small: Catalog) -> None:
    with pytest.raises(pofile.PoFileError):
        read(POLISH + 'msgstr[3] "%(num)s dni w %(month)s"\n', "pl")


def test_a_sentence_added_to_a_page_is_missed_at_once(small: Catalog) -> None:
    small.add("One more thing")
    assert list(faults(small, read(POLISH, "pl"), "pl")) == ["missing: 'One more thing'"]
