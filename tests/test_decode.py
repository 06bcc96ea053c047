"""Decoding: its cases, damage, mixtures, what is rejected, and what holds for any bytes."""

from __future__ import annotations

import contextlib
import struct
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from casefile import load
from growth import is_linear
from newsclean import decode
from newsclean.decoding import Decoded, read
from newsclean.decoding.labels import canonical, declared
from newsclean.document import Document, Rejected
from newsclean.stages.decode import Decode

HANS = "市民政局今日公布了新的办法，群众满意度达到98.7%。“放心多了。”他说。\n"
HANT = "市民政局今日公布了新的辦法，群眾滿意度達到98.7%。「放心多了。」他說。\n"
QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("case", load("decode"))
def test_cases(case):
    data = bytearray(case["text"].encode(case["codec"]))
    for offset, value in case.get("damage", ()):
        data[offset] = value
    decoded = read(bytes(data[: len(data) - case.get("cut", 0)]))
    assert decoded.text == case.get("after", case["text"])
    assert decoded.encoding == case["encoding"]
    assert decoded.damaged == case.get("lost", 0)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be", "hz"])
@pytest.mark.parametrize("size", [6, 20, 60])
def test_short_texts(codec, size):
    text = (HANT if codec == "big5" else HANS)[:size]
    assert read(text.encode(codec)).text == text


@pytest.mark.parametrize(
    "parts",
    [
        [(HANS, "utf-8"), (HANS, "gb18030"), (HANT, "big5"), (HANS, "utf-8")],
        [(HANS, "gb18030"), (HANS, "gb18030"), (HANT, "big5")],
        [(HANT, "big5"), (HANT, "big5"), (HANS, "gb18030")],
        [(HANS, "gb18030")] * 5 + [("中文\n", "utf-8"), (HANS, "utf-8")],
        [(HANT, "big5"), ("台湾、日本、越南、菲律宾\n", "gb18030"), (HANT, "big5")],
        [(HANS, "gb18030"), ("重慶GDP居全國第七\n", "big5"), ("歷史記錄：2024\n", "big5"), (HANS, "utf-8")],
        [("在狱中过了10年，现居南昌\n", "gb18030"), ("什麼是地月空間？\n", "big5")] * 3,
    ],
)
def test_lines_in_several_encodings(parts):
    data = b"".join(text.encode(codec) for text, codec in parts)
    doc = Decode()(Document(data))
    assert doc.source == "".join(text for text, _ in parts)
    sizes = Counter()
    for text, codec in parts:
        sizes[codec] += len(text.encode(codec))
    assert canonical(sizes.most_common(1)[0][0]) == doc.encoding
    assert [caution.code for caution in doc.warnings] == ["mixed-encodings"]


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5"])
def test_any_one_byte_damaged_costs_little_and_is_told(codec):
    text = HANT * 2 if codec == "big5" else HANS * 2
    data = text.encode(codec)
    for offset in range(0, len(data), 3):
        damaged = data[:offset] + b"\xff" + data[offset + 1 :]
        doc = Decode()(Document(damaged))
        assert doc.encoding == {"big5": "big5-hkscs"}.get(codec, codec)
        same = sum(a == b for a, b in zip(doc.source, text, strict=False))
        same_behind = sum(a == b for a, b in zip(doc.source[::-1], text[::-1], strict=False))
        assert same + same_behind >= len(text) - 4
        assert [caution.code for caution in doc.warnings] == ["damaged-bytes"]


@pytest.mark.parametrize(("text", "codec"), [(HANS, "gb18030"), (HANT, "big5"), (HANS, "utf-8")])
def test_bytes_that_python_kept_in_a_text(text, codec):
    kept = text.encode(codec).decode("ascii", "surrogateescape")
    doc = Decode()(Document(kept))
    assert (doc.source, doc.encoding) == (text, {"big5": "big5-hkscs"}.get(codec, codec))


def test_half_a_character_in_a_text_is_no_byte():
    assert Decode()(Document("雨停了\ud83c。")).source == "雨停了\ud83c。"


def test_characters_of_cesu8():
    halves = "雨停了\ud83c\udf08，又下\ud83d\ude01。".encode("utf-8", "surrogatepass")
    assert read(halves) == Decoded("雨停了🌈，又下😁。", "utf-8")
    assert read(halves.replace(b"\xed\xbc\x88", b"\xed")).damaged == 2


