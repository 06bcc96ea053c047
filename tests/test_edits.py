"""Edits of a string: changed if and only if recorded, and nothing lost."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import edits_of
from newsclean.edits import Edit, applied, apply_edits, composed

TEXT = st.text("一二三，。ab ", max_size=30)


@st.composite
def text_and_edits(draw):
    text = draw(TEXT)
    return text, draw(edits_of(text, TEXT))


@given(text_and_edits())
def test_what_was_done_can_be_undone_from_the_record(case):
    text, edits = case
    edited, changes = apply_edits(text, edits, "stage")
    shift, restored = 0, edited
    for change in changes:
        start = change.start
        assert restored[start : start + len(change.after)] == change.after
        restored = restored[:start] + change.before + restored[start + len(change.after) :]
        shift += len(change.after) - len(change.before)
    assert restored == text
    assert len(edited) - len(text) == shift


@given(text_and_edits())
def test_changed_iff_recorded(case):
    text, edits = case
    edited, changes = apply_edits(text, edits)
    assert all(change.before != change.after for change in changes)
    if edited != text:
        assert changes


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(1, 3, "", "a"), Edit(2, 4, "", "b")],
        [Edit(2, 3, "", "a"), Edit(0, 1, "", "b")],
        [Edit(0, 9, "", "a")],
        [Edit(3, 2, "", "a")],
    ],
)
def test_edits_that_overlap_or_lie_outside_are_refused(edits):
    with pytest.raises(ValueError, match="overlaps, or lies outside"):
        apply_edits("一二三四五", edits)


@given(text_and_edits())
def test_the_text_alone_is_the_recorded_one(case):
    text, edits = case
    edited = apply_edits(text, edits)[0]
    assert applied(text, edits) == edited
    assert applied(text, [edit.trimmed(text[edit.start : edit.end]) for edit in edits]) == edited
    assert applied("…" + text, [edit.moved(1) for edit in edits]) == "…" + edited


@given(st.data(), text_and_edits(), st.sampled_from(["first", "second"]))
def test_composed_edits_do_what_both_did(data, case, named_after):
    text, first = case
    between = applied(text, first)
    second = [edit._replace(rule="other") for edit in data.draw(edits_of(between, TEXT))]
    both = composed(first, between, second, named_after=named_after)
    assert applied(text, both) == applied(between, second)
    assert all(a.end <= b.start for a, b in itertools.pairwise(both))


@pytest.mark.parametrize(("named_after", "rule"), [("first", "one"), ("second", "two")])
def test_an_edit_of_both_is_named_after_one_and_as_certain_as_the_less_certain(named_after, rule):
    first, second = [Edit(0, 2, "，", "one", certain=False)], [Edit(0, 2, "甲", "two")]
    assert composed(first, "，乙", second, named_after=named_after) == [Edit(0, 3, "甲", rule, certain=False)]
