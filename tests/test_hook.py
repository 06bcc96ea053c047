"""The hooks under the real pre-commit, in real git repositories."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import newsclean

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
DOCS = (ROOT / "docs/pre-commit.md").read_text(encoding="utf-8")
DOCUMENTED = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(repos:.*?)```", DOCS, re.DOTALL)]
DAMAGED = '---\nlayout: post\ntitle: "今年,好"\n---\n<p>當前形勢，記者來到廣場,全县增长２成。</p>\n'
MENDED = '---\nlayout: post\ntitle: "今年，好"\n---\n<p>当前形势，记者来到广场，全县增长2成。</p>\n'
CLEAN = '---\nlayout: post\ntitle: "今年，好"\n---\n<p>今年以来，全县增长两成。</p>\n'


class Repository:
    """A git repository of a user's, with pre-commit."""

    def __init__(self, folder, home):
        self.folder = folder
        package = Path(newsclean.__file__).resolve().parent.parent
        self.environment = os.environ | {
            "PYTHONPATH": str(package),
            "PRE_COMMIT_HOME": str(home),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "PRE_COMMIT_COLOR": "never",
        }
        folder.mkdir()
        self.run("git", "init", "--quiet")
        for key, value in {
            "user.name": "某人",
            "user.email": "a@a.example",
            "core.quotePath": "false",
        }.items():
            self.run("git", "config", key, value)

    def run(self, *command, check=True):
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, encoding="utf-8", check=False
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def install(self, config):
        self.write(".pre-commit-config.yaml", yaml.safe_dump(config, allow_unicode=True, sort_keys=False))
        self.run(sys.executable, "-m", "pre_commit", "install")

    def commit(self):
        """Stage all there is and try to commit it; what was said, and whether it went through."""
        self.run("git", "add", "--all")
        done = self.run("git", "commit", "-m", "发布", check=False)
        return done.stdout + done.stderr, done.returncode == 0


def local_hooks(*ids):
    """The hooks of the manifest, run by this Python rather than in an environment of their own."""
    hooks = [hook | {"language": "system"} for hook in MANIFEST if hook["id"] in ids]
    for hook in hooks:
        hook["entry"] = hook["entry"].replace("newsclean", f"{sys.executable} -m newsclean", 1)
    return {"repos": [{"repo": "local", "hooks": hooks}]}


@pytest.fixture
def repository(tmp_path):
    made = Repository(tmp_path / "posts of mine", tmp_path / "home")
    made.install(local_hooks("newsclean-check", "newsclean-fix"))
    return made


def test_a_commit_of_damaged_posts_fails_and_mends_them_then_passes(repository):
    """Among them a file with line ends of Windows, one with spaces and Chinese in its name, one in GBK."""
    page = "<html><head><meta charset={}><title>要闻</title></head><body><p>{}</p></body></html>\n"
    news = "市民政局今日公布了新的办法，群众满意度达到百分之九十八{}"
    before_and_after = {
        "_posts/2024-03-09-a.md": (DAMAGED.encode(), MENDED),
        "windows.md": (DAMAGED.replace("\n", "\r\n").encode(), MENDED.replace("\n", "\r\n")),
        "要 闻/三月 九日.html": ("<p>今年以来,全县增长。</p>\n".encode(), "<p>今年以来，全县增长。</p>\n"),
        "gbk.html": (
            page.format("gbk", news.format(",记者说。")).encode("gbk"),
            page.format("utf-8", news.format("，记者说。")),
        ),
        "clean.md": (CLEAN.encode(), CLEAN),
        "program.py": ("s = '今年,好'\n".encode(), "s = '今年,好'\n"),
    }
    paths = {name: repository.write(name, before) for name, (before, _) in before_and_after.items()}
    said, passed = repository.commit()
    assert not passed
    assert "_posts/2024-03-09-a.md:3:11: NC908 " in said
    assert "windows.md:3:11: NC908 " in said
    assert "要 闻/三月 九日.html:1:8: NC908 " in said
    assert "gbk.html:1:1: NC101 encoded as gb18030, not UTF-8" in said
    assert "files were modified by this hook" in said
    fixed = {line.removeprefix("Fixing ") for line in said.splitlines() if line.startswith("Fixing ")}
    assert fixed == {name for name, (before, after) in before_and_after.items() if before != after.encode()}
    assert {name: path.read_bytes().decode() for name, path in paths.items()} == {
        name: after for name, (_, after) in before_and_after.items()
    }
    said, passed = repository.commit()
    assert passed, said


def test_500_files_in_one_go(repository):
    for number in range(500):
        repository.write(f"posts/{number}.md", DAMAGED if number % 100 == 0 else CLEAN)
    said, passed = repository.commit()
    assert not passed
    assert said.count("Fixing posts/") == 5
    said, passed = repository.commit()
    assert passed, said


def test_check_alone_changes_nothing(tmp_path):
    repository = Repository(tmp_path / "posts", tmp_path / "home")
    repository.install(local_hooks("newsclean-check"))
    post = repository.write("a.md", DAMAGED)
    said, passed = repository.commit()
    assert not passed
    assert "a.md:3:11: NC908 " in said
    assert post.read_text(encoding="utf-8") == DAMAGED


def test_configuration_at_the_root_holds(repository):
    repository.write("newsclean.toml", 'exclude = ["drafts"]\nignore = ["NC908"]\n')
    repository.write("drafts/a.md", DAMAGED)
    post = repository.write("posts/b.md", "今年以来,增长２成。\n")
    said, passed = repository.commit()
    assert not passed
    assert "drafts" not in said
    assert post.read_text(encoding="utf-8") == "今年以来,增长2成。\n"
    repository.write("newsclean.toml", 'scirpt = "keep"\n')
    said, passed = repository.commit()
    assert not passed
    assert 'newsclean.toml:1: unknown key "scirpt"; did you mean "script"?' in said


def test_manifest_is_valid():
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_hook_is_documented():
    for hook in MANIFEST:
        assert f"`{hook['id']}`" in DOCS


def test_the_hook_of_an_installed_newsclean_is_documented_as_it_is():
    (documented,) = DOCUMENTED[1]["repos"][0]["hooks"]
    (hook,) = (hook for hook in MANIFEST if hook["id"] == documented["id"])
    assert documented == {key: hook[key] for key in documented} | {"language": "system"}


@pytest.mark.skipif("CI" not in os.environ, reason="installs newsclean and what it needs: takes a minute")
def test_installed_by_pre_commit_itself(tmp_path):
    """As a user has it: pre-commit clones the repository and makes an environment from the package index."""
    repository = Repository(tmp_path / "posts", tmp_path / "home")
    del repository.environment["PYTHONPATH"]
    revision = repository.run("git", "-C", str(ROOT), "rev-parse", "HEAD").stdout.strip()
    (documented,) = DOCUMENTED[0]["repos"]
    repository.install({"repos": [documented | {"repo": str(ROOT), "rev": revision}]})
    post = repository.write("a.md", DAMAGED)
    said, passed = repository.commit()
    assert not passed
    assert "Fixing a.md" in said
    assert post.read_text(encoding="utf-8") == MENDED
    said, passed = repository.commit()
    assert passed, said
