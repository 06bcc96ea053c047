"""Rounds of edits told as one list do the same."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from newsclean.edits import Edit
from newsclean.mojibake.edits import applied, composed


@st.composite
def edits_of(draw, text, rule):
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = zip(places[::2], places[1::2], strict=False)
    found = []
    for start, end in pairs:
        if found and start <= found[-1].end:
            continue
        found.append(Edit(start, end, draw(st.text("xyz", max_size=3)), rule))
    return found


@given(st.data(), st.text("abcdef", max_size=12))
def test_composed_edits_do_what_both_did(data, text):
    first = data.draw(edits_of(text, "one"))
    middle = applied(text, first)
    second = data.draw(edits_of(middle, "two"))
    both = composed(text, first, second)
    assert applied(text, both) == applied(middle, second)
    assert all(a.end <= b.start for a, b in itertools.pairwise(both))