def broken(data, width, line_end):
    """Bytes in lines of so many each."""
    return line_end.join(data[at : at + width] for at in range(0, len(data), width))


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\n  "])
@pytest.mark.parametrize("width", [31, 38, 61, 77])
@pytest.mark.parametrize(("text", "codec"), [(HANS, "gb18030"), (HANT, "big5"), (HANS, "utf-8")])
def test_characters_that_line_breaks_split(text, codec, width, line_end):
    doc = Decode()(Document(broken(text.rstrip().encode(codec), width, line_end)))
    assert "".join(doc.source.split()) == "".join(text.split())
    assert doc.source.count("\n") == (len(text.rstrip().encode(codec)) - 1) // width
    assert {caution.code for caution in doc.warnings} <= {"split-characters"}


@pytest.mark.parametrize("codec", ["gb18030", "big5", "utf-8"])
def test_what_is_cut_off_at_the_end_of_a_line_does_not_go_on_in_the_next(codec):
    lines = ["市民政局今日公布了新的", "三十年前的河道管理所今年", "放心多了他", "下午有大雨"]
    decoded = read(b"\n".join(line.encode(codec)[:-1] for line in lines))
    assert (decoded.split, decoded.damaged) == (0, len(lines))


@pytest.mark.parametrize(
    "page",
    [
        f"<html><script>var story = '{HANT.strip() * 3}';</script><body></body></html>",  # all of it
        f"<script>{'var a = 1;' * 7000}</script><p>{HANT}</p>",  # more than is searched at first
    ],
)
def test_a_page_with_much_script(page):
    assert decode(page.encode("big5")) == (page, "big5-hkscs")


@pytest.mark.parametrize("text", ["云岭县图书馆的闻小", "镇上的剃头匠收", "鸬鹚捕鱼的竹筏停在青石埠头"])
def test_a_text_that_is_cut_off_loses_its_last_character_only(text):
    assert decode(text.encode("gb18030")[:-1])[0] == text[:-1] + "\N{REPLACEMENT CHARACTER}"


def test_a_line_of_hz_goes_on_behind_a_tilde():
    assert decode(b"~{<:Ky2;S{~}~\n~{#,~}OK\n") == ("己所不欲，OK\n", "hz")


def test_iso_2022_cn():
    assert decode(b"\x1b$)A\x0e<:Ky2;S{#,\x0fOK\n") == ("己所不欲，OK\n", "iso-2022-cn")


@pytest.mark.parametrize("line_ends", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16-le"])
def test_line_ends_are_left_alone(line_ends, codec):
    text = (HANS.rstrip() + line_ends) * 3
    assert decode(text.encode(codec)) == (text, codec)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b"\xff\xfe", "empty"),
        ("\u3000\n".encode("utf-16"), "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(200)), "binary"),
        (b"%PDF-1.7 plain ASCII", "binary"),
        (bytes(range(256)) * 4, "binary"),
        (b"\0" * 100, "binary"),
        (b"SIMPLE = T\n" * 500 + bytes(range(256)) * 9, "binary"),  # numbers below a head of text
        (struct.pack("<99I", *range(30, 3000, 30)) + b"%d file\0" * 9, "binary"),  # a table, as of UTF-32
        (bytes(range(0x80, 0x100)) * 3, "undecodable"),
    ],
)
def test_what_is_no_text_is_rejected_with_advice(data, code):
    with pytest.raises(Rejected) as caught:
        decode(data)
    assert caught.value.code == code
    assert caught.value.advice


def test_control_characters_between_chinese_are_damage():
    text = "\x01县气\x02象台\x03预报：\x04今天\x05多云，\x06局部\x07有阵雨。"
    assert read(text.encode()) == Decoded(text, "utf-8")


def test_an_empty_string_is_rejected_a_mark_at_its_start_goes():
    with pytest.raises(Rejected):
        Decode()(Document(" \n"))
    doc = Decode()(Document("\N{BYTE ORDER MARK}中文"))
    assert (doc.source, doc.encoding) == ("中文", None)


def test_the_encoding_can_be_named():
    data = HANS.encode("gb18030")
    assert decode(data, "GBK") == (HANS, "gb18030")
    assert Decode(encoding="latin-1")(Document(data)).source != HANS
    assert decode("中文".encode("utf-16"), "utf-16") == ("中文", "utf-16")
    with pytest.raises(Rejected, match="no text in it"):
        decode(b"\0\0", "utf-8")
    assert decode("\N{BYTE ORDER MARK}中文".encode(), "utf-8") == ("中文", "utf-8")


