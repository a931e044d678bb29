"""What a program says to a need: yes, no or not stated, and never no for what is not written."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory_case import TODAY
from factory import program, vocabulary
from iopfinder.forms import Answers
from iopfinder.positioned_yaml import Plain
from iopfinder.program import Program
from iopfinder.says import FACETS, TWINS, Answer, facility_says, term_answer
from iopfinder.vocabulary import Term, Vocabulary

FACET = {facet.id: facet for facet in FACETS}
YES, NO, OPEN = Answer.YES, Answer.NO, Answer.NOT_STATED


def says(stated: Program, facet: str, term: str) -> Answer:
    return term_answer(stated, FACET[facet], term, vocabulary(), TODAY)


def conditions(written: Plain, **more: Plain) -> Program:
    return program(specialties={"conditions": written}, **more)


@pytest.mark.parametrize(
    ("written", "term", "answer"),
    [
        ({"ptsd": "track"}, "ptsd", YES),
        ({"ptsd": "treated"}, "ptsd", YES),
        ({"ptsd": "no"}, "ptsd", NO),
        ({"ptsd": "track"}, "ocd", OPEN),
        (["ptsd"], "ptsd", YES),
        (["ptsd"], "ocd", OPEN),
        (["ptsd", "no-others"], "ocd", NO),
        ({"ptsd": "track", "others": "no"}, "ocd", NO),
        ({"ptsd": "track", "others": "no"}, "ptsd", YES),
        ({"alcohol-use": "treated"}, "substance-use", YES),
        ({"alcohol-use": "no"}, "substance-use", OPEN),
        ({"substance-use": "treated"}, "alcohol-use", OPEN),
        ({"substance-use": "no"}, "alcohol-use", NO),
        ({"substance-use": "no", "alcohol-use": "treated"}, "alcohol-use", YES),
        ({"alcohol-use": "treated", "others": "no"}, "substance-use", YES),
        ({"alcohol-use": "treated", "others": "no"}, "opioid-use", NO),
        ({"substance-use": "treated", "others": "no"}, "alcohol-use", OPEN),
    ],
)
def test_terms_with_degrees(written: Plain, term: str, answer: Answer) -> None:
    assert says(conditions(written), "condition", term) is answer


def test_what_is_left_out_is_not_stated_for_every_facet() -> None:
    smallest = program()
    for facet in FACETS:
        for term in vocabulary().ids(facet.vocabulary):
            assert term_answer(smallest, facet, term, vocabulary(), TODAY) is OPEN


@pytest.mark.parametrize(
    ("changes", "facet", "term", "answer"),
    [
        ({"therapies": ["cbt"]}, "therapy", "cbt", YES),
        ({"therapies": ["cbt"]}, "therapy", "group", OPEN),
        ({"therapies": ["cbt", "no-others"]}, "therapy", "group", NO),
        ({"specialties": {"groups": {"veterans": "welcome"}}}, "group", "veterans", YES),
        (
            {"specialties": {"medications": {"methadone": "not-accepted"}}},
            "medication",
            "methadone",
            NO,
        ),
        (
            {"specialties": {"medications": {"methadone": "continued"}}},
            "medication",
            "methadone",
            YES,
        ),
        ({"cost": {"insurance": {"medicaid": "out-of-network"}}}, "insurance", "medicaid", YES),
        ({"cost": {"insurance": {"medicaid": "no"}}}, "insurance", "medicaid", NO),
        ({"languages": {"sessions": ["es"]}}, "language", "es", YES),
        ({"languages": {"sessions": ["es"]}}, "language", "en", OPEN),
        ({"access": {"wheelchair": "no"}}, "access", "wheelchair", NO),
        ({"aftercare": {"services": ["alumni-group"]}}, "aftercare", "alumni-group", YES),
        ({"staff": {"licenses": ["LCSW"]}}, "license", "LCSW", YES),
        ({"staff": {"licenses": ["LCSW"]}}, "license", "LPC", OPEN),
        ({"staff": {"accreditation": ["carf"]}}, "accreditation", "carf", YES),
    ],
)
def test_each_facet_reads_its_own_field(
    changes: dict[str, Plain], facet: str, term: str, answer: Answer
) -> None:
    assert says(program(**changes), facet, term) is answer


@pytest.mark.parametrize(
    ("ages", "band", "answer"),
    [
        ("12-17", "teens", YES),
        ("10-20", "teens", YES),
        ("13-17", "teens", OPEN),
        ("18+", "teens", NO),
        ("18+", "adults", YES),
        ("18-64", "adults", OPEN),
        ("18-64", "older-adults", NO),
        ("60+", "older-adults", YES),
        ("17", "young-adults", NO),
    ],
)
def test_an_age_band_is_asked_of_a_range(ages: str, band: str, answer: Answer) -> None:
    assert says(program(specialties={"ages": ages}), "age", band) is answer


def tracks(*written: Plain, **more: Plain | None) -> Program:
    named: list[Plain] = [
        {"name": f"Track {number}", **each}
        for number, each in enumerate(written)
        if isinstance(each, dict)
    ]
    return program(schedule={"tracks": named}, **more)


@pytest.mark.parametrize(
    ("written", "facet", "term", "answer"),
    [
        ([{"ages": "12-17"}, {"ages": "18+"}], "age", "teens", YES),
        ([{"ages": "13-17"}, {"ages": "18+"}], "age", "teens", OPEN),
        ([{"ages": "18-25"}, {"ages": "26+"}], "age", "teens", NO),
        ([{"conditions": {"ptsd": "track"}}, {}], "condition", "ptsd", YES),
        ([{"conditions": {"ptsd": "no"}}, {}], "condition", "ptsd", OPEN),
        ([{"conditions": {"ptsd": "no"}}], "condition", "ptsd", NO),
        ([{"format": "telehealth"}], "format", "telehealth", YES),
        ([{"format": "telehealth"}], "format", "in-person", NO),
        ([{"format": "telehealth"}, {"format": "in-person"}], "format", "in-person", YES),
        ([{"format": "hybrid"}], "format", "in-person", OPEN),
        ([{"format": "telehealth"}, {}], "format", "in-person", OPEN),
        ([{"languages": ["es"]}, {}], "language", "es", YES),
        ([{"therapies": ["cbt"]}], "therapy", "cbt", YES),
    ],
)
def test_a_program_says_what_its_best_track_says(
    written: list[Plain], facet: str, term: str, answer: Answer
) -> None:
    assert says(tracks(*written), facet, term) is answer


@pytest.mark.parametrize(
    ("shared", "own", "term", "answer"),
    [
        ({"ptsd": "track"}, {"ocd": "track"}, "ptsd", YES),
        ({"ptsd": "track"}, {"ptsd": "no"}, "ptsd", NO),
        ({"ptsd": "track"}, {"ocd": "track", "others": "no"}, "ptsd", NO),
        ({"ptsd": "track", "others": "no"}, {"ocd": "track"}, "ocd", YES),
        ({"ptsd": "track", "others": "no"}, {"ocd": "track"}, "anxiety", NO),
    ],
)
def test_a_track_inherits_what_it_does_not_restate(
    shared: Plain, own: Plain, term: str, answer: Answer
) -> None:
    stated = tracks({"conditions": own}, specialties={"conditions": shared})
    assert says(stated, "condition", term) is answer


@pytest.mark.parametrize(
    ("changes", "term", "answer"),
    [
        ({"schedule": {"formats": ["in-person"]}}, "in-person", YES),
        ({"schedule": {"formats": ["in-person"]}}, "telehealth", NO),
        ({"schedule": {"formats": ["hybrid"]}}, "telehealth", OPEN),
        ({"location": None, "telehealth": {"states": ["OR"]}}, "telehealth", YES),
        ({"location": None, "telehealth": {"states": ["OR"]}}, "in-person", NO),
        ({"telehealth": {"states": ["OR"]}}, "telehealth", OPEN),
    ],
)
def test_formats_are_complete_by_nature(
    changes: dict[str, Plain | None], term: str, answer: Answer
) -> None:
    assert says(program(**changes), "format", term) is answer


SINCE = Vocabulary(
    {
        "conditions": {
            "old": Term(label="Old"),
            "new": Term.model_validate({"label": "New", "since": "2026-06-01"}),
        }
    }
)


@pytest.mark.parametrize(
    ("confirmed", "term", "answer"),
    [
        ("2026-05-31", "old", NO),
        ("2026-05-31", "new", OPEN),
        ("2026-06-01", "new", NO),
        (None, "new", OPEN),
        (None, "old", NO),
    ],
)
def test_a_closed_list_says_nothing_of_later_terms(
    confirmed: str | None, term: str, answer: Answer
) -> None:
    closed = program(confirmed={"date": confirmed, "by": "program"} if confirmed else None)
    specialties = program(specialties={"ages": "18+"}).specialties
    assert specialties is not None
    stated = specialties.model_copy(update={"conditions": Answers({}, True)})
    closed = closed.model_copy(update={"specialties": stated})
    assert term_answer(closed, FACET["condition"], term, SINCE, TODAY) is answer


def test_a_facility_never_says_a_plain_yes() -> None:
    facility = conditions({"ptsd": "track", "ocd": "no"}, scope="facility")
    assert says(facility, "condition", "ptsd") is OPEN
    assert says(facility, "condition", "ocd") is NO
    assert facility_says(facility, FACET["condition"], "ptsd", vocabulary(), TODAY)
    assert not facility_says(facility, FACET["condition"], "ocd", vocabulary(), TODAY)
    assert not facility_says(facility, FACET["condition"], "anxiety", vocabulary(), TODAY)
    own = conditions({"ptsd": "track"}, scope="program")
    assert not facility_says(own, FACET["condition"], "ptsd", vocabulary(), TODAY)


def test_a_facilitys_list_is_never_complete_for_its_program() -> None:
    facility = program(schedule={"formats": ["in-person"]}, scope="facility")
    assert says(facility, "format", "telehealth") is OPEN


@pytest.mark.parametrize(("facet", "term"), list(TWINS))
def test_a_fact_is_found_wherever_it_is_written(facet: str, term: str) -> None:
    field = TWINS[facet, term]
    assert term in vocabulary().ids(FACET[facet].vocabulary)
    for word, answer in (("yes", YES), ("no", NO)):
        section: dict[str, Plain] = {field[1]: word}
        if field[0] == "location":
            section |= {"city": "Portland", "state": "OR", "zip": "97204"}
        assert says(program(**{field[0]: section}), facet, term) is answer


# Whatever a listing states


degrees = st.dictionaries(
    st.sampled_from(["ptsd", "substance-use", "alcohol-use", "opioid-use", "psychosis"]),
    st.sampled_from(["track", "treated", "no"]),
    min_size=1,
)
CONDITIONS = sorted(vocabulary().ids("conditions"))


@given(degrees)
def test_closing_a_list_turns_not_stated_into_no_and_nothing_else(given_: dict[str, str]) -> None:
    before = conditions({**given_})
    after = conditions({**given_, "others": "no"})
    for term in CONDITIONS:
        pair = (says(before, "condition", term), says(after, "condition", term))
        assert pair[0] is pair[1] or pair == (OPEN, NO)


@given(degrees, st.sampled_from(CONDITIONS), st.sampled_from(["track", "treated"]))
def test_a_further_yes_takes_no_yes_away(given_: dict[str, str], term: str, word: str) -> None:
    before = conditions({**given_})
    after = conditions({**given_, term: word})
    assert says(after, "condition", term) is YES
    for other in set(CONDITIONS) - {term}:
        if says(before, "condition", other) is YES:
            assert says(after, "condition", other) is YES


@given(degrees, st.booleans())
def test_a_facility_says_no_yes_and_no_more_noes(given_: dict[str, str], closed: bool) -> None:  # noqa: FBT001
    written: dict[str, Plain] = {**given_, **({"others": "no"} if closed else {})}
    for term in CONDITIONS:
        own = says(conditions(written), "condition", term)
        whole = says(conditions(written, scope="facility"), "condition", term)
        assert whole is (NO if own is NO else OPEN)


def test_every_term_of_every_facet_can_be_answered() -> None:
    full = program(
        specialties={"ages": "18+", "conditions": ["ptsd"], "groups": ["veterans"]},
        schedule={"tracks": [{"name": "One", "format": "hybrid", "languages": ["en"]}]},
    )
    for facet, stated in product(FACETS, (full, program())):
        for term in vocabulary().ids(facet.vocabulary):
            assert term_answer(stated, facet, term, vocabulary(), TODAY) in Answer


@pytest.mark.parametrize(
    ("facet", "changes", "answers"),
    [
        ("focus", {"focus": "both"}, {"both": YES, "mental-health": YES, "eating-disorders": NO}),
        ("focus", {"focus": "substance-use"}, {"substance-use": YES, "both": NO}),
        ("gender", {"specialties": {"genders": "all"}}, {"women": YES, "men": YES, "all": YES}),
        ("gender", {"specialties": {"genders": "women"}}, {"women": YES, "men": NO, "all": NO}),
        (
            "co-occurring",
            {"specialties": {"co_occurring": "one-team"}},
            {"one-team": YES, "same-place": NO},
        ),
        ("gender", {}, {"women": OPEN, "all": OPEN}),
    ],
)
def test_fixed_choices_answer_like_terms(
    facet: str, changes: dict[str, Plain], answers: dict[str, Answer]
) -> None:
    said = {term: says(program(**changes), facet, term) for term in answers}
    assert said == answers


@pytest.mark.parametrize(
    ("day", "answer"), [("2026-11-22", YES), ("2026-10-23", YES), ("2026-10-22", OPEN)]
)
def test_openings_are_a_question_again_after_thirty_days(day: str, answer: Answer) -> None:
    openings: dict[str, Plain] = {"accepting": "yes", "as_of": day}
    assert says(program(availability=openings), "accepting", "yes") is answer
