"""Addresses with one thing said otherwise: the same as building each from the search itself."""

from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from portal.directory.links import Links, pair

ORDER = ("q", "need", "mode", "age", "near", "within")
PAIRS = st.lists(
    st.tuples(st.sampled_from(ORDER), st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=8)),
    max_size=8,
    unique=True,
).map(lambda said: sorted(said, key=lambda each: ORDER.index(each[0])))


def read(address: bytes) -> list[tuple[str, str]]:
    text = address.decode()
    assert not set(text) & set("\"'<>")
    return parse_qsl(urlsplit(text.replace("&amp;", "&")).query, keep_blank_values=True)


@given(PAIRS, st.sampled_from(ORDER), st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=8))
def test_one_thing_is_said_otherwise_or_besides(said: list[tuple[str, str]], name: str, value: str) -> None:
    links, at = Links(b"/services", ORDER, said), ORDER.index(name)
    before = [each for each in said if ORDER.index(each[0]) < at]
    own, after = [each for each in said if each[0] == name], [each for each in said if ORDER.index(each[0]) > at]
    start, rest = links.around(name)
    assert read(start + pair(name, value) + rest) == [*before, (name, value), *after]
    start, rest = links.around(name, keep=True)
    assert read(start + pair(name, value) + rest) == [*before, *own, (name, value), *after]
    assert read(links.without(name)) == before + after
    assert links.ends_with(name) is not bool(after)
    for each in own:
        assert sorted(read(links.without(*each))) == sorted(set(said) - {each})


def test_a_search_that_says_nothing_has_the_directorys_own_address() -> None:
    assert Links(b"/ur/services", ORDER, [("q", "a")]).without("q") == b"/ur/services"


def test_a_distance_goes_with_its_place() -> None:
    links = Links(b"/services", ORDER, [("q", "a"), ("near", "QX1"), ("within", "5")])
    assert links.without("near", also="within") == b"/services?q=a"
