"""Figures: what they show, the same in words, and how they stand in a page."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from iopfinder.figures import FIGURES, HOURS_A_WEEK, WIDTH, Level, figure
from iopfinder.language import ENGLISH
from reader import Reader


def test_levels_of_care_stand_on_one_scale_of_hours() -> None:
    scale = HOURS_A_WEEK / WIDTH
    rows = [row for row in figure("levels-of-care", ENGLISH).rows if isinstance(row, Level)]
    assert [(row.name, row.least * scale, row.most * scale) for row in rows] == [
        ("Weekly therapy", 1, 2),
        ("IOP", 9, 19),
        ("Day program (PHP)", 20, 35),
        ("Live-in treatment", 0, 0),
        ("Hospital", 0, 0),
    ]
    assert [row.words for row in rows if row.at_night] == [
        "Staff there day and night. You sleep there.",
        "Doctors there day and night. You sleep there.",
    ]


def test_a_week_of_each_kind_has_nine_hours() -> None:
    shown = figure("typical-week", ENGLISH)
    assert shown.chart is not None
    assert [(block.track, block.day, block.clock.minutes) for block in shown.chart.blocks] == [
        *((0, "mon", 180), (1, "mon", 180), (1, "tue", 180)),
        *((0, "wed", 180), (1, "thu", 180), (0, "fri", 180)),
    ]
    assert shown.height == shown.chart.height


@pytest.mark.parametrize("id_", FIGURES)
def test_no_two_rows_share_a_place(id_: str) -> None:
    shown = figure(id_, ENGLISH)
    places = [row.y for row in shown.rows]
    assert places == sorted(set(places))
    assert len(shown.words) == len(shown.rows) > 1


def test_all_that_is_drawn_stands_in_words_too(site: Path) -> None:
    drawn = {}
    for page in sorted((site / "guides").rglob("index.html")):
        soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
        for each in soup.select("figure.drawn"):
            words = " ".join(each.select_one("dl, ol").stripped_strings)  # type: ignore[union-attr]
            names = [text.get_text() for text in each.select("svg .drawn-name")]
            assert [name for name in names if name not in words] == []
            letters = [text.get_text() for text in each.select("svg .drawn-letters")]
            assert [name for name in letters if name not in words] == []
            drawn[str(each["id"])] = len(names)
    assert drawn == {
        "figure-levels-of-care": 5,
        "figure-typical-week": 0,
        "figure-the-road": 7,
        "figure-who-is-who": 6,
    }


@pytest.mark.parametrize("path", ["/guides/what-is-an-iop/", "/guides/choosing-the-right-iop/"])
def test_no_word_of_a_drawing_is_cut_on_a_phone(phone: Reader, path: str) -> None:
    page = phone.open(path)
    outside = page.evaluate(
        """() => [...document.querySelectorAll("figure.drawn svg")].flatMap((svg) => {
            const frame = svg.getBoundingClientRect();
            return [...svg.querySelectorAll("text, rect, circle")].filter((each) => {
                const box = each.getBoundingClientRect();
                return box.left < frame.left - 1 || box.right > frame.right + 1
                    || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
            }).map((each) => each.textContent || each.tagName);
        })"""
    )
    assert outside == []
    assert page.locator("figure.drawn svg").count() >= 1
