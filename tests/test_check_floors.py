"""The comparison of figures with their floors."""

from __future__ import annotations

import tomllib

from check_floors import FIGURES, FLOORS, faults, figures_of

WANTED = {"at_least": {"pages.body-f1": 0.98}, "at_most": {"mojibake.silent": 8.0}}


def test_a_figure_on_its_floor_holds():
    assert faults({"pages.body-f1": 0.98, "mojibake.silent": 8.0}, WANTED) == []


def test_a_worse_figure_is_named():
    assert faults({"pages.body-f1": 0.979, "mojibake.silent": 8.1}, WANTED) == [
        "pages.body-f1 is 0.979, at least 0.98 is wanted",
        "mojibake.silent is 8.1, at most 8.0 is wanted",
    ]


def test_a_missing_figure_is_no_success():
    assert len(faults({}, WANTED)) == 2


def test_of_several_values_the_lowest_counts():
    output = "untouched 100.0% warned 90.0% (lost)\nuntouched 80.0% warned 100.0% (lost)\n"
    figures = figures_of(output, FIGURES["mojibake"])
    assert (figures["mojibake.lost-untouched"], figures["mojibake.lost-warned"]) == (80.0, 90.0)


def test_every_floor_has_a_figure():
    known = {name for patterns in FIGURES.values() for name in patterns}
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    assert set(floors) == {"at_least", "at_most"}
    assert set(floors["at_least"]) | set(floors["at_most"]) <= known
