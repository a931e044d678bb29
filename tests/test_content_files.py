"""The content files that all listings share: without a problem, and slips told of by line."""

from dataclasses import replace

import pytest

from directory_case import ROOT, TODAY, content, places, reading_of
from iopfinder.directory import read_directory
from iopfinder.problems import Problem, Severity
from iopfinder.reports import FORMATS
from iopfinder.sources import ARTICLE_FOLDERS, Source, Sources, read_sources


def test_the_whole_content_has_no_error_and_its_guides_no_warning() -> None:
    sources = read_sources(ROOT / "content", ROOT / "programs")
    reading = read_directory(sources, places, TODAY)
    programs = f"{(ROOT / 'programs').as_posix()}/"
    shared = [each for each in reading.problems if not each.path.startswith(programs)]
    assert FORMATS["text"](shared) == ""
    assert reading.directory is not None


def test_shared_content_has_no_problem() -> None:
    reading = reading_of()
    assert reading.problems == ()
    assert reading.directory is not None
    assert len(reading.directory.checklist) == 5
    assert len(reading.directory.providers) == len(content().providers) == 4


def changed(name: str, old: str, new: str) -> Sources:
    """The content with one piece of one file replaced: `site` or `vocabulary/ages`."""
    folder, _, inner = name.rpartition("/")
    files = content().vocabulary if folder else content().singles
    source = files[inner]
    assert source.text.count(old) >= 1, f"'{old}' is no longer in {source.path}"
    wrong = replace(source, text=source.text.replace(old, new, 1))
    if folder:
        return replace(content(), vocabulary={**files, inner: wrong})
    return replace(content(), singles={**files, inner: wrong})


def said(sources: Sources) -> str:
    """All problems as people read them, paths from the content folder on."""
    root = f"{(ROOT / 'content').as_posix()}/"
    problems: list[Problem] = [
        replace(each, path=each.path.removeprefix(root))
        for each in reading_of(sources=sources).problems
    ]
    return FORMATS["text"](problems)


def line_of(name: str, text: str) -> int:
    """The line of a content file on which a text first stands."""
    folder, _, inner = name.rpartition("/")
    source = (content().vocabulary if folder else content().singles)[inner]
    return source.text[: source.text.index(text)].count("\n") + 1


