"""Safety texts are looked at again every 180 days, and their phone lines exist."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from directory_case import content
from factory import vocabulary
from iopfinder.frame import line_view, lines_beside, notice_view
from iopfinder.positioned_yaml import Plain, parse_yaml
from iopfinder.safety import Safety, safety_findings
from iopfinder.validation import typed

CHECKED = date(2026, 5, 26)


def written(**changes: Plain) -> dict[str, Plain]:
    sources: Plain = [{"title": "A page", "url": "https://a.example.org/"}]
    return {
        "crisis": {
            "title": "In danger?",
            "lines": ["Call 911."],
            "treatment": {"title": "Not in danger?", "text": "Call."},
            "es": {
                "title": "¿Está en peligro?",
                "lines": ["Llame al 911."],
                "treatment": {"title": "¿Sin peligro?", "text": "Llame."},
            },
            "spanish": {"title": "¿Peligro?", "lines": ["Llame al 911."]},
            "english": {"title": "In danger?", "lines": ["Call 911."]},
            "checked": "2026-05-26",
            "sources": sources,
        },
        "lines": {
            "veterans": {
                "name": "Veterans line",
                "text": "Press 1.",
                "es": {"name": "Línea para veteranos", "text": "Oprima 1."},
                "groups": ["veterans"],
                "conditions": ["ptsd"],
                "checked": "2026-05-26",
                "sources": sources,
            }
        },
        "notices": {
            "suicide": {
                "title": "Thoughts of suicide",
                "text": "Call 988.",
                "es": {"title": "Pensamientos de suicidio", "text": "Llame al 988."},
                "lines": ["veterans"],
                "checked": "2026-05-26",
                "sources": sources,
            }
        },
        **changes,
    }


def safety(**changes: Plain) -> Safety:
    return Safety.model_validate(written(**changes), context=vocabulary())


def said(texts: Safety, days: int) -> list[tuple[tuple[str | int, ...], str, str]]:
    today = CHECKED + timedelta(days)
    return [
        (finding.field, finding.severity.value, finding.message)
        for finding in safety_findings(texts, "safety.yaml", today)
    ]


FIELDS: Iterable[tuple[str, ...]] = (
    ("crisis", "checked"),
    ("lines", "veterans", "checked"),
    ("notices", "suicide", "checked"),
)


@pytest.mark.parametrize("days", [0, 1, 180])
def test_a_text_checked_within_180_days_is_fine(days: int) -> None:
    assert said(safety(), days) == []


def test_each_text_is_to_be_checked_again_after_180_days() -> None:
    message = "this safety text was last checked 181 days ago"
    assert said(safety(), 181) == [(field, "warning", message) for field in FIELDS]


def test_nothing_was_checked_tomorrow() -> None:
    message = "2026-05-26 lies in the future"
    assert said(safety(), -1) == [(field, "error", message) for field in FIELDS]


def test_a_notice_names_lines_that_exist() -> None:
    notices = written()["notices"]
    assert isinstance(notices, dict)
    suicide = notices["suicide"]
    assert isinstance(suicide, dict)
    wrong = safety(notices={"suicide": {**suicide, "lines": ["veteran", "zebra"]}})
    findings = list(safety_findings(wrong, "safety.yaml", CHECKED))
    assert [(each.field, each.message, each.hint) for each in findings] == [
        (
            ("notices", "suicide", "lines", 0),
            "there is no phone line 'veteran'",
            "did you mean 'veterans'?",
        ),
        (
            ("notices", "suicide", "lines", 1),
            "there is no phone line 'zebra'",
            "write it under 'lines' first",
        ),
    ]


def test_lines_stand_beside_the_terms_they_belong_to() -> None:
    texts = safety()
    line = texts.lines["veterans"]
    assert texts.beside("groups", ["veterans", "women"]) == (line,)
    assert texts.beside("conditions", ["ptsd"]) == (line,)
    assert texts.beside("groups", ["women"]) == ()
    assert texts.beside("conditions", ["veterans"]) == ()


def test_a_line_stands_once_and_not_below_a_notice_that_has_it() -> None:
    texts = safety()
    line = texts.lines["veterans"]
    notice = notice_view("suicide", texts.notices["suicide"], texts)
    assert lines_beside([line, line], []) == (line_view(line),)
    assert lines_beside([line], [notice]) == ()


def test_notices_are_reviewed_when_a_clinician_has_read_each() -> None:
    assert not safety().reviewed
    notices = written()["notices"]
    assert isinstance(notices, dict)
    suicide = notices["suicide"]
    assert isinstance(suicide, dict)
    assert safety(notices={"suicide": {**suicide, "reviewed_by": "A. Doctor, MD"}}).reviewed


def test_the_real_texts_name_the_lines_of_today() -> None:
    source = content().singles["safety"]
    document = parse_yaml(source.text, source.path).document
    assert document is not None
    texts, problems = typed(Safety, document, source.path, vocabulary())
    assert texts is not None
    assert problems == ()
    crisis = " ".join(texts.crisis.lines)
    assert "tel:911" in crisis
    assert "tel:988" in crisis
    assert {"suicide", "self-harm", "eating", "withdrawal", "overdose"} <= set(texts.notices)
    assert all(notice.es for notice in texts.notices.values())
