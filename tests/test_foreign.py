"""Other languages are no mojibake."""

from __future__ import annotations

import pytest

from casefile import load
from newsclean.mojibake.repair import find_repairs


@pytest.mark.parametrize("case", load("foreign"))
def test_is_left_alone(case):
    assert find_repairs(case["text"]) == ([], [])
    assert find_repairs("县里今天发布消息。\n" + case["text"] + "\n完。") == ([], [])
