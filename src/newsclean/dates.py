"""Dates as Chinese pages write them, to ISO 8601 exactly as precise as they stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

from newsclean.lazy import regex

FIRST_YEAR, LAST_YEAR = 1840, 2099
"""Years a news text may be from: the first Chinese papers of the modern kind stand at the lower end."""

REPUBLIC = 1911
"""民国 n年 is the year 1911 + n."""

_CHINA = timezone(timedelta(hours=8))
_SECONDS_1995, _SECONDS_2099 = 788_918_400, 4_070_908_800
_PLAIN = str.maketrans(
    "０１２３４５６７８９：／－．年月日時點號○零Ｏ０‐‑–—−",
    "0123456789:/-.年月日时点号〇〇〇0-----",
)
_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"元": 1, "两": 2}
_MONTHS = {
    name: i
    for i, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_N = "[〇一二三四五六七八九十廿卅元]"
_S = r"\s{0,3}"
_EN = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_DATE = regex(  # what a date begins with comes first: most places are passed over by it
    rf"""
    (?=[\d公中民〇一二三四五六七八九JFMASOND])(?:
    (?<![\d.])(?:公元)?(?:
        (?P<y1>\d{{4}}){_S}(?P<sep>[-/.]){_S}(?P<m1>\d{{1,2}}){_S}(?P=sep){_S}
        (?P<d1>\d\d(?=\d\d:)|\d{{1,2}}(?!\d))
      | (?P<y2>\d{{4}}){_S}年{_S}
        (?:(?P<m2>\d{{1,2}}){_S}月{_S}(?:份|(?P<d2>\d{{1,2}}){_S}[日号]?)?)?
      | (?P<y0>(?:19|20)\d\d)\s{{1,3}}(?P<m0>\d\d)\s?[-/]\s?(?P<d0>\d\d)(?!\d)
      | (?P<y3>(?:19|20)\d\d)(?P<m3>0[1-9]|1[0-2])(?P<d3>0[1-9]|[12]\d|3[01])
        (?:(?P<H3>[01]\d|2[0-3])(?P<M3>[0-5]\d)(?P<S3>[0-5]\d))?(?!\d)
      | (?P<y4>\d\d)-(?P<m4>\d\d)-(?P<d4>\d\d)(?![\d-])
      | (?P<y15>[012]\d)年(?P<m15>[01]\d)月(?P<d15>[0-3]\d)日
      | (?P<m5>\d{{1,2}}){_S}
        (?:-(?P<d5a>\d\d(?=\d\d:)|\d{{1,2}}(?![\d:-]))|月{_S}(?P<d5b>\d{{1,2}}){_S}[日号])
      | (?:(?P<d11a>\d{{1,2}})\.(?P<m11a>\d{{1,2}})\.
          |(?P<d11b>1[3-9]|2\d|3[01])[-/](?P<m11b>\d{{1,2}})[-/]
          |(?P<m11c>\d{{1,2}})[-/](?P<d11c>1[3-9]|2\d|3[01])[-/])(?P<y11>(?:19|20)\d\d)(?!\d)
    )
  | (?:(?P<m13>\d{{1,2}}|{_N}{{1,3}})\s?月\s(?P<d13>\d{{1,2}}),
      |(?P<d14>\d{{1,2}})\s(?P<m14>\d{{1,2}}|{_N}{{1,3}})\s?月,)\s?(?P<y13>(?:19|20)\d\d)(?!\d)
  | (?:公元)?(?P<y6>[〇一二三四五六七八九]{{4}})年
    (?:(?P<m6>{_N}{{1,3}})月(?:份|(?P<d6>{_N}{{1,3}})[日号]?)?)?
  | (?:中[华華])?民[国國]{_S}(?P<y7>\d{{1,3}}|{_N}{{1,4}}){_S}年
    (?:{_S}(?P<m7>\d{{1,2}}|{_N}{{1,3}}){_S}月(?:{_S}(?P<d7>\d{{1,2}}|{_N}{{1,3}}){_S}[日号]?)?)?
  | (?<![\d.\-/])(?P<y10>1[0-4]\d)(?:
        {_S}年{_S}(?P<m10a>\d{{1,2}}){_S}月{_S}(?P<d10a>\d{{1,2}}){_S}日
      | (?P<sep10>[-/.])(?P<m10b>\d\d)(?P=sep10)(?P<d10b>\d\d)(?![\d\-/.]))
  | (?<![A-Za-z\d])(?P<d8>\d{{1,2}})\s(?P<m8>{_EN})\.?(?:,\s?|\s)(?P<y8>\d{{4}})(?!\d)
  | (?<![A-Za-z])(?P<m12>{_EN})\s{{1,2}}(?P<d12>\d{{1,2}})\s(?P<H12>\d\d):(?P<M12>\d\d):(?P<S12>\d\d)
    \s(?:(?P<z12>[A-Z]{{3}}|[+-]\d{{4}})\s)?(?P<y12>\d{{4}})(?!\d)
  | (?<![A-Za-z])(?P<m9>{_EN})\.?\s(?P<d9>\d{{1,2}})(?:,\s?|\s)(?P<y9>\d{{4}})(?!\d)
    )
    """,
    re.VERBOSE,
)
_ANY = regex(r"[年月]|\d(?:\s{0,3}[-/.－／．‐‑–—−]\s{0,3}\d|\d{7})|[JFMASOND][a-z]{2}")
_TIME = regex(
    r"""
    (?:T|-(?=\d\d:\d\d)|\s{1,2}/\s{1,2}(?=(?:[上下]午)?\d{1,2}[:点])|[,，]?\s{0,3}(?:(?:[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?|[(（][一二三四五六日][)）])\s{0,3})?)
    (?P<half>凌晨|清晨|早上|早晨|早|上午|中午|下午|傍晚|晚上|晚间|晚)?\s?
    (?P<H>\d{1,2})(?:
        :(?P<M>[0-5]\d)(?::(?P<S>[0-5]\d)(?:\.\d{1,9})?)?\s?(?P<ampm>[AaPp]\.?[Mm]\b)?
        (?:\s?(?P<zone>Z\b|GMT|UTC|HKT|SGT|CST\b|[+-]\d\d:?\d\d(?!\d)))?
      | \s?[时点](?:\s?(?P<M2>[0-5]?\d)\s?分(?:\s?(?P<S2>[0-5]?\d)\s?秒)?)?
    )
    """,
    re.VERBOSE,
)

_WEEKDAY = regex(
    r"[,，]?\s{0,3}(?:[(（](?:星期|周|礼拜)?[一二三四五六日天][)）]|(?:星期|礼拜|周)[一二三四五六日天])"
)
_EARLIER = regex(r"(?<![\d:])([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?\s{1,3}$")
"""A time of day before its date: 20:47 2024/05/06."""
_WIDTH = 12
_DAY_BEFORE = regex(
    r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?|Thứ \w{2,4}|Chủ [Nn]hật),\s{0,2}$"
)
"""The day of the week before a date, in English or Vietnamese: Friday, Nov 8, 2024."""

_YEARS = ("y0", "y1", "y2", "y3", "y6", "y8", "y9", "y11", "y12", "y13")


_ZONES = {
    "Z": "+00:00",
    "GMT": "+00:00",
    "UTC": "+00:00",
    "HKT": "+08:00",
    "SGT": "+08:00",
    "CST": "",
    "": "",
}
"""Zones by their abbreviations; CST may be that of China or of Chicago."""


class Found(NamedTuple):
    """A date in a text: `text[start:end]` says it, `iso` is it in ISO 8601."""

    start: int
    end: int
    iso: str


def parse_date(text: str, year: int | None = None) -> str | None:
    """The first date in a text, as ISO 8601 no more precise than it stands there.

    Understands 2024年6月1日, 2024-06-01 08:30, 二〇一七年九月, 民国一〇六年, 20240601,
    `Sat, 01 Jun 2024 08:30:00 GMT`, `Sat Jun  1 08:30:00 2024`, 31.05.2024 (day first, as in Germany) and
    their like; numbers may be full width. What says only yesterday or three hours ago is no date, nor is
    05/06/2024, which may be one day or another.

    Args:
        text: Any string.
        year: The year to take where only month and day are given (06-01 08:30); without it those
            are no date.

    Returns:
        `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, or that with `THH:MM`, `THH:MM:SS` and an offset
        from UTC where the text gives one; None if there is no date in it.

    >>> parse_date("发布时间：2024年6月1日 下午3:05　来源：某报")
    '2024-06-01T15:05'
    >>> parse_date("二〇一七年九月"), parse_date("昨天 08:30"), parse_date("06-01 08:30", year=2024)
    ('2017-09', None, '2024-06-01T08:30')
    """
    return next((found.iso for found in find_dates(text, year)), None)


def may_date(text: str) -> bool:
    """Whether a text holds what every date does; most lines with numbers do not."""
    return _ANY.search(text) is not None


def find_dates(text: str, year: int | None = None) -> Iterator[Found]:
    """All dates in a text, in order, with their places.

    Args:
        text: Any string.
        year: The year to take where only month and day are given; without it those are left out.

    Yields:
        Each date with its place in `text`, in code points.

    >>> [tuple(found) for found in find_dates("（原载2021年5月《某报》）")]
    [(3, 10, '2021-05')]
    """
    if not may_date(text):
        return
    plain = text.translate(_PLAIN)
    position = 0
    while match := _DATE.search(plain, position):
        found = _date(match, year)
        if found is None:
            position = match.start() + 1
            while position < len(plain) and plain[position - 1].isdigit() and plain[position].isdigit():
                position += 1  # not into the middle of a number
            continue
        iso, precise = found
        start, before, position = match.start(), position, match.end()
        if precise and (time := _TIME.match(plain, position)) and (clock := _clock(time)):
            iso, position = f"{iso}T{clock}" if clock != "?" else iso, time.end()
        elif precise and (weekday := _WEEKDAY.match(plain, position)):
            position = weekday.end()
        elif precise and (time := _EARLIER.search(plain, max(start - _WIDTH, before), start)):
            start, iso = time.start(), f"{iso}T{time[1]:0>2}:{time[2]}"
        if "," in plain[max(start - 2, 0) : start] and (
            named := _DAY_BEFORE.search(plain, max(start - _WIDTH, before), start)
        ):
            start = named.start()
        yield Found(start, position, iso)


def from_timestamp(value: float) -> str | None:
    """A Unix time stamp, in seconds or milliseconds, as China's local time; None if it is none.

    >>> from_timestamp(1567845215)
    '2019-09-07T16:33:35+08:00'
    """
    seconds = value / 1000 if value >= _SECONDS_2099 else value
    if not _SECONDS_1995 <= seconds < _SECONDS_2099:
        return None
    return datetime.fromtimestamp(int(seconds), tz=UTC).astimezone(_CHINA).isoformat()


def _date(match: re.Match[str], year: int | None) -> tuple[str, bool] | None:
    """What a match says, and whether a time of day may follow it; None if there is no such date."""
    group = {name[0]: value for name, value in match.groupdict().items() if value and name[:3] != "sep"}
    y = _year(match, year)
    if y is None or not FIRST_YEAR <= y <= LAST_YEAR:
        return None
    if "m" not in group:
        return f"{y:04}", False
    m = _MONTHS.get(group["m"][:3].lower()) or _number(group["m"]) or 0
    d = _number(group["d"]) if "d" in group else 1
    try:
        iso = datetime(y, m, d or 0, tzinfo=UTC).date().isoformat()
    except ValueError:
        return None
    if "d" not in group:
        return iso[:7], False
    if "H" in group:
        return f"{iso}T{group['H']}:{group['M']}:{group['S']}{_offset(group.get('z', ''))}", False
    return iso, True


def _year(match: re.Match[str], year: int | None) -> int | None:
    """The year a match gives, or the one known from elsewhere where it gives only month and day."""
    if match["m5"]:
        return year
    if in_century := match["y4"] or match["y15"]:
        short = 2000 + int(in_century)
        return short if short <= LAST_YEAR - 50 else None
    if since := match["y7"] or match["y10"]:
        return REPUBLIC + (_number(since) or -REPUBLIC)
    return _number(next(value for name in _YEARS if (value := match[name])))


def _number(digits: str) -> int | None:
    """An Arabic or Chinese number below ten thousand, read by value (二十一) or digit by digit (二〇一七)."""
    if digits.isascii():
        return int(digits) if digits.isdigit() else None
    digits = digits.replace("廿", "二十").replace("卅", "三十")
    if "十" not in digits:
        return int("".join(str(_DIGITS[c]) for c in digits))
    tens, _, ones = digits.partition("十")
    if "十" in ones or len(tens) > 1 or len(ones) > 1:
        return None
    return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)


def _clock(match: re.Match[str]) -> str | None:
    """The time of day; `?` for one given by the hour alone, None if there is no such time."""
    hour, minute, second = int(match["H"]), match["M"] or match["M2"], match["S"] or match["S2"]
    half, ampm = match["half"] or "", (match["ampm"] or "").lower()
    if hour < 12 and (half in {"下午", "傍晚", "晚上", "晚间", "晚"} or ampm.startswith("p")):  # noqa: PLR2004 - noon
        hour += 12
    elif hour == 12 and ampm.startswith("a"):  # noqa: PLR2004 - twelve o'clock
        hour = 0
    if hour > 23:  # noqa: PLR2004 - hours of a day
        return None
    if minute is None:
        return "?"
    clock = f"{hour:02}:{int(minute):02}"
    if second is None:
        return clock
    clock += f":{int(second):02}"
    return clock + _offset(match["zone"] or "")


def _offset(zone: str) -> str:
    """What a zone differs from UTC; empty where its abbreviation may stand for several."""
    return _ZONES.get(zone, f"{zone[:3]}:{zone[-2:]}" if zone.startswith(("+", "-")) else "")
