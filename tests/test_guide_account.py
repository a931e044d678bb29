"""What `check` says of how an article reads, as lines, as a table and as values."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from iopfinder.directory import Written
from iopfinder.glossary import Entry, Glossary
from iopfinder.guide import parse_guide
from iopfinder.guide_account import GuideAccount, guide_account, guide_lines, guide_table
from iopfinder.prose import article
from iopfinder.vocabulary import NO_WORDS
from site_case import ROOT, run

TEXT = """\
---
title: Calling
summary: How to call.
moment: choosing
order: 1
updated: 2025-11-01
sources:
  - {title: Step 3, publisher: NIAAA, url: "https://niaaa.example.org/3", seen: 2025-11-01}
  - {title: Fees, publisher: CMS, url: "https://cms.example.org/", seen: 2025-11-01}
---

Call the program. Ask for an LCSW or two LCSWs, says NIAAA.[^1] An OK answer names CBT.

- Write the name of the person who answers the telephone on a sheet of paper
- Hang up

[^1]: [Step 3](https://niaaa.example.org/3)
"""
GLOSSARY = Glossary({"cbt": Entry(term="CBT", plain="A therapy.")})
ACCOUNT = GuideAccount(
    "content/guides/calling.md",
    "Calling",
    34,
    3.3,
    (
        "Write the name of the person who answers the telephone on a sheet of paper.",
        "Ask for an LCSW or two LCSWs, says NIAAA.",
    ),
    2,
    ("Fees",),
    386,
    ("LCSW", "NIAAA"),
)


def test_an_account_measures_counts_and_names_what_nobody_explains() -> None:
    guide, problems = parse_guide(TEXT, "content/guides/calling.md", NO_WORDS)
    assert guide is not None, problems
    body = article(guide.body, path=guide.path, resolve=lambda link: link.target)
    assert guide_account(Written(guide, body), GLOSSARY, date(2026, 11, 22)) == ACCOUNT


def test_lines_say_what_to_look_at() -> None:
    assert list(guide_lines(ACCOUNT)) == [
        "content/guides/calling.md: Calling",
        "  34 words at reading grade 3.3 (limit 8)",
        "  2 sources; last changed 386 days ago",
        "  no link of the text leads to the source “Fees”",
        "  over a year old: read its sources again, then write the day",
        "  The hardest sentences:",
        "    Write the name of the person who answers the telephone on a sheet of paper.",
        "    Ask for an LCSW or two LCSWs, says NIAAA.",
        "  Not in the glossary: LCSW, NIAAA",
    ]


def test_an_article_with_nothing_to_mend_has_three_lines() -> None:
    fine = replace(ACCOUNT, hardest=(), unnoted=(), unexplained=(), age=1, sources=1)
    assert list(guide_lines(fine))[2:] == ["  1 source; last changed 1 day ago"]


def test_a_table_begins_with_the_hardest() -> None:
    easy = replace(ACCOUNT, path="content/guides/a.md", grade=1.0, unexplained=(), words=1200)
    hard = replace(ACCOUNT, unexplained=("LCSW",))
    assert list(guide_table([easy, hard])) == [
        "grade  words  sources   days  article",
        "  3.3     34        2    386  content/guides/calling.md (not in the glossary: LCSW)",
        "  1.0  1,200        2    386  content/guides/a.md",
    ]


def test_check_of_a_guide_gives_its_account(tmp_path: Path) -> None:
    file = tmp_path / "calling.md"
    file.write_text(TEXT, "utf-8")
    done = run("check", str(file), "--today", "2026-11-22")
    assert "content/guides/calling.md: Calling\n  34 words at reading grade 3.3" in done.stdout
    told = json.loads(run("check", str(file), "--format", "json", "--today", "2026-11-22").stdout)
    assert told["articles"][0]["unnoted"] == ["Fees"]
    assert told["listings"] == []


def test_check_of_the_guides_folder_is_a_table_of_all() -> None:
    done = run("check", "content/guides", "--today", "2026-11-22")
    rows = done.stdout.splitlines()
    assert rows[0] == "grade  words  sources   days  article"
    names = {f"content/guides/{path.name}" for path in (ROOT / "content/guides").glob("*.md")}
    assert {row.split()[4] for row in rows[1:]} == names
