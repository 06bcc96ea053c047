"""Configuration: `newsclean.toml`, or `[tool.newsclean]` in `pyproject.toml`.

```toml
script = "hans"                 # hans, hant or keep
punctuation = "zh"              # zh or keep
keep-boilerplate = false        # true: `clean` leaves credits, notices and bars in the text
fix = ["mojibake", "script", "normalise"]   # stages whose repairs `fix` makes; "boilerplate" may be added
select = ["NC2", "NC6"]         # the codes that `check` and `fix` look for; empty: all
ignore = ["NC905"]              # the codes that they never look for
exclude = ["drafts", "*.raw.md"]            # files that they skip
protected = ["乾安县"]           # words that the script stage leaves alone
rules = ["house/notices.toml"]  # files of house rules for boilerplate
rules-off = ["tool-bar"]        # rules of the package that do not apply

[[rule]]                        # a house rule in the configuration itself
id = "our-footer"
```

Paths are relative to the folder of the configuration file.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from newsclean.choices import CHOICES, Punctuation, TargetScript
from newsclean.tomlfile import InvalidToml, parse_toml, quoted, read_toml, suggest

if TYPE_CHECKING:
    from newsclean.boilerplate.ruleset import RuleSet

FILE = "newsclean.toml"
PYPROJECT = "pyproject.toml"

FIXABLE = ("mojibake", "boilerplate", "script", "normalise")
"""The stages whose repairs `newsclean fix` can make, in order."""


class ConfigError(ValueError):
    """An invalid configuration; the message says where, what, and what to do."""


@dataclass(frozen=True)
class Config:
    """The configuration in force.

    Attributes:
        script: Chinese script of the text; `keep` leaves it unchanged.
        punctuation: `zh` for full-width punctuation in Chinese sentences; `keep` leaves it unchanged.
        keep_boilerplate: Whether `clean` leaves credits, notices and bars in the text.
        fix: Stages whose repairs `newsclean fix` makes.
        select: Codes, or prefixes of codes, that `check` and `fix` look for; empty for all.
        ignore: Codes, or prefixes of codes, that they never look for.
        exclude: Patterns of files that they skip.
        protected: Words that the script stage leaves alone.
        rules: Files of house rules, as absolute paths.
        rules_off: Ids of rules of the package that do not apply.
        rule: House rules in the configuration itself, as TOML tables.
        path: The file that was read; None if there is none.
        origins: Where each field that was set comes from: `newsclean.toml:3` or `--script`.
    """

    script: TargetScript = "hans"
    punctuation: Punctuation = "zh"
    keep_boilerplate: bool = False
    fix: tuple[str, ...] = ("mojibake", "script", "normalise")
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    protected: frozenset[str] = frozenset()
    rules: tuple[Path, ...] = ()
    rules_off: frozenset[str] = frozenset()
    rule: tuple[Mapping[str, Any], ...] = ()
    path: Path | None = None
    origins: Mapping[str, str] = field(default_factory=dict)

    def override(self, **options: object) -> Config:
        """The configuration with fields replaced by options of the command line; None leaves a field alone.

        >>> Config().override(script="keep", punctuation=None).script
        'keep'
        """
        given = {name: value for name, value in options.items() if value is not None}
        origins = dict(self.origins) | {name: _option(name) for name in given}
        return dataclasses.replace(self, **given, origins=origins)  # type: ignore[arg-type]  # click checked them

    @cached_property
    def ruleset(self) -> RuleSet:
        """The boilerplate rules in force.

        Raises:
            ConfigError: A house rule is invalid, or a rule to be switched off does not exist.
        """
        from newsclean.boilerplate.ruleset import RuleSet  # noqa: PLC0415 - only where rules are needed

        if not (self.rules or self.rule or self.rules_off):
            return RuleSet()
        from newsclean.boilerplate.houserules import RuleError, load_rules  # noqa: PLC0415 - most users have none

        try:
            return load_rules((*self.rules, *self.rule), self.rules_off, path=str(self.path or FILE))
        except RuleError as error:
            raise ConfigError(str(error)) from None

    def excludes(self, path: Path) -> bool:
        """Whether a file is to be skipped; its path may be relative to the working folder."""
        if not self.exclude:
            return False
        root = self.path.parent if self.path is not None else Path.cwd()
        absolute = Path(path).absolute()
        inside = absolute.is_relative_to(root)
        name = absolute.relative_to(root) if inside else absolute
        return self._excluded.search(PurePosixPath(name).as_posix()) is not None

    @cached_property
    def _excluded(self) -> re.Pattern[str]:
        return re.compile("|".join(_glob(pattern) for pattern in self.exclude))


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")


# -- finding and reading -----------------------------------------------------------------------------


def find(folder: Path | None = None) -> Path | None:
    """The configuration file that applies in a folder: the nearest one in or above it.

    If a folder has both, `newsclean.toml` is preferred to `pyproject.toml`; a `pyproject.toml` without
    `[tool.newsclean]` does not count.

    Args:
        folder: The folder; the working folder by default.

    Raises:
        ConfigError: A `pyproject.toml` on the way cannot be read.
    """
    here = (folder or Path.cwd()).absolute()
    for place in (here, *here.parents):
        own, project = place / FILE, place / PYPROJECT
        if own.is_file():
            return own
        if project.is_file():
            text = _read(project)
            # Most files of other projects do not mention newsclean, and need not be parsed.
            if "newsclean" in text and _own_table(_parse(project, text)) is not None:
                return project
    return None


def load(path: Path | None = None) -> Config:
    """The configuration in force.

    Args:
        path: The file to read (`--config FILE`); by default the one that applies in the working folder.

    Raises:
        ConfigError: The file cannot be read, or has an invalid key or value.
    """
    path = path or find()
    if path is None:
        return Config()
    path = path.absolute()
    text = _read(path)
    parsed = _parse(path, text)
    if path.name != PYPROJECT:
        return _Reader(path, text, "").config(parsed)
    table = _own_table(parsed)
    if table is None:
        table = {}
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: tool.newsclean has to be a table: [tool.newsclean]")
    return _Reader(path, text, "tool.newsclean").config(table)


def _read(path: Path) -> str:
    try:
        return read_toml(path)
    except ValueError as error:
        raise ConfigError(f"{path}: {error}") from None


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        return parse_toml(text)
    except InvalidToml as error:
        raise ConfigError(f"{path}:{error.line}: {error}") from None


def _own_table(project: Mapping[str, Any]) -> object:
    """What `pyproject.toml` has as `tool.newsclean`; None if it has none."""
    tool = project.get("tool")
    return tool.get("newsclean") if isinstance(tool, dict) else None


# -- values ------------------------------------------------------------------------------------------


class _Reader:
    """Turns the table of a file into a Config; errors name the line of the key."""

    def __init__(self, path: Path, text: str, section: str) -> None:
        self.path = path
        self.lines = text.splitlines()
        self.section = section

    def config(self, table: Mapping[str, Any]) -> Config:
        fields: dict[str, Any] = {}
        origins: dict[str, str] = {}
        for key, value in table.items():
            if key not in _KEYS:
                raise self.error(key, f'unknown key "{key}"{suggest(key, _KEYS)}')
            name = key.replace("-", "_")
            fields[name] = _KEYS[key](self, key, value)
            origins[name] = self.where(key)
        return Config(**fields, path=self.path, origins=origins)

    def error(self, key: str, complaint: str) -> ConfigError:
        return ConfigError(f"{self.where(key)}: {complaint}")

    def where(self, key: str) -> str:
        """`path:line` of a key, which is searched for, since tomllib does not keep positions."""
        table = ""
        named = re.compile(rf"""\s*(?:["']?{re.escape(key)}["']?\s*=|\[\[?\s*(?P<table>[^\]]+?)\s*\])""")
        full = f"{self.section}.{key}".lstrip(".")
        for number, line in enumerate(self.lines, 1):
            found = named.match(line)
            if found is None:
                continue
            if found["table"] is None:
                if table == self.section:
                    return f"{self.path}:{number}"
                continue
            table = found["table"].replace('"', "").replace("'", "").replace(" ", "")
            if table == full or table.startswith(full + "."):
                return f"{self.path}:{number}"
        return f"{self.path}"

    def flag(self, key: str, value: object) -> bool:
        if not isinstance(value, bool):
            raise self.error(key, f"{key} takes true or false, not {_shown(value)}")
        return value

    def words(self, key: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
            raise self.error(key, f'{key} takes a list of words, as in ["…", "…"], not {_shown(value)}')
        return tuple(value)

    def codes(self, key: str, value: object) -> tuple[str, ...]:
        words = self.words(key, value)
        try:
            return check_codes(words)
        except ValueError as error:
            raise self.error(key, f"{key}: {error}") from None

    def stages(self, key: str, value: object) -> tuple[str, ...]:
        given = self.words(key, value)
        for stage in given:
            if stage not in FIXABLE:
                raise self.error(
                    key,
                    f'{key}: no stage "{stage}" makes repairs{suggest(stage, FIXABLE)} '
                    f"(those that do are {', '.join(FIXABLE)})",
                )
        return tuple(stage for stage in FIXABLE if stage in given)

    def paths(self, key: str, value: object) -> tuple[Path, ...]:
        files = tuple(self.path.parent / name for name in self.words(key, value))
        for file in files:
            if not file.is_file():
                raise self.error(key, f"{key}: no file {file}; paths are relative to the folder of this file")
        return files

    def tables(self, key: str, value: object) -> tuple[Mapping[str, Any], ...]:
        if not isinstance(value, list) or not all(isinstance(rule, dict) for rule in value):
            raise self.error(key, f"{key} takes tables, each headed [[{key}]]")
        return tuple(value)


def _choice(*names: str) -> Callable[[_Reader, str, object], str]:
    def read(reader: _Reader, key: str, value: object) -> str:
        if not isinstance(value, str) or value not in names:
            raise reader.error(
                key,
                f"{key} takes {', '.join(names[:-1])} or {names[-1]}, "
                f"not {_shown(value)}{suggest(str(value), names)}",
            )
        return value

    return read


def _shown(value: object) -> str:
    """A value of a TOML file, for messages."""
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _set(reader: _Reader, key: str, value: object) -> frozenset[str]:
    return frozenset(reader.words(key, value))


_KEYS: dict[str, Callable[[_Reader, str, Any], object]] = {
    "script": _choice(*CHOICES["script"]),
    "punctuation": _choice(*CHOICES["punctuation"]),
    "keep-boilerplate": _Reader.flag,
    "fix": _Reader.stages,
    "select": _Reader.codes,
    "ignore": _Reader.codes,
    "exclude": _Reader.words,
    "protected": _set,
    "rules": _Reader.paths,
    "rules-off": _set,
    "rule": _Reader.tables,
}
"""How the value of each key is read; the field of Config has underscores for the hyphens of the key."""


def check_codes(codes: Iterable[str]) -> tuple[str, ...]:
    """Codes of rules, or prefixes of codes, in upper case.

    Raises:
        ValueError: One of them is something else.

    >>> check_codes(["nc2", "NC203"])
    ('NC2', 'NC203')
    """
    upper = tuple(code.upper() for code in codes)
    for given, code in zip(codes, upper, strict=True):
        if not re.fullmatch(r"NC[0-9]{0,4}", code):
            raise ValueError(f'"{given}" is neither a code of a rule, such as NC203, nor a prefix of one')
    return upper


def _glob(pattern: str) -> str:
    """A regular expression for a pattern of `exclude`: a name at any depth, or a path from the root.

    `*` matches within one name, `**` across several. Everything below a matching folder matches as well.
    """
    wild = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    pieces = re.split(r"(\*\*/|\*\*|\*|\?)", pattern.strip("/"))
    anchored = "/" in pattern.rstrip("/")
    named = "".join(wild.get(piece, re.escape(piece)) for piece in pieces)
    return ("^" if anchored else "(?:^|/)") + named + "(?:/|$)"


def describe(config: Config) -> str:
    """The configuration in force as TOML, with the origin of each value.

    >>> print(describe(Config()).splitlines()[1])
    script = "hans"  # default
    """
    lines = [f"# {config.path}" if config.path is not None else "# no configuration file; all defaults"]
    for key in _KEYS:
        name = key.replace("-", "_")
        value = getattr(config, name)
        origin = config.origins.get(name, "default")
        if name == "rule":
            lines += [f"[[rule]]  # {origin}\nid = {_toml(rule.get('id', ''))}  # …" for rule in value]
        else:
            lines.append(f"{key} = {_toml(value)}  # {origin}")
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    """A value of a field as TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple | frozenset):
        return f"[{', '.join(map(_toml, sorted(value) if isinstance(value, frozenset) else value))}]"
    return quoted(value.as_posix() if isinstance(value, Path) else str(value))
