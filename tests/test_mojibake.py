"""Text decoded wrongly comes back, text that only looks like it stays, and the record says what was done."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefile import load
from growth import is_linear
from newsclean import repair_mojibake
from newsclean.document import Document
from newsclean.edits import Edit, apply_edits
from newsclean.mojibake.beam import Beam
from newsclean.mojibake.candidates import ByteSets, repertoire
from newsclean.mojibake.channels import Cell, search
from newsclean.mojibake.damage import without_half_done
from newsclean.mojibake.decomposed import recomposed
from newsclean.mojibake.evidence import MARKS, Channel, Evidence
from newsclean.mojibake.exact import exact
from newsclean.mojibake.kinds import kinds, seldom, shifts
from newsclean.mojibake.layouts import HIGH, PRINTABLE, Layout
from newsclean.mojibake.losses import Refused, warn_of
from newsclean.mojibake.punctuation import fits
from newsclean.mojibake.readers import reader
from newsclean.mojibake.regions import Region
from newsclean.mojibake.repair import find_repairs
from newsclean.mojibake.screening import Guess
from newsclean.mojibake.searching import holes, searched
from newsclean.mojibake.slips import vanishing
from newsclean.mojibake.trials import Trial, may_expect
from newsclean.mojibake.usage import Usage
from newsclean.stages.mojibake import Mojibake

CASES = load("mojibake")
PLAIN = "云岭县图书馆昨天重新开放，新馆有三层，藏书二十万册。馆长说，周末还会为孩子们举办读书活动。"


def repaired(text):
    return apply_edits(text, find_repairs(text)[0])[0]


@pytest.mark.parametrize("case", CASES)
def test_cases(case):
    edits, cautions = find_repairs(case["before"])
    assert apply_edits(case["before"], edits)[0] == case.get("after", case["before"])
    assert sorted({edit.rule for edit in edits}) == sorted(case.get("rules", []))
    missing = set(case.get("warnings", [])) - {caution.code for caution in cautions}
    assert not missing


@pytest.mark.parametrize("case", CASES)
def test_a_repair_is_final(case):
    assert repaired(repaired(case["before"])) == repaired(case["before"])


def test_each_thread_searches_by_itself():
    channel = Channel("gb18030", "gb18030", "swallow")
    with ThreadPoolExecutor(1) as pool:  # a search keeps notes while it runs
        assert pool.submit(search, channel).result() is not search(channel)
    assert search(channel) is search(channel)


def test_a_space_may_end_a_shift():
    beam = Beam(search(Channel("gb18030", "gb18030", "swallow")), "馆 ", "书")
    beam.advance()
    beam.finish("\n")
    assert [cell.char for cell in beam.cells()] == ["馆", " "]


@pytest.mark.parametrize(
    ("chances", "digits", "lost"),
    [
        ([0.5, 0.5], [], []),  # one in four: they may well be right
        ([0.5, 0.5, 0.5], [], [0, 1, 2]),
        ([0.9, 0.5, 0.4], [], [1, 2]),
        ([0.25], [], [0]),
        ([0.7, 0.7], [1], [1]),
    ],
)
def test_what_is_guessed_is_written_if_all_of_it_may_be_right(chances, digits, lost):
    cells = [Cell("8" if i in digits else "书", end=i + 1, read=True, specs=()) for i in range(len(chances))]
    sure = dict(enumerate(chances))
    assert holes(cells, sure, many=False) == {*lost}


def test_letters_of_another_script_vouch_for_nothing():
    kind = next(kind for kind in kinds() if kind.id == "utf8-as-cp855")
    text = '        "НИПИ НГ Петон",'  # ten of its letters can be read as Armenian, Syriac and the like
    trial = Trial(kind, Channel(kind.read_as, kind.was, "drop"))
    region = Region(0, len(text), 9, len(text) - 2)
    found, _, _ = searched(text, region, [Guess(1.0, kind, 0)], [trial], Usage(text))
    assert [one.weak for one in found] == [True]


def test_a_letter_with_a_mark_is_no_part_of_a_sign():
    text = "åTM\N{COMBINING ACUTE ACCENT}"
    assert apply_edits(text, recomposed(text, text))[0] == "åTḾ"


@pytest.mark.parametrize(
    ("apart", "whole"),
    [
        ("å......", "å……"),  # the first of two signs tells that the second is one
        ("e\u0301No", "éNo"),
        ("e\N{COMBINING DIAERESIS}TM¼", "ë™¼"),  # a letter that a sign stands behind has to be whole before
        ("î...", "î..."),  # nothing follows that would make it a character
        (" \u0308\u0327", " \u0308\u0327"),  # with another mark it is no sign
        ("\u1100\u1161\u0327", "\uac00\u0327"),
        ("1\u20444...", "¼..."),
    ],
)
def test_characters_are_put_together_at_once(apart, whole):
    assert apply_edits(apart, recomposed(apart, apart))[0] == whole
    assert recomposed(whole, whole) == []


@given(
    st.text(st.sampled_from("åäãËE.TMNo 14\u2044\u0301\u0308\u0327\u3099\u1100\u1161\u11a8か中"), max_size=9)
)
def test_nothing_is_left_to_be_put_together(apart):
    whole = apply_edits(apart, recomposed(apart, apart))[0]
    assert recomposed(whole, whole) == []


def test_marks_over_letters_that_a_reader_gives_are_left_apart():
    damaged = PLAIN.encode("gbk").decode("cp1258")
    assert "\N{COMBINING DOT BELOW}" in damaged
    assert repaired(damaged) == PLAIN


@pytest.mark.parametrize("letters", ["TMAC", "No...", "..."])
def test_letters_behind_a_whole_character_are_no_sign(letters):
    plain = f"云岭县图书馆昨天重新开放（{letters}），新馆有三层。"
    twice = plain.encode().decode("latin-1").encode().decode("latin-1")
    assert recomposed(twice, twice) == []
    assert repair_mojibake(twice) == plain


@pytest.mark.parametrize("policy", ["each", "swallow"])
def test_a_pairing_that_is_far_behind_is_dropped(policy):
    damaged = PLAIN.encode("gbk").decode("cp950", "replace").replace("\ufffd", "?")
    beam = Beam(search(Channel("big5", "gb18030", policy)), damaged, "\n")
    beam.advance()  # each mark leaves two pairings open
    assert beam.told(damaged.rindex("?")) is not None


@pytest.mark.parametrize("lead", [0xE4, 0xE5, 0xE8])
def test_characters_with_a_lost_pair_inside(lead):
    sets, wrong = ByteSets(), reader("gbk")
    any_byte, lost = sets.spec(HIGH), sets.spec(wrong.unreadable)
    every = repertoire("utf-8", 0).matching((lead, any_byte, any_byte), sets)
    found = repertoire("utf-8", 0).matching((lead, lost, sets.half(wrong, HIGH)), sets)
    assert found
    assert found == [c for c in every if c.raw[2] in wrong.unreadable_after(c.raw[1])]


def test_what_begins_with_the_second_half_of_a_lost_pair():
    sets = ByteSets()
    layout = Layout("utf-8", 0, sets)
    assert layout.beginnings(sets.half(reader("gb18030"), HIGH), 0xA4) == []  # it reads all of them
    (spec,) = layout.beginnings(sets.half(reader("gbk"), HIGH), 0xA2)
    assert sets.members(spec) == {0xE3, 0xE4, 0xEF, 0xF0}  # the others it loses are no lead bytes
    single, lead = layout.beginnings(sets.half(reader("gbk"), HIGH | PRINTABLE), 0xA2)
    assert sets.members(single) == PRINTABLE
    assert lead == spec


@pytest.mark.parametrize(("after", "swallowed"), [("", False), ("\n", False), ("山", True)])
def test_nothing_is_swallowed_where_a_line_ends(after, swallowed):
    text = "琛?" + after
    evidence = Evidence(Channel("gbk", "utf-8", "swallow"), ByteSets())
    options = evidence.place(text, 1, evidence.slips(text)).inside
    assert len(min(option for option in options if option[1] != (ord("?"),))[1]) == 1 + swallowed


@pytest.mark.parametrize(
    ("before", "after", "likely"),
    [
        ("他说：“桥通了。", "大家都笑了。", "”"),
        ("本月三天", "11月24日至26日）免费", "（"),
        ("（见附表）。", "《县志》", ""),  # all have their pair
        ("“一”", "“二”", ""),
    ],
)
def test_a_bracket_is_likely_where_the_other_one_lacks_it(before, after, likely):
    assert {mark for mark, nats in fits("“”（）《》", before, after).items() if nats > 0} == set(likely)


@pytest.mark.parametrize(
    ("before", "after"), [("", "桥"), ("通了，", "桥"), ("通了", "。"), ("说：“", "桥"), ("通了", "桥")]
)
def test_a_stop_follows_a_word(before, after):
    assert bool(fits("。", before, after)) is ((before, after) != ("通了", "桥"))


def test_marks_say_nothing_of_characters():
    assert Usage("通车?通车?").chars == {"通": 2, "车": 2}


def test_where_a_reader_may_have_dropped_a_byte():
    raw = PLAIN[:20].encode("gbk")
    sound = [raw[at : at + 2] for at in range(0, len(raw), 2)]
    torn = [raw[at : at + 2] for at in range(1, len(raw) - 1, 2)]
    assert not any(vanishing(sound, "gb18030"))
    flags = vanishing([*sound, *torn], "gb18030")
    assert not any(flags[:10])
    assert all(flags[20:])
    assert vanishing([*sound, b"W", *sound], "gb18030")[20]  # it may be what is left of a pair
    assert all(vanishing([*sound, b"\xb1"], "gb18030"))  # who reads single bytes, too, has pairs anywhere


FOREIGN = PLAIN + "馆长（あきやま こうじ）出席，漫画《ストップ!!_ひばりくん》也在展出。"


def as_read_whole(text, codec):
    """A text that Latin-1 showed in full, as the strict repair has it; None if it takes bytes for lost."""
    kind = next(k for k in kinds() if k.read_as == "latin-1" and k.was == codec)
    damaged = text.encode(codec).decode("latin-1")
    done = exact(damaged, Region(0, len(damaged), 0, len(damaged)), [Guess(9.0, kind, 0)])
    return apply_edits(damaged, done[0].edits)[0] if done else None


def test_words_of_another_script_are_no_sign_of_a_lost_byte():
    text = FOREIGN + "江边新增座位三百个。"
    assert b"\xad" in text.encode("gb18030")  # or it is not known that the reader keeps all bytes
    assert as_read_whole(text, "gb18030") == text


def test_pairs_that_are_off_by_one_are_a_sign_of_a_lost_byte():
    raw = ("江边新增座位三百个。" + PLAIN).encode("gb18030")
    torn = raw[:40] + raw[41:67] + raw[68:]  # pairs fit again from the second one on
    text = torn.decode("gb18030")
    assert b"\xad" in torn
    assert as_read_whole(text, "gb18030") is None


def test_what_is_damaged_says_nothing_of_what_a_text_uses():
    usage = Usage("去年好，疵穸说。")
    assert usage.likelihood(("，", "疵", "民"), -17.0, -7.0, 0.0) > 1e-5  # a pair that the text has
    usage.count("，村民说", instead_of="，疵穸说")
    assert usage.likelihood(("，", "疵", "民"), -17.0, -7.0, 0.0) < 1e-9
    assert usage.chars["村"] == 1


@pytest.mark.parametrize("kind", [pytest.param(k, id=k.id) for k in kinds()])
def test_the_example_of_a_kind(kind):
    codec = {"big5": "cp950"}.get(kind.read_as, kind.read_as)
    raw = kind.after.encode({"gb18030": "gbk"}.get(kind.was, kind.was))
    kept = "".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in raw)  # C1 controls kept
    assert kind.before in {raw.decode(codec, "replace"), kept}
    if kind.lost:
        assert "irrecoverable" in {caution.code for caution in find_repairs(kind.before)[1]}
    else:
        assert repaired(kind.before) == kind.after


@pytest.mark.parametrize("kind", [pytest.param(k, id=f"{k.id}-{k.read_as}") for k in seldom()])
def test_what_a_reader_that_is_seldom_used_made(kind):
    damaged = kind.after.encode({"gb18030": "gbk"}.get(kind.was, kind.was)).decode(kind.read_as)
    assert kind.read_as != seldom()[0].read_as or kind.before == damaged
    assert repaired(damaged) == kind.after


@pytest.mark.parametrize("kind", [pytest.param(k, id=k.was) for k in shifts()])
def test_the_example_of_a_shift(kind):
    damaged, sound = (text.encode(kind.was, "ignore") for text in (kind.before, kind.after))
    assert kind.before.count("?") <= 2
    assert len(damaged) >= len(sound) - 1
    assert repaired(kind.before) == kind.after


def test_the_stage_records_each_repair():
    damaged = PLAIN + "\n" + PLAIN.encode().decode("gb18030", "replace")
    doc = Mojibake()(Document(damaged, source=damaged))
    assert doc.source == PLAIN + "\n" + PLAIN
    (change,) = doc.changes
    assert (change.stage, change.rule, change.after) == ("mojibake", "utf8-as-gb18030", PLAIN)
    assert change.before in damaged


@pytest.mark.parametrize(
    ("was", "read_as", "name"),
    [
        ("gbk", "utf-8", "GBK or Big5 read as UTF-8"),
        ("big5", "gbk", "Big5 read as GB18030"),
        ("utf-8", "big5", "UTF-8 read as Big5"),
        ("utf-8", "ascii", None),
    ],
)
def test_what_is_said_of_a_text_that_lost_too_much(was, read_as, name):
    text = (
        "市圖書館昨天重新開放，新館有三層，藏書二十萬冊。館長說，週末還會為孩子們舉辦讀書活動，一共一百場。"
    )
    damaged = text.encode(was).decode(read_as, "replace")
    if read_as == "gbk":
        damaged = damaged.replace("\ufffd", "?")
    edits, cautions = find_repairs(damaged)
    assert edits == []
    said = [
        caution.message.split(" look like ")[1].split(",")[0]
        for caution in cautions
        if "look like" in caution.message
    ]
    assert said == ([name] if name else [])


def test_a_chosen_character_is_not_certain():
    damaged = PLAIN.encode().decode("gbk", "replace").replace("\ufffd", "?")
    edits, cautions = find_repairs(damaged)
    assert not all(edit.certain for edit in edits)
    assert "restored-by-context" in {caution.code for caution in cautions}


def test_the_name_of_a_loss_is_none():
    assert not find_repairs("“锟斤拷”和“烫烫烫”各是怎么来的？")[1]
    assert find_repairs("“锟斤拷锟斤拷”是公司的名字。")[1]


def test_what_is_beyond_repair_is_told_once_for_each_kind():
    refused = [Refused(0, 2, "GBK"), Refused(3, 4, "Big5"), Refused(5, 7, "GBK")]
    assert [(one.count, one.message.partition(",")[0]) for one in warn_of("甲乙\n丙\n丁戊", refused)] == [
        (4, "4 characters at 2 places"),
        (1, "1 character"),
    ]


def test_half_a_repair_is_undone():
    damaged = PLAIN[:12].encode("gbk").decode("latin-1")
    edit = Edit(0, len(damaged), PLAIN[:12], "gbk-as-latin1")
    assert without_half_done(damaged + "。", [edit]) == ([edit], [])
    assert without_half_done(damaged + "龏奭仉磬\n" * 2, [edit]) == ([edit], [])
    kept, cautions = without_half_done(damaged + "龏奭仉磬" * 2, [edit])
    assert kept == []
    assert [caution.code for caution in cautions] == ["irrecoverable"]


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("2020?????: ???????????, ??????", True),
        ("??????，??????????。", True),
        ("真的吗????", False),
        ("C++17: trigraphs ????/ were removed, as everybody had expected for years.", False),
    ],
)
def test_rows_of_question_marks_are_warned_of_where_they_are_the_text(text, warned):
    edits, cautions = find_repairs(text)
    assert edits == []
    assert bool(cautions) == warned


def test_long_clean_text_stays():
    text = (PLAIN + "\n") * 4000
    find_repairs(PLAIN)
    assert find_repairs(text) == ([], [])


@pytest.mark.parametrize(
    "line", [PLAIN, PLAIN.encode().decode("gb18030", "replace"), "?" + PLAIN[3:], "龏奭仉磬", "龏奭仉?磬的"]
)
def test_time_grows_linearly(line):
    assert is_linear(lambda times: find_repairs(line * times), 20, 80)


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("中国人民鲔鳅锛\ue21e?\ufffdÃ¤¸\xadäé(ā)&;u\\%E4 \nabコｱ한"), max_size=60))
def test_any_text_can_be_looked_at(text):
    once = repaired(text)
    assert repaired(once) == once


def test_a_search_is_expected_elsewhere_where_bytes_can_be_lost_as_it_has_it():
    by_id = {kind.id: kind for kind in (*kinds(), *shifts())}
    wrong, shift = by_id["gbk-as-big5"], by_id["byte-shift"]
    unseen, marked, shifted = (
        Trial(kind, Channel(kind.read_as, kind.was, policy), None)
        for kind, policy in ((wrong, "drop"), (wrong, "pair"), (shift, "swallow"))
    )
    spaced = Trial(wrong, Channel(wrong.read_as, wrong.was, "pair", marks=MARKS + " "))
    trials = (unseen, marked, spaced, shifted)
    assert [may_expect(trial, "陇?") for trial in trials] == [False, True, False, True]
    assert [may_expect(trial, "陇 陇") for trial in trials] == [False, False, True, True]
    assert [may_expect(trial, "陇") for trial in trials] == [True, False, False, True]
