"""Dates as pages write them, and that any text can be asked for one."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile import load
from growth import is_linear
from newsclean.dates import find_dates, from_timestamp, parse_date

MIDNIGHT = datetime.fromisoformat("2000-01-01")


@pytest.mark.parametrize("case", load("dates"))
def test_cases(case):
    assert parse_date(case["before"], case.get("year")) == case.get("after")


@given(
    st.datetimes(MIDNIGHT.replace(year=1900), MIDNIGHT.replace(year=2090)),
    st.text("某报讯 ，", max_size=5),
)
def test_written_dates_are_read_back(moment, around):
    forms = {
        f"{moment:%Y-%m-%d %H:%M}": f"{moment:%Y-%m-%dT%H:%M}",
        f"{moment.year}年{moment.month}月{moment.day}日": f"{moment:%Y-%m-%d}",
        f"{moment:%Y/%m/%d}": f"{moment:%Y-%m-%d}",
        f"{moment:%Y}年{moment.month}月": f"{moment:%Y-%m}",
    }
    for form, iso in forms.items():
        assert parse_date(around + form + around) == iso


@given(st.text("0123456789〇一二三十年月日-/.: 时分民国Jan上午T+Z", max_size=60))
def test_places_are_in_order_and_dates_exist(text):
    end = 0
    for found in find_dates(text, 2024):
        assert end <= found.start < found.end <= len(text)
        end = found.end
        assert datetime.fromisoformat(found.iso if len(found.iso) > 7 else (found.iso + "-01-01")[:10])


@pytest.mark.parametrize("unit", ["1", "1 ", "2024", "2024-", "2024年", "民国", "一", "1月", "2024-01-01 "])
def test_time_is_linear(unit):
    assert is_linear(lambda times: list(find_dates(unit * times)), 1_250, 10_000)


def test_timestamps():
    assert from_timestamp(1567845215000) == "2019-09-07T16:33:35+08:00"
    assert from_timestamp(42) is None