SLIPS = [
    (
        "site",
        "demonstration: yes\nunc",
        "demonstration: perhaps\nunc",
        "16: error: demonstration: 'perhaps' is neither yes nor no",
        "write yes or no, or leave it out",
    ),
    (
        "site",
        "base_url: https://iopfinder.example.org/",
        "base_url: iop.example.org",
        "11: error: base_url: 'iop.example.org' is not an address that starts with https or http:",
        "write https://iop.example.org",
    ),
    (
        "site",
        "quick_exit:",
        "quick_exits:",
        "1: error: quick_exits: 'quick_exits' is not a key of this file",
        "did you mean 'quick_exit'?",
    ),
    (
        "vocabulary/ages",
        "years: 12-17",
        "years: 17-12",
        "10: error: teens.years: '17-12' ends below where it starts",
        "write 12-17",
    ),
    (
        "vocabulary/conditions",
        "broader: substance-use",
        "broader: substance",
        "12: error: alcohol-use.broader: 'substance' is no term above 'alcohol-use'",
        "name a term of this file that is not narrower than this one",
    ),
    (
        "vocabulary/conditions",
        "notice: withdrawal",
        "notice: withdrawl",
        "11: error: alcohol-use.notice: there is no notice 'withdrawl' in safety.yaml",
        "did you mean 'withdrawal'?",
    ),
    (
        "vocabulary/conditions",
        "facet: no",
        "facets: no",
        "3: error: substance-use.facets: 'facets' is not a key of substance-use",
        "did you mean 'facet'?",
    ),
    (
        "vocabulary/formats",
        "in-person:",
        "at-home:\nin-person:",
        "1: error: at-home: nothing stands behind 'at-home'",
        "write it or delete it",
    ),
    (
        "safety",
        "checked: 2026-11-22",
        "checked: 2026-05-20",
        "12: warning: crisis.checked: this safety text was last checked 186 days ago",
        "open its sources, call the numbers, then write today's date",
    ),
    (
        "safety",
        "checked: 2026-11-22",
        "checked: 2026-11-23",
        "12: error: crisis.checked: 2026-11-23 lies in the future",
        "write the day on which the text was checked",
    ),
    (
        "safety",
        "groups: [pregnant-postpartum]",
        "groups: [pregnant]",
        "14: error: lines.maternal.groups[0]: 'pregnant' is not a term of groups",
        "did you mean 'pregnant-postpartum'?",
    ),
    (
        "questions",
        "answers: [admission.assessed_by, admission.assessment]",
        "answers: [admission.assesed_by, admission.assessment]",
        "15: error: questions[0].answers[0]: a listing has no field 'admission.assesed_by'",
        "did you mean 'admission.assessed_by'?",
    ),
    (
        "questions",
        "part: start\n",
        "part: begin\n",
        "11: error: questions[0].part: 'begin' is not known here",
        "write start, 1, 2, 3, 4 or 5",
    ),
    (
        "words",
        "- world-class",
        "-",
        "4: error: selling[0]: an item of this list is empty",
        "write the item or delete its dash",
    ),
    (
        "words",
        "addict: person with addiction",
        "addict:",
        "3: error: hurtful.addict: nothing stands behind 'addict'",
        "write it or delete it",
    ),
    (
        "medicaid",
        "AK: DenaliCare",
        "AX: DenaliCare",
        "1: error: AX: 'AX' is not the two letters of a state with a name behind them",
        "write OR: the name",
    ),
    (
        "medicaid",
        "AK: DenaliCare",
        "AK:",
        "1: error: AK: 'AK' is not the two letters of a state with a name behind them",
        "write OR: the name",
    ),
    (
        "glossary",
        "see: [php, outpatient, level-of-care]",
        "see: [phq, outpatient, level-of-care]",
        "207: error: iop.see[0]: there is no entry 'phq'",
        "did you mean 'php'?",
    ),
    (
        "checklist",
        "- id: program-structure",
        "- id: Program structure",
        "7: error: [0].id: 'Program structure' is not an id",
        "use small letters, digits and hyphens, as in oak-evening-iop",
    ),
    (
        "checklist",
        "title: Program structure",
        "titel: Program structure",
        "3: error: [0].titel: 'titel' is not a key of this file",
        "did you mean 'title'?",
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "message", "hint"), SLIPS)
def test_a_slip_in_a_content_file_is_told_of_at_its_line(
    name: str, old: str, new: str, message: str, hint: str
) -> None:
    place = f"{name}.yaml:{line_of(name, old)}"
    assert said(changed(name, old, new)) == f"{place}:{message}\n    {hint}\n"


def test_the_five_questions_stand_in_their_order() -> None:
    assert said(changed("checklist", "part: 2", "part: 3")) == (
        "checklist.yaml:1:1: error: the checklist has its five questions in order, part 1 to 5\n"
        "    put them back\n"
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("site", "'title' is missing"),
        ("questions", "'opening' is missing"),
        ("safety", "'crisis' is missing"),
        ("words", "'hurtful' is missing"),
    ],
)
def test_a_file_with_nothing_of_use_misses_its_keys(name: str, message: str) -> None:
    source = replace(content().singles[name], text="{}")
    sources = replace(content(), singles={**content().singles, name: source})
    assert message in [problem.message for problem in reading_of(sources=sources).problems]


@pytest.mark.parametrize("name", ["checklist", "medicaid", "glossary", "site"])
def test_one_word_is_no_content_file(name: str) -> None:
    source = replace(content().singles[name], text="hello")
    reading = reading_of(sources=replace(content(), singles={**content().singles, name: source}))
    assert reading.directory is None
    assert [(each.path, each.position) for each in reading.problems] == [(source.path, (1, 1))]


def test_a_provider_is_checked_like_a_listing() -> None:
    text = "name: Oak Group\ninsurance: {medicade: accepted}\nnpi: 1234567890\nphone: x\n"
    source = Source("content/providers/oak-group.yaml", text)
    reading = reading_of(sources=replace(content(), providers=(source,)))
    assert FORMATS["text"](reading.problems) == (
        "content/providers/oak-group.yaml:2:13: error: insurance.medicade: 'medicade' is not a "
        "term of payers\n    did you mean 'medicaid'?\n"
        "content/providers/oak-group.yaml:3:6: error: npi: '1234567890' is not an NPI: its last "
        "digit does not check\n    copy the ten digits from the NPI registry\n"
        "content/providers/oak-group.yaml:4:1: error: phone: 'phone' is not a key of this file\n"
        "    its keys are name, parent, ownership, website, npi, accreditation, insurance, "
        "intake_phone\n"
    )


