"""What `newsclean fix` changes, and above all what it does not."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from casefile import load
from documents import edits_of
from newsclean.check.files import Unreadable, examine, fix
from newsclean.check.layers import Trail
from newsclean.check.scan import guess_format
from newsclean.check.text import Text
from newsclean.cli import main
from newsclean.config import Config
from newsclean.edits import Edit, apply_edits

CASES = load("fix")
SAMPLES = [
    path
    for folder in ("data/check", "../samples/raw")
    for path in sorted((Path(__file__).parent / folder).iterdir())
    if path.suffix in {".md", ".txt", ".html"}
]
DIRTY = [
    "今年以来,", "他说:", "(含乡镇) ", "２０２１年", "\u200b", "\u3000", "好\xa0", "當前，記者來到",
    "經濟發展;", "“好”!", "甲 ，乙", "⽴春", "e\u0301", "\u2028", "乾安县", "１) ", "＃ ",
    "當(dāng)前時(shí)間，", "會(huì)議", "甯傚浘涔﹂\ue6eb鏄ㄥぉ閲嶆柊寮", "ÊÐÍ¼Êé¹Ý×òÌìÖØÐÂ¿ª·Å",
    "水桶?！弊≡陧敇", "锟斤拷锟斤拷",  "\ufffd",
]  # fmt: skip
MARKUP = [
    "\n", "\n\n", "\r\n", " ", "# ", "- ", "> ", "    ", "`當,前`", "```\n當,前\n```\n", "*", "**", "_",
    "\\*", "[", "](", "[甲](http://a.example/當,前)", '[鏈,接](a.html "題,目")', "![圖,片](b.png)", "[^1] ",
    "[標]", "[標]: /c", "{{ a,當 }}", "http://a.example/b,c ", "<p>", "</p>", '<p title="當,前">', "<b>",
    "</b>", "<br/>", "<code>當,前</code>", "<pre>當,前</pre>", "<script>當,前</script>", "<!-- 當,前 -->",
    "<!-- newsclean: off -->", "<!-- newsclean: on -->", "<ruby>漢<rt>hàn</rt></ruby>", "&nbsp;", "&#44;",
    "<某,办法>", "| 當,前 | 丙 |\n|---|---|\n", "|", "<", "`", "---\n",
]  # fmt: skip
VALUES = ["當前,", "他说: ", "“好”", "#", "'", '\\"', "２０", "甲", " ", ": ", "-", "["]
BODIES = st.lists(st.sampled_from(DIRTY) | st.sampled_from(MARKUP), max_size=25).map("".join)
QUOTED = st.tuples(
    st.sampled_from(['"', "'", ""]), st.lists(st.sampled_from(VALUES), max_size=5).map("".join)
)
HEADS = st.lists(
    st.tuples(st.sampled_from(["title", "標題", "tags", "url", "- 甲", "# 註,釋"]), QUOTED).map(
        lambda pair: f"{pair[0]}: {pair[1][0]}{pair[1][1]}{pair[1][0]}\n"
    ),
    max_size=4,
).map(lambda lines: "---\nlayout: post\n" + "".join(lines) + "---\n" if lines else "")
POSTS = st.tuples(HEADS, BODIES).map("".join)
NAMES = st.sampled_from(["a.md", "a.html", "a.txt"])
TAGS = re.compile(r"<[A-Za-z/!][^<>]*>|\{\{.*?\}\}|&[#\w]+;")
NOTHING = re.compile(r"^[\u200b\u3000\xa0 ]+(?=\r?$)", re.MULTILINE)
COMMONMARK = MarkdownIt("commonmark").enable("table")
QUIET = settings(deadline=None, max_examples=250)


def structure(source):
    """What CommonMark makes of a post, but for its words: kinds of blocks, code, tags, targets."""
    body = source.partition("\n---\n")[2] if source.startswith("---\n") else source
    body = NOTHING.sub("", body)  # a line of nothing but spaces becomes a blank line
    found = []
    waiting = COMMONMARK.parse(body)[::-1]
    while waiting:
        token = waiting.pop()
        if token.type == "paragraph_open" and not waiting[-1].content.strip("\u200b\u3000\xa0 "):
            del waiting[-2:]  # a paragraph of nothing but spaces may go
            continue
        waiting += (token.children or [])[::-1]
        if token.type in {"code_inline", "code_block", "fence"}:
            found.append((token.type, token.content))
        elif token.type in {"html_inline", "html_block"}:
            found.append((token.type, TAGS.findall(token.content)))
        elif token.type not in {"text", "softbreak", "hardbreak", "inline"}:
            found.append((token.type, token.tag, token.markup, token.attrs))
    return found


@QUIET
@given(POSTS, NAMES)
def test_fix_changes_what_check_named_and_nothing_else(source, name):
    outcome = examine(name, source.encode(), Config())
    fixed = (outcome.fixed or source.encode()).decode()
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", source))]
    named = [
        (starts[f.line - 1] + f.column - 1, starts[f.end_line - 1] + f.end_column - 1)
        for f in outcome.findings
        if f.fixable
    ]
    # What stands between the named places stands in the fixed file, in the same order.
    place = last = 0
    for start, end in [*named, (len(source), len(source))]:
        between = source[last:start] if start > last else ""
        place = fixed.find(between, place)
        assert place >= 0, (between, fixed)
        place += len(between)
        last = max(last, end)
    if not named:
        assert fixed == source


@QUIET
@given(POSTS, NAMES)
@example("*今年以来,*⽴春", "a.md")
@example("```\n當,前\n> ```\n當,前\n```\n", "a.md")
@example("今年以来，\n---\n<b>\u200b\n當,前\n", "a.md")
@example("今年以来，\n\u200b\n⽴春\n\u3000\n---\n", "a.md")
def test_markup_stays_to_the_byte(source, name):
    fixed = (examine(name, source.encode(), Config()).fixed or source.encode()).decode()
    if name == "a.md":
        assert structure(fixed) == structure(source)
    if name == "a.html":
        assert TAGS.findall(fixed) == TAGS.findall(source)
    form = guess_format(Path(name), source)
    assert Text(fixed, form).markup == Text(source, form).markup


@QUIET
@given(POSTS, NAMES)
def test_what_fix_wrote_check_accepts(source, name):
    fixed = examine(name, source.encode(), Config()).fixed
    if fixed is not None:
        again = examine(name, fixed, Config())
        assert again.fixed is None
        assert not [finding for finding in again.findings if finding.fixable]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_what_waits_for_unsafe_comes_out_as_if_it_had_not(path):
    data = path.read_bytes()
    once = examine("post.md", data, Config(), unsafe=True).fixed or data
    safe = examine("post.md", data, Config()).fixed or data
    assert (examine("post.md", safe, Config(), unsafe=True).fixed or safe) == once


@settings(deadline=None, max_examples=120)
@given(HEADS)
def test_front_matter_keeps_its_keys_and_its_other_values(head):
    def read(source):
        try:
            return next(yaml.safe_load_all(source.removeprefix("---\n"))) or {}
        except (yaml.YAMLError, StopIteration):
            return None

    before = read(head)
    after = read((examine("a.md", head.encode(), Config()).fixed or head.encode()).decode())
    if isinstance(before, dict):
        assert isinstance(after, dict)
        assert list(after) == list(before)
        assert [type(value) for value in after.values()] == [type(value) for value in before.values()]
        assert after.get("url") == before.get("url")


@given(st.data(), st.text("甲乙丙丁", min_size=1, max_size=20))
def test_trail_leads_back(data, text):
    """Characters that were never changed are traced to themselves."""
    marked = "".join(chr(0x4E00 + index) for index in range(len(text)))
    trail = Trail()
    now = marked
    for _ in range(3):
        edits = data.draw(edits_of(now, st.text("xyz", max_size=3)))
        trail.add(edits)
        now = apply_edits(now, edits)[0]
    for index, char in enumerate(now):
        start, end = trail.back(index, index + 1)
        assert 0 <= start <= end <= len(marked)
        if char not in "xyz":
            assert marked[start:end] == char


@pytest.mark.parametrize("case", CASES)
def test_cases(case):
    before = case["before"].encode(case.get("encoding", "utf-8"))
    fixed = fix(
        case.get("file", "post.md"),
        before,
        Config(**case.get("config", {})),
        unsafe=case.get("unsafe", False),
    )
    assert (before if fixed is None else fixed).decode() == case["after"]


# -- bytes ----------------------------------------------------------------------------------------------


def test_byte_order_mark_and_missing_final_newline_stay():
    data = b"\xef\xbb\xbf" + "今年以来,好".encode()
    assert fix("a.md", data, Config()) == b"\xef\xbb\xbf" + "今年以来，好".encode()


def test_line_ends_stay():
    data = "甲,乙\r\n丙,丁\n戊,己\r".encode()
    assert fix("a.md", data, Config()) == "甲，乙\r\n丙，丁\n戊，己\r".encode()


def test_a_clean_file_is_none_of_its_business():
    assert fix("a.md", "今年以来，好。\n".encode(), Config()) is None
    assert fix("a.md", b"", Config()) is None


# -- the command -----------------------------------------------------------------------------------------


def run(*arguments):
    return CliRunner().invoke(main, ["fix", *map(str, arguments)])


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_fix_writes_says_so_and_then_is_content(folder):
    path = folder / "新 闻.md"
    path.write_bytes("今年以来,好\r\n".encode())
    path.chmod(0o640)
    done = run("新 闻.md")
    assert (done.exit_code, done.stdout) == (1, "Fixing 新 闻.md\n")
    assert path.read_bytes() == "今年以来，好\r\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [entry.name for entry in folder.iterdir()] == ["新 闻.md"]
    done = run("新 闻.md")
    assert (done.exit_code, done.stdout) == (0, "")
    assert CliRunner().invoke(main, ["check", "新 闻.md"]).exit_code == 0


def test_a_link_stays_a_link(folder):
    (folder / "posts").mkdir()
    target = folder / "posts/a.md"
    target.write_text("甲,乙", encoding="utf-8")
    (folder / "link.md").symlink_to(target)
    assert run("link.md").exit_code == 1
    assert (folder / "link.md").is_symlink()
    assert target.read_text(encoding="utf-8") == "甲，乙"


def test_diff_shows_and_writes_nothing(folder):
    path = folder / "a.md"
    path.write_text("甲,乙\n丙", encoding="utf-8")
    done = run("--diff", "a.md")
    assert done.exit_code == 1
    assert (
        done.stdout
        == "--- a.md\n+++ a.md\n@@ -1,2 +1,2 @@\n-甲,乙\n+甲，乙\n 丙\n\\ No newline at end of file\n"
    )
    assert path.read_text(encoding="utf-8") == "甲,乙\n丙"


def test_what_cannot_be_fixed_is_named_and_the_rest_done(folder):
    (folder / "a.md").write_text("甲,乙", encoding="utf-8")
    (folder / "b.json").write_text("{}", encoding="utf-8")
    done = run("b.json", "gone.md", "a.md")
    assert done.exit_code == 1
    assert "newsclean: b.json: .json files are not checked" in done.stderr
    assert "newsclean: gone.md: cannot be read (No such file or directory)" in done.stderr
    assert done.stdout == "Fixing a.md\n"


@pytest.mark.skipif(os.name != "posix", reason="pipes")
def test_a_reader_that_has_seen_enough_is_no_fault_of_the_files(folder):
    for number in range(3):
        (folder / f"{number}.md").write_text("甲,乙\n" * 20_000, encoding="utf-8")
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "newsclean", "fix", "--diff", "."]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


def test_a_folder_that_cannot_be_written_to_is_a_failure(folder, monkeypatch):
    path = folder / "a.md"
    path.write_text("甲,乙", encoding="utf-8")

    def refuse(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    done = run("a.md")
    assert done.exit_code == 3
    assert "newsclean: a.md: cannot be written (Permission denied)" in done.stderr
    assert path.read_text(encoding="utf-8") == "甲,乙"


def test_a_read_only_file_stays(folder, monkeypatch):
    path = folder / "a.md"
    path.write_text("甲,乙", encoding="utf-8")
    # Root may write all.
    monkeypatch.setattr("newsclean.check.rewrite.os.access", lambda _path, mode, **_: mode != os.W_OK)
    done = run("a.md")
    assert done.exit_code == 3
    assert "newsclean: a.md: cannot be written (Permission denied)" in done.stderr
    assert path.read_text(encoding="utf-8") == "甲,乙"


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root may give files away")
def test_the_owner_stays(folder):
    path = folder / "a.md"
    path.write_text("甲,乙", encoding="utf-8")
    os.chown(path, 1, 1)
    assert run("a.md").exit_code == 1
    assert (path.stat().st_uid, path.stat().st_gid) == (1, 1)


def test_a_write_that_fails_leaves_nothing_behind(folder, monkeypatch):
    path = folder / "a.md"
    path.write_text("甲,乙", encoding="utf-8")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("newsclean.check.rewrite.shutil.copymode", fail)
    assert run("a.md").exit_code == 3
    assert [entry.name for entry in folder.iterdir()] == ["a.md"]
    assert path.read_text(encoding="utf-8") == "甲,乙"


def test_a_repair_that_is_not_stable_is_not_written(monkeypatch):
    monkeypatch.setattr(
        "newsclean.check.files.make_finders",
        lambda _config: [("normalise", lambda _text: [Edit(0, 0, "甲", "punctuation")])],
    )
    with pytest.raises(Unreadable, match="left alone"):
        fix("a.md", "乙".encode(), Config())


def test_bytes_that_mean_nothing_stop_the_repair_unless_it_may_be_unsafe():
    news = "市民政局今日公布了新的办法,群众满意度达到百分之九十八。\n".encode()
    data = news * 8 + news[:-1] + b"\x80\xff\n"
    outcome = examine("a.md", data, Config())
    assert outcome.fixed is None
    assert "NC103" in {finding.code for finding in outcome.findings}
    assert not [finding for finding in outcome.findings if finding.fixable]
    fixed = fix("a.md", data, Config(), unsafe=True)
    assert fixed is not None
    assert fixed.count("，".encode()) == 9
    assert "\N{REPLACEMENT CHARACTER}" in fixed.decode()


def test_lines_in_several_encodings_become_utf8():
    lines = [
        "市民政局今日公布了新的办法，群众满意度达到百分之九十八。\n",
        "河道管理所的巡查比往年勤，雨水也比往年多。\n",
    ]
    data = lines[0].encode() * 6 + lines[1].encode("gb18030") * 2
    outcome = examine("a.md", data, Config())
    assert [finding.code for finding in outcome.findings] == ["NC104"]
    assert fix("a.md", data, Config()) == (lines[0] * 6 + lines[1] * 2).encode()


def test_characters_that_line_breaks_split_become_whole():
    data = "市民政局今日公布了新的办法，群众满意度达到百分之九十八。\n".encode()
    split = data[:37] + b"\n" + data[37:]
    outcome = examine("a.md", split, Config())
    assert [finding.code for finding in outcome.findings] == ["NC105"]
    assert fix("a.md", split, Config()) == data[:39] + b"\n" + data[39:]


def test_characters_written_in_two_halves_become_whole():
    halves = "雨停了\ud83c\udf08。".encode("utf-8", "surrogatepass")
    outcome = examine("a.md", halves, Config())
    assert [finding.code for finding in outcome.findings] == ["NC105"]
    assert fix("a.md", halves, Config()) == "雨停了🌈。".encode()


def test_an_encoding_that_is_ignored_is_kept():
    data = "市民政局今日公布了新的办法,群众满意度达到百分之九十八。\n".encode("gb18030")
    assert fix("a.md", data, Config(ignore=("NC101",))) == data.replace(b",", "，".encode("gb18030"))