def test_what_is_like_bytes_is_decoded_anything_else_is_an_error():
    data = HANS.encode()
    assert decode(bytearray(data)) == decode(memoryview(data)) == (HANS, "utf-8")
    for other in (HANS, Path("a.txt"), None, 3):
        with pytest.raises(TypeError, match="bytes"):
            decode(other)


@pytest.mark.parametrize(
    ("name", "hint"), [("gb18300", "gb18030"), ("base64", "try utf-8"), ("", "try utf-8")]
)
def test_an_unknown_name_is_a_clear_error(name, hint):
    with pytest.raises(ValueError, match=f'unknown encoding "{name}".*{hint}'):
        Decode(encoding=name)
    with pytest.raises(ValueError, match="unknown encoding"):
        decode(b"abc", name)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<meta charset=gbk>", "gb18030"),
        (b'<META http-equiv=Content-Type content="text/html; charset=Big5">', "big5-hkscs"),
        (b'<?xml version="1.0" encoding="GB2312"?>', "gb18030"),
        (b'@charset "utf-8";', "utf-8"),
        (b"---\ntitle: x\ncharset: gbk\n---\n", "gb18030"),
        (b"<meta charset=nonsense>", None),
        (b"no word of it", None),
    ],
)
def test_declarations(data, name):
    assert declared(data) == name


def test_every_canonical_name_is_one_that_python_knows():
    for label in ("gb2312", "big5", "utf8", "sjis", "euc-kr", "latin1", "hz-gb-2312", "ucs-2", "koi8-r"):
        "".encode(canonical(label))


def test_clean_utf8_loads_neither_the_model_nor_charset_normalizer():
    code = (
        "import sys; from newsclean.decoding import read; read('中文页面'.encode());"
        "print([m for m in sys.modules if m in ('charset_normalizer', 'newsclean.charmodel')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@QUIET
@given(st.binary(max_size=400) | st.text(max_size=60).map(lambda t: t.encode("gb18030", "replace")))
@example(b"\x81")
@example(b"\xff\xfe\x00")
@example(b"~{!!")
def test_any_bytes_give_a_text_or_are_rejected(data):
    try:
        text, encoding = decode(data)
    except Rejected:
        return
    assert text.strip()
    text.encode("utf-8", "surrogatepass")
    "".encode(encoding)


@QUIET
@given(
    st.text(alphabet="市民政局公布办法群众满意度。，：“”AB19 \n", min_size=1, max_size=80).filter(str.strip)
)
def test_utf8_is_never_anything_else(text):
    assert decode(text.encode()) == (text, "utf-8")


@pytest.mark.parametrize(
    "unit",
    [b"\xff", b"\xe4\xb8", b"\x81\n", b"\xe4\xb8\xad\n\xc4\xe3\n", b"\xe9a", b"\xb0\xa1 ", b"<!--\xb0\xa1",
     b"<script\xff", b"~{a", b"\x1b$", b"\x81\x30", HANS.encode("gb18030"), HANS[:-1].encode("gb18030")[1:]],
)  # fmt: skip
def test_time_is_linear(unit):
    def run(size: int) -> None:
        with contextlib.suppress(Rejected):
            decode(unit * (size // len(unit)))

    assert is_linear(run, 25_000, 200_000)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16-le", "utf-16-be", "utf-32-le"])
@pytest.mark.parametrize("size", [8, 80])
def test_zeros_that_fill_up_a_field(codec, size):
    text, encoding, damaged, *_ = read("放心多了。\n".encode(codec) + b"\0" * size)
    assert text.rstrip("\0") == "放心多了。\n"
    assert (canonical(encoding), damaged) == (codec, 0)


@pytest.mark.parametrize("codec", ["gb18030", "big5"])
def test_a_page_of_one_line_whose_template_is_utf8(codec):
    before, after = "<p>首页 新闻 体育 论坛 关于我们</p>", "<p>版权所有，未经许可不得转载。</p>"
    story = (HANT if codec == "big5" else HANS).strip() * 2
    text, _, damaged, *_ = read(before.encode() + story.encode(codec) + after.encode())
    assert (text, damaged) == (before + story + after, 0)


def test_damage_in_a_line_of_utf8_is_no_other_encoding():
    data = bytearray((HANS.strip() * 3).encode())
    data[60:63] = b"\xd6\xd0\xb9"
    text, encoding, damaged, others, _ = read(bytes(data))
    assert (encoding, others) == ("utf-8", ())
    assert text.count("\ufffd") == damaged > 0
