"""The command as a user runs it: a process, its files, its streams, its exit code."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click import Context, Option

import newsclean
from newsclean.cli import VERBS, main
from schema import validate

POST = "记者从市水务局获悉，新水厂今日通水，惠及三万余户居民。"
PAGE = f"<html><head><title>新水厂通水</title></head><body><h1>新水厂通水</h1><p>{POST}</p></body></html>"
HANT = "記者從市水務局獲悉，新水廠今日通水，惠及三萬餘戶居民。"
CREDITED = f"{POST}\n\n（责任编辑：方小禾）\n"
BINARY = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4
NEWSPAPER = Path(__file__).resolve().parent.parent / "samples/raw/newspaper-page.txt"

# Wherever a test runs the command, it is this newsclean that runs.
ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(newsclean.__file__).resolve().parent.parent)}


def run(*args, given=b"", code=0, folder=None, **environment):
    """Run the command; its exit code must be the one given."""
    done = subprocess.run(
        [sys.executable, "-m", "newsclean", *map(str, args)],
        input=given,
        capture_output=True,
        cwd=folder,
        env=ENVIRONMENT | environment,
        check=False,
    )
    assert done.returncode == code, done.stderr.decode()
    return done


@pytest.fixture
def raw(tmp_path):
    """A folder with a few documents."""
    files = {"甲/b.html": PAGE, "甲/b.md": POST, "甲/c.txt": CREDITED, "d": HANT}
    for name, text in files.items():
        path = tmp_path / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "raw"


def is_alive(group):
    """Whether there is a process of the group."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def names_below(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_folder_is_written_beside_nothing_else(raw, tmp_path):
    before = names_below(tmp_path)
    done = run("clean", raw, "-o", tmp_path / "out", folder=tmp_path)
    assert names_below(tmp_path / "out") == [
        "d.json", "d.txt", "甲/b.html.json", "甲/b.html.txt", "甲/b.md.json", "甲/b.md.txt",
        "甲/c.json", "甲/c.txt",
    ]  # fmt: skip
    assert [name for name in names_below(tmp_path) if not name.startswith("out/")] == before
    assert (done.stdout, done.stderr) == (b"", b"")  # no progress but to a terminal
    for path in (tmp_path / "out").rglob("*.json"):
        validate(json.loads(path.read_text(encoding="utf-8")))


def test_one_input_prints_its_text(raw):
    assert run("clean", raw / "甲/b.md").stdout.decode() == POST + "\n"


def test_standard_input(tmp_path):
    assert run("clean", "-", given=CREDITED.encode("gb18030")).stdout.decode() == POST + "\n"
    run("clean", "-", "-o", tmp_path, given=POST.encode())
    assert names_below(tmp_path) == ["stdin.json", "stdin.txt"]


def test_several_inputs_print_json_lines(raw):
    done = run("clean", raw / "甲/b.md", raw / "甲/c.txt", raw / "d")
    records = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [record.pop("text") for record in records] == [POST + "\n"] * 3
    assert [Path(record["input"]["path"]).name for record in records] == ["b.md", "c.txt", "d"]
    for record in records:
        validate(record)


