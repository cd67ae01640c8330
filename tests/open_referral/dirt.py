"""Objects that look like what we hold and are wrong in every way: for rules that say never and always."""

from typing import Any

from hypothesis import strategies as st

from portal.open_referral import shapes

OWN = "0a342da2-9afa-5b11-8e72-1caaa0e129cb"
OTHER = "519b3065-f894-52a7-9667-ca2570533a98"
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from([OWN, OTHER, "active", "WEEKLY", "physical", "2026-11-01", "a@example.org", "https://example.org"]),
)


def objects(shape: str, depth: int = 3) -> st.SearchStrategy[dict[str, Any]]:
    """Make objects that look like a shape and are wrong in every way."""
    keys = {}
    for name, each in shapes.SHAPES[shape].items():
        inner = objects(each.shape, depth - 1) if each.shape and depth else LEAVES
        junk = st.lists(LEAVES, max_size=3) | st.dictionaries(st.text(max_size=3), LEAVES, max_size=2)
        right = st.lists(inner, max_size=2) if each.many else inner
        keys[name] = st.one_of(right, right, LEAVES, junk)
    own = {"id": st.just(OWN)} if "id" in keys else {}
    return st.fixed_dictionaries(own, optional={name: each for name, each in keys.items() if name not in own})