LISTING = """\
format: 1
name: Oak Evening IOP
example: yes
provider: oak-group
location: {city: Portland, state: OR, zip: "97204"}
contact: {call_hours: 9 to 5}
specialties: {conditions: [substance-use]}
staff: {facility_license: {number: EX-0001}}
"""


def test_one_mistake_of_a_provider_gives_one_message() -> None:
    provider = Source("oak-group.yaml", "name: Oak Group\nintake_phone: call us\n")
    sources = replace(content(), providers=(provider,))
    reading = reading_of(Source("oak.yaml", LISTING), sources=sources)
    assert [problem.path for problem in reading.problems] == ["oak-group.yaml"]


@pytest.mark.parametrize(("old", "new"), [("  facet: no", "  facets: no"), ("label:", "label")])
def test_one_mistake_of_a_vocabulary_gives_one_message(old: str, new: str) -> None:
    sources = changed("vocabulary/conditions", old, new)
    text = LISTING.replace("provider: oak-group\n", "").replace(
        "call_hours: 9 to 5", "text: 503-555-0142, email: a@b.org"
    )
    reading = reading_of(Source("oak.yaml", text), sources=sources)
    assert len(reading.problems) == 1


FRONT = "---\ntitle: Calling\nsummary: Words.\norder: 1\nupdated: 2026-11-22\n"


@pytest.mark.parametrize(
    ("last", "message", "hint"),
    [
        (
            "updated: 2026-11-21",
            "6:1: error: updated: 'updated' is written twice, first on line 5",
            "keep one of the two",
        ),
        (
            "conditions: [ptds]",
            "6:14: error: conditions[0]: 'ptds' is not a term of conditions",
            "did you mean 'ptsd'?",
        ),
        (
            "about: &here [iop]",
            "6:8: error: '&here' is an anchor",
            "leave it out, or quote the text",
        ),
        (
            "\tdraft: yes",
            "6:1: error: a tab stands here",
            "use spaces: two for each step to the right",
        ),
    ],
)
def test_front_matter_is_read_as_strictly(last: str, message: str, hint: str) -> None:
    path = "content/guides/calling.md"
    guide = Source(path, f"{FRONT}{last}\n---\nCall.\n")
    reading = reading_of(sources=replace(content(), articles=(guide,)))
    assert FORMATS["text"](reading.problems) == f"{path}:{message}\n    {hint}\n"


def test_there_is_a_folder_for_each_kind_of_article() -> None:
    assert all((ROOT / "content" / name).is_dir() for name in ARTICLE_FOLDERS)


def test_a_broken_guide_gives_one_message_however_many_link_to_it() -> None:
    whole = read_sources(ROOT / "content", ROOT / "programs")
    articles = tuple(
        replace(article, text=article.text.replace("title:", "titel:", 1))
        if article.path.endswith("content/guides/is-an-iop-enough.md")
        else article
        for article in whole.articles
    )
    reading = read_directory(replace(whole, articles=articles), places, TODAY)
    errors = [each for each in reading.problems if each.severity is Severity.ERROR]
    assert {each.path for each in errors} == {articles_path("is-an-iop-enough.md")}


def test_a_guide_cannot_link_to_a_hidden_program() -> None:
    whole = read_sources(ROOT / "content", ROOT / "programs")
    programs = tuple(
        replace(source, text=f"{source.text}\nhidden: yes\n")
        if isinstance(source, Source) and source.path.endswith("/alder-mill-iop.yaml")
        else source
        for source in whole.programs
    )
    articles = tuple(
        replace(article, text=f"{article.text}\n\n[Alder](program:alder-mill-iop)\n")
        if article.path.endswith("content/guides/is-an-iop-enough.md")
        else article
        for article in whole.articles
    )
    changed = replace(whole, articles=articles, programs=programs)
    reading = read_directory(changed, places, TODAY)
    errors = [each for each in reading.problems if each.severity is Severity.ERROR]
    assert [each.message for each in errors] == ["there is no program 'alder-mill-iop'"]


def articles_path(name: str) -> str:
    """A guide's path as problems show it."""
    return (ROOT / "content" / "guides" / name).as_posix()