@pytest.mark.parametrize(
    ("options", "given", "text"),
    [
        (["--script", "keep"], HANT, HANT),
        (["--script", "hans"], HANT, POST),
        (["--script", "hant"], POST, HANT),
        (["--punctuation", "keep"], POST.replace("，", ","), POST.replace("，", ",")),
        (["--punctuation", "zh"], POST.replace("，", ","), POST),
        (["--keep-boilerplate"], CREDITED, CREDITED.strip()),
        (["--skip", "boilerplate", "--skip", "script"], CREDITED, CREDITED.strip()),
        (["--only", "script"], HANT + "<br>", POST + "<br>"),
        (["--only", "boilerplate"], "<b>" + CREDITED, "<b>" + POST),
        (["--skip", "markup"], "<b>" + CREDITED, "<b>" + POST),
        (["--encoding", "big5"], HANT.encode("big5"), POST),
        (["--quiet"], POST, POST),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_options(options, given, text):
    data = given if isinstance(given, bytes) else given.encode()
    assert run("clean", *options, "-", given=data).stdout.decode().strip() == text


def test_split_articles(tmp_path):
    run("clean", NEWSPAPER, "-o", tmp_path, "--split-articles")
    assert names_below(tmp_path) == [
        f"newspaper-page.{number}.{suffix}" for number in (1, 2, 3, 4) for suffix in ("json", "txt")
    ]
    record = json.loads((tmp_path / "newspaper-page.3.json").read_text(encoding="utf-8"))
    assert (record["title"], record["authors"], record["articles"]) == ("七旬绣娘的网络课堂", ["戚望舒"], [])


def test_any_number_of_jobs_gives_the_same(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    for number in range(20):  # more than are done without processes
        (raw / f"{number:02}.html").write_bytes(
            (PAGE + HANT * number).encode(("gb18030", "utf-8")[number % 2])
        )
    for jobs in (1, 2):
        # Each process with an order of sets of its own: none of it may show in the output.
        run("clean", raw, "-o", tmp_path / f"out{jobs}", "--jobs", jobs, "--quiet", PYTHONHASHSEED=str(jobs))
    found = [
        {path.name: path.read_bytes() for path in (tmp_path / f"out{jobs}").iterdir()} for jobs in (1, 2)
    ]
    assert found[0] == found[1]
    assert len(found[0]) == 40


@pytest.fixture
def faulty(tmp_path):
    """A folder with files that no text can be made of, and one good one."""
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "good.txt").write_text(POST, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "blank.txt").write_bytes(b" \r\n\t\n")
    (folder / "picture.png").write_bytes(BINARY)
    return folder


def test_what_cannot_be_cleaned_is_named_and_the_rest_is_done(faulty, tmp_path):
    named = [faulty / "empty.txt", faulty / "picture.png", faulty / "good.txt"]
    done = run("clean", *named, "-o", tmp_path / "out", code=1)
    complaints = done.stderr.decode().splitlines()
    assert [line.split(":")[1].strip() for line in complaints] == [str(path) for path in named[:2]]
    assert all("; " in line for line in complaints), complaints  # the reason; what to do
    assert names_below(tmp_path / "out") == ["good.json", "good.txt"]


def test_a_binary_file_in_a_folder_is_only_skipped(faulty, tmp_path):
    (faulty / "empty.txt").unlink()
    (faulty / "blank.txt").unlink()
    done = run("clean", faulty, "-o", tmp_path / "out")
    assert "picture.png: skipped: " in done.stderr.decode()
    assert names_below(tmp_path / "out") == ["good.json", "good.txt"]


def test_an_unreadable_file_is_named(faulty, tmp_path):
    (faulty / "gone.txt").symlink_to(tmp_path / "nowhere")
    done = run("clean", faulty / "gone.txt", faulty / "good.txt", "-o", tmp_path / "out", code=2)
    assert "gone.txt" in done.stderr.decode()  # click checks that what is named exists, before any work
    if os.geteuid() != 0:  # root may read everything
        (faulty / "secret.txt").write_text(POST, encoding="utf-8")
        (faulty / "secret.txt").chmod(0)
        done = run("clean", faulty / "secret.txt", "-o", tmp_path / "out", code=1)
        assert "check the path and its permissions" in done.stderr.decode()


def test_a_folder_without_a_file_is_named(tmp_path):
    assert "nothing to do" in run("clean", tmp_path).stderr.decode()


@pytest.mark.skipif(sys.platform == "darwin", reason="its names of files are UTF-8")
def test_what_goes_out_is_utf8_whatever_a_file_is_called(tmp_path):
    path = tmp_path / os.fsdecode(b"\xff.txt")
    path.write_text(POST, encoding="utf-8")
    assert len(run("clean", path, path).stdout.decode("utf-8").splitlines()) == 2
    run("clean", path, "-o", tmp_path / "out")
    assert r"\\xff.txt" in (tmp_path / "out" / os.fsdecode(b"\xff.json")).read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no groups of processes there")
def test_a_run_that_is_ended_leaves_no_process_and_no_half_document(tmp_path):
    (tmp_path / "raw").mkdir()
    for number in range(400):
        (tmp_path / "raw" / f"{number}.txt").write_text(HANT, encoding="utf-8")
    command = [sys.executable, "-m", "newsclean", "clean", "raw", "-o", "out", "--jobs", "2"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=ENVIRONMENT, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        while not (tmp_path / "out").exists():
            time.sleep(0.01)
        process.terminate()
        assert (process.communicate(timeout=60)[1], process.returncode) == (b"", 128 + signal.SIGTERM)
        for _ in range(100):  # the last one of them ends when it sees that the others have
            if not is_alive(process.pid):
                break
            time.sleep(0.1)
        assert not is_alive(process.pid)
    written = names_below(tmp_path / "out")
    assert 0 < len(written) < 800
    assert {name.rpartition(".")[2] for name in written} == {"json", "txt"}
    assert len({name.partition(".")[0] for name in written}) == len(written) // 2


@pytest.mark.skipif(sys.platform == "win32", reason="no name there has a line break")
def test_what_is_said_of_a_file_is_one_line_whatever_it_is_called(tmp_path):
    (tmp_path / "a\n\x1b[2J.txt").touch()
    (line,) = run("clean", tmp_path, code=1).stderr.decode().splitlines()
    assert r"a\n\x1b[2J.txt: there is no text in it" in line


def test_bytes_that_the_named_encoding_does_not_have(faulty):
    done = run("clean", "--encoding", "ascii", faulty / "good.txt", code=1)
    assert "good.txt" in done.stderr.decode()
    assert "; " in done.stderr.decode()
    assert done.stdout == b""


@pytest.mark.parametrize(
    ("args", "named"),
    [
        (["clean"], "INPUT"),
        (["clean", "nowhere.txt"], "nowhere.txt"),
        (["clean", "-", "--encoding", "klingon"], "klingon"),
        (["clean", "-", "--encoding", "rot13"], "rot13"),
        (["clean", "-", "--only", "polish"], "polish"),
        (["clean", "-", "--skip", "decode"], "decode"),
        (["clean", "-", "--only", "script", "--skip", "script"], "leave out one of the two"),
        (["clean", "-", "--only", "boilerplate", "--keep-boilerplate"], "leave out one of the two"),
        (["clean", "-", "--split-articles"], "-o OUT"),
        (["clean", "-", "-"], "once"),
        (["claen"], 'did you mean "clean"?'),
        (["polish"], "polish"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_is_said(args, named, tmp_path):
    assert named in run(*args, code=2, folder=tmp_path).stderr.decode()


def test_a_run_that_cannot_write_says_so(raw, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/d.txt").mkdir()  # a folder where a file should go
    done = run("clean", raw, "-o", tmp_path / "out", "--jobs", "1", code=3)
    assert "cannot write" in done.stderr.decode()
    assert not [name for name in names_below(tmp_path / "out") if ".newsclean-" in name]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a device that is always full")
@pytest.mark.parametrize("verb", ["clean", "check", "explain", "config"])
def test_standard_output_that_cannot_be_written_is_said(verb, tmp_path):
    (tmp_path / "a.txt").write_text(HANT, encoding="utf-8")
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "newsclean", verb, *([] if verb == "config" else ["a.txt"])]
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, cwd=tmp_path, env=ENVIRONMENT, check=False
        )
    assert (done.returncode, done.stderr.count(b"\n")) == (3, 1)
    assert b"standard output cannot be written" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no shell that closes streams")
@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("clean a.txt >&-", 3, "standard output cannot be written (it is closed)"),
        ("check a.txt >&-", 3, "standard output cannot be written (it is closed)"),
        ("clean a.txt -o out >&-", 0, ""),
        ("clean a.txt -o out 2>&-", 0, ""),
        ("clean - <&-", 1, "-: there is no text in it"),
        ("clean - 0>none", 1, "-: cannot be read"),
        ("explain - 0>none", 1, "-: cannot be read"),
        ("clean a.txt -o out <&-", 0, ""),
    ],
    ids=str,
)
def test_streams_that_are_closed_or_no_text_are_said_to_be(command, code, said, tmp_path):
    (tmp_path / "a.txt").write_text(HANT, encoding="utf-8")
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -m newsclean {command}', sys.executable],
        capture_output=True, cwd=tmp_path, env=ENVIRONMENT, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr.count(b"\n")) == (code, bool(said))
    assert said in done.stderr.decode()
    if "-o" in command:
        assert names_below(tmp_path / "out") == ["a.json", "a.txt"]


def test_a_terminal_is_told_what_is_wrong_below_no_bar_and_how_it_went_in_the_end(raw, tmp_path):
    pty = pytest.importorskip("pty")
    (raw / "a.txt").touch()
    (raw / "b.png").write_bytes(BINARY)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "newsclean", "clean", raw, "-o", tmp_path / "out"]
    subprocess.run(command, stderr=theirs, env=ENVIRONMENT, check=False)
    os.close(theirs)
    shown = b""
    while b"rejected" not in shown:
        shown += os.read(ours, 1024)
    os.close(ours)
    lines = [line.rpartition("\r")[2] for line in shown.decode().replace("\r\n", "\n").split("\n")]
    assert [line.rpartition("/")[2] for line in lines[:-1]] == [
        "a.txt: there is no text in it; leave it out, or fetch it again",
        "b.png: skipped: it is not text: it begins like a picture, a PDF, an archive or a program",
        "newsclean: 4 cleaned, 1 skipped, 1 rejected",
    ]


def test_a_link_to_a_folder_is_named_and_not_followed(raw, tmp_path):
    try:
        (raw / "甲/loop").symlink_to(raw, target_is_directory=True)
    except OSError:
        pytest.skip("no permission to make links")
    done = run("clean", raw, "-o", tmp_path / "out")
    assert "甲/loop: skipped: it is a link to a folder" in done.stderr.decode()
    assert not [name for name in names_below(tmp_path / "out") if "loop" in name]


def test_an_input_is_never_overwritten(raw):
    before = (raw / "甲/c.txt").read_bytes()
    assert "overwrite" in run("clean", raw, "-o", raw, code=2).stderr.decode()
    assert (raw / "甲/c.txt").read_bytes() == before


HEAVY = ("opencc", "bs4", "lxml", "selectolax", "charset_normalizer", "yaml", "pebble", "tqdm")


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_asking_for_the_version_loads_no_library(option):
    code = (
        "import sys; from newsclean.cli import main; main(['" + option + "'], standalone_mode=False); "
        f"print('loaded:', [name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=ENVIRONMENT, check=True
    )
    assert done.stdout.endswith("loaded: []\n")


def test_version():
    assert run("--version").stdout.decode() == f"newsclean, version {newsclean.__version__}\n"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_and_option_has_its_help(verb):
    command = main.get_command(Context(main), verb)
    assert command.help
    options = [param for param in command.params if isinstance(param, Option)]
    assert options
    assert all(option.help for option in options)
    if verb != "config":  # which can but print
        assert re.search(r"exit\s+code", command.help, re.IGNORECASE)


def test_only_boilerplate_goes_before_a_configuration_that_keeps_it(raw, tmp_path):
    (tmp_path / "newsclean.toml").write_text("keep-boilerplate = true\n", encoding="utf-8")
    done = run("clean", raw / "甲/c.txt", "--only", "boilerplate", folder=tmp_path)
    assert "方小禾" not in done.stdout.decode()


def test_options_go_before_the_configuration(raw, tmp_path):
    (tmp_path / "newsclean.toml").write_text('script = "keep"\nkeep-boilerplate = true\n', encoding="utf-8")
    kept = run("clean", raw / "甲/c.txt", folder=tmp_path).stdout.decode()
    assert "责任编辑：方小禾" in kept
    (tmp_path / "other.toml").write_text('punctuation = "full"\n', encoding="utf-8")
    done = run("clean", raw, "--config", tmp_path / "other.toml", folder=tmp_path, code=2)
    assert 'other.toml:1: punctuation takes zh or keep, not "full"' in done.stderr.decode()


def test_explain_tells_each_change_with_its_stage(tmp_path):
    post = tmp_path / "post.txt"
    post.write_text(f"當(dāng)前試(shì)營業(yè)的{HANT}\n\n（責任編輯：方小禾）\n", encoding="utf-8")
    lines = run("explain", post).stdout.decode().splitlines()
    stages = [line.partition(":")[0] for line in lines if not line.startswith(" ")]
    assert stages == ["decode", "mojibake", "metadata", "boilerplate", "script"]
    assert "  encoding: utf-8" in lines
    assert "  pinyin, line 1: 當(dāng)前試(shì → 當前試(shì" in lines
    assert "  editors, credit: 方小禾" in lines
    assert "  credit-line, paragraph 2, taken out: （責任編輯：方小禾）" in lines
    assert "metadata" in lines
    assert "mojibake: 3 changes" in lines


def test_explain_shows_the_ends_of_what_is_long_and_counts_the_lines(tmp_path):
    post = tmp_path / "post.html"
    bar = "".join(f"<a href='/{number}'>更多新闻</a>" for number in range(80))
    post.write_text(
        f"<html><body><div>{bar}</div><h1>通水</h1>\n<p>{POST}</p>\n<p>當(dāng)前試(shì)營業</p>", "utf-8"
    )
    lines = run("explain", post).stdout.decode().splitlines()
    assert any(line.startswith("  pinyin, line 3: ") for line in lines)
    assert "  page type: article" in lines
    assert all(len(line) < 250 for line in lines)
    assert any(" … " in line for line in lines)


def test_explain_marks_what_was_chosen_and_names_what_is_lost():
    sample = NEWSPAPER.with_name("night-market.txt")
    assert b"\n  ~byte-shift, line 5: " in run("explain", sample).stdout
    assert "irrecoverable: 锟斤拷".encode() in run("explain", NEWSPAPER.with_name("lost.txt")).stdout


def test_explain_takes_the_options_of_clean(tmp_path):
    given = HANT.encode("big5")
    assert run("explain", "-", "--script", "keep", "--encoding", "big5", given=given).stdout.decode() == (
        "decode\n  encoding: big5-hkscs\nscript\n  script: Hant\n  language, text: zh-Hant\n"
    )
    run("explain", "-", "--encoding", "klingon", given=given, code=2)
    run("explain", tmp_path, code=2)


def test_explain_rejects_with_the_reason():
    done = run("explain", "-", given=BINARY, code=1)
    assert done.stdout == b""
    assert done.stderr.decode().startswith("newsclean: -: ")
