"""Each form of value: what is written, the value that it becomes, and how a slip is told."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopfinder import forms
from iopfinder.forms import Answers, Form, FormError, Money, Phone, Span, nearest
from iopfinder.schedule import Clock, ClockError
from iopfinder.vocabulary import Term, Vocabulary

TERMS = Vocabulary(
    {
        "ages": {
            "teens": Term.model_validate({"label": "Teens", "years": "12-17"}),
            "adults": Term.model_validate({"label": "Adults", "years": "18+"}),
        },
        "therapies": {
            "cbt": Term(label="Cognitive behavioral therapy (CBT)"),
            "dbt-skills": Term.model_validate({"label": "DBT skills", "es": ["Habilidades DBT"]}),
        },
    }
)


def said(form: Form, text: str) -> tuple[str, str]:
    """The message and hint of a text that is not of the form."""
    with pytest.raises((FormError, ClockError)) as caught:
        form.parse(text, TERMS)
    assert isinstance(caught.value, FormError | ClockError)
    return caught.value.message, caught.value.hint


WRITTEN = [
    (forms.text(), "Oak", "Oak"),
    (forms.text(3), "Oak", "Oak"),
    (forms.yes_no(), "yes", True),
    (forms.yes_no(), "NO", False),
    (forms.yes_no(), "True", True),
    (forms.number("people"), "10", 10),
    (forms.number("dollars"), "2.5", 2.5),
    (forms.number("people"), "0", 0),
    (forms.span("hours"), "9", Span(9, 9)),
    (forms.span("hours"), "9-12", Span(9, 12)),
    (forms.span("hours"), "9 to 12", Span(9, 12)),
    (forms.span("hours"), "9–12", Span(9, 12)),
    (forms.span("hours"), "9+", Span(9, None)),
    (forms.span("hours"), "2.5-3", Span(2.5, 3)),
    (forms.years(), "13-17", Span(13, 17)),
    (forms.years(), "18+", Span(18, None)),
    (forms.years(), "teens", Span(12, 17)),
    (forms.years(), "Adults", Span(18, None)),
    (forms.choice({"open": "Open"}), "open", "open"),
    (forms.term("therapies"), "cbt", "cbt"),
    (forms.term("therapies", other=True), "other", "other"),
    (forms.id_text(), "oak-2", "oak-2"),
    (forms.iso_date(), "2024-02-29", date(2024, 2, 29)),
    (forms.clock(), "17:30-20:30", Clock(1050, 1230)),
    (forms.clock(), "5pm-8pm", Clock(1020, 1200)),
    (forms.clock(), "9:00-12:00", Clock(540, 720)),
    (forms.day(), "Thurs", "thu"),
    (forms.day(), "MON", "mon"),
    (forms.money(), "350 per week", Money(35000, "week")),
    (forms.money(), "$1,200 per program", Money(120000, "program")),
    (forms.money(), "40", Money(4000)),
    (forms.money(), "$15.50 a session", Money(1550, "session")),
    (forms.money(), "300/month", Money(30000, "month")),
    (forms.phone(), "503-555-0142", Phone("+15035550142", "", "503-555-0142")),
    (forms.phone(), "(503) 555-0142 x12", Phone("+15035550142", "12", "503-555-0142 ext. 12")),
    (forms.phone(), "+1 503 555 0142", Phone("+15035550142", "", "503-555-0142")),
    (forms.phone(), "1-800-GET-HELP", Phone("+18004384357", "", "800-438-4357")),
    (forms.link(), "https://oak.example.org/iop?a=b#c", "https://oak.example.org/iop?a=b#c"),
    (forms.link(), "https://oak.example.org:8443", "https://oak.example.org:8443"),
    (forms.link("https", "mailto"), "mailto:a@oak.example.org", "mailto:a@oak.example.org"),
    (forms.link("https", "tel"), "tel:+15035550142", "tel:+15035550142"),
    (forms.email(), "intake@oak.example.org", "intake@oak.example.org"),
    (forms.state(), "or", "OR"),
    (forms.state(), "new york", "NY"),
    (forms.time_zone(), "America/Chicago", "America/Chicago"),
    (forms.zip_code(), "02139", "02139"),
    (forms.zip_code(), "97204-1234", "97204"),
    (forms.npi(), "1234567893", "1234567893"),
]


@pytest.mark.parametrize(("form", "text", "value"), WRITTEN)
def test_a_written_value_becomes_its_value(form: Form, text: str, value: object) -> None:
    parsed = form.parse(text, TERMS)
    assert parsed == value
    assert type(parsed) is type(value)


ADDRESS = "write the whole address, as https://oak.example.org/iop"
CALL = "write it with its area code, as 503-555-0142 or 503-555-0142 x12"
DAY = "write year-month-day, as 2026-10-01"
MONEY = "write dollars, as 350 per week (session, day, week, month or program)"
NPI = "copy the ten digits from the NPI registry"
SLUG = "use small letters, digits and hyphens, as in oak-evening-iop"
FIVE = 'write five digits, as "02139"'

SLIPS = [
    (forms.text(3), "Oaks", "this text has 4 characters; the limit is 3", "make it shorter"),
    (
        forms.yes_no(),
        "maybe",
        "'maybe' is neither yes nor no",
        "write yes or no, or leave it out",
    ),
    (
        forms.number("people"),
        "٣",
        "'٣' is not a number",
        "write the number of people in digits",
    ),
    (forms.number("people", most=60), "61", "61 people is too much", "write 60 or less"),
    (
        forms.span("hours"),
        "nine",
        "'nine' is not a number or range of hours",
        "write 9",
    ),
    (forms.span("hours"), "12-9", "'12-9' ends below where it starts", "write 9-12"),
    (
        forms.span("hours", most=60),
        "9-90",
        "'9-90' is too much: over 60 hours",
        "check the number",
    ),
    (forms.years(), "teen", "'teen' is not an age range", "did you mean 'teens'?"),
    (
        forms.years(),
        "grown-ups",
        "'grown-ups' is not an age range",
        "write 13-17, 18+, teens or adults",
    ),
    (
        forms.years(),
        "18 up",
        "'18 up' is not a number or range of years",
        "write 18+",
    ),
    (
        forms.choice({"open": "", "closed": ""}),
        "shut",
        "'shut' is not known here",
        "write open or closed",
    ),
    (forms.choice({"open": ""}), "opne", "'opne' is not known here", "did you mean 'open'?"),
    (
        forms.term("therapies"),
        "Cognitive Behavioral Therapy",
        "'Cognitive Behavioral Therapy' is not a term of therapies",
        "did you mean 'cbt'?",
    ),
    (
        forms.term("therapies"),
        "dbt_skills",
        "'dbt_skills' is not a term of therapies",
        "did you mean 'dbt-skills'?",
    ),
    (
        forms.term("therapies"),
        "habilidades dbt",
        "'habilidades dbt' is not a term of therapies",
        "did you mean 'dbt-skills'?",
    ),
    (
        forms.term("therapies"),
        "crystals",
        "'crystals' is not a term of therapies",
        "the terms stand in content/vocabulary/therapies.yaml",
    ),
    (forms.id_text("a name"), "Oak IOP", "'Oak IOP' is not a name", SLUG),
    (forms.id_text("a name"), "oak--iop", "'oak--iop' is not a name", SLUG),
    (
        forms.id_text("a name"),
        "x" * 81,
        f"'{'x' * 81}' has 81 signs; 80 is the most for a name",
        "shorten it",
    ),
    (
        forms.iso_date(),
        "2026-02-30",
        "'2026-02-30' is not a day of the calendar",
        "that month ends on 2026-02-28",
    ),
    (forms.iso_date(), "86400", "'86400' is not a date", DAY),
    (forms.iso_date(), "10/01/2026", "'10/01/2026' is not a date", "did you mean 2026-10-01?"),
    (
        forms.clock(),
        "25:00-26:00",
        "'25:00' is not a time",
        "write its start and end, as 17:30-20:30",
    ),
    (forms.clock(), "5-8", "'5-8' could be am or pm", "write 5pm-8pm or 5:00-8:00"),
    (forms.day(), "mon-thu", "'mon-thu' is not a day", "write each day: mon, tue, wed, thu"),
    (forms.day(), "Sat to Mon", "'Sat to Mon' is not a day", "write each day: sat, sun, mon"),
    (forms.day(), "wenesday", "'wenesday' is not a day", "did you mean 'wednesday'?"),
    (
        forms.day(),
        "daily",
        "'daily' is not a day",
        "write each day: mon, tue, wed, thu, fri, sat, sun",
    ),
    (forms.money(), "$1,20 per week", "'$1,20 per week' is not one amount of money", MONEY),
    (forms.money(), "300-400", "'300-400' is not one amount of money", MONEY),
    (forms.phone(), "555-0142", "'555-0142' is not a US phone number", CALL),
    (forms.phone(), "+44 20 7946 0018", "'+44 20 7946 0018' is not a US phone number", CALL),
    (forms.phone(), "call us", "'call us' is not a US phone number", CALL),
    (
        forms.link(),
        "http://oak.example.org",
        "'http://oak.example.org' is not an address that starts with https:",
        "write https://oak.example.org",
    ),
    (
        forms.link(),
        "javascript:alert(1)",
        "'javascript:alert(1)' is not an address that starts with https:",
        ADDRESS,
    ),
    (forms.link(), "https://localhost", "'https://localhost' is not a whole address", ADDRESS),
    (
        forms.link(),
        "https://a:b@oak.example.org",
        "'https://a:b@oak.example.org' is not a whole address",
        ADDRESS,
    ),
    (
        forms.link(),
        "https://oak.example.org/<x>",
        "'https://oak.example.org/<x>' has a space or quote in it",
        ADDRESS,
    ),
    (forms.link(), "https://[oak", "'https://[oak' is not an address", ADDRESS),
    (
        forms.link("mailto"),
        "mailto:intake",
        "'mailto:intake' is not a whole address",
        "write the whole address, as mailto:intake@oak.example.org",
    ),
    (
        forms.link("tel"),
        "tel:help",
        "'tel:help' is not a whole address",
        "write the whole address, as tel:+15035550142",
    ),
    (
        forms.email(),
        "intake at oak.example.org",
        "'intake at oak.example.org' is not an email address",
        "write it as intake@oak.example.org",
    ),
    (
        forms.state(),
        "Oregno",
        "'Oregno' is not a US state or territory",
        "did you mean OR (Oregon)?",
    ),
    (forms.state(), "QC", "'QC' is not a US state or territory", "write its two letters, as OR"),
    (
        forms.time_zone(),
        "CST",
        "'CST' is not a time zone of the United States",
        "did you mean 'America/Chicago'?",
    ),
    (
        forms.time_zone(),
        "America/Chigaco",
        "'America/Chigaco' is not a time zone of the United States",
        "did you mean 'America/Chicago'?",
    ),
    (
        forms.time_zone(),
        "UTC",
        "'UTC' is not a time zone of the United States",
        "write it as America/Chicago",
    ),
    (forms.zip_code(), "2139", "'2139' is not a ZIP code", 'did you mean "02139"?'),
    (forms.zip_code(), "501", "'501' is not a ZIP code", 'did you mean "00501"?'),
    (forms.zip_code(), "9720", "'9720' is not a ZIP code", FIVE),
    (forms.zip_code(), "97204-12", "'97204-12' is not a ZIP code", 'did you mean "97204"?'),
    (
        forms.npi(),
        "123456789",
        "'123456789' is not an NPI: ten digits, the first 1 or 2",
        NPI,
    ),
    (
        forms.npi(),
        "1234567890",
        "'1234567890' is not an NPI: its last digit does not check",
        NPI,
    ),
]


@pytest.mark.parametrize(("form", "text", "message", "hint"), SLIPS)
def test_a_slip_is_told_with_what_to_write(form: Form, text: str, message: str, hint: str) -> None:
    assert said(form, text) == (message, hint)


EVERY_FORM = [*{id(form): form for form, _, _ in WRITTEN}.values()]
near_misses = st.one_of(
    st.text(),
    st.text("0123456789-–+:.,/$@ xapmto"),
    st.sampled_from([text for _, text, _ in WRITTEN]).flatmap(
        lambda text: st.integers(0, len(text)).map(lambda cut: text[:cut] + "x" + text[cut:])
    ),
)


@given(st.sampled_from(EVERY_FORM), near_misses)
def test_no_text_raises_anything_but_a_refusal(form: Form, text: str) -> None:
    with suppress(FormError, ClockError):
        form.parse(text, TERMS)


def passes(number: str) -> bool:
    with suppress(FormError):
        return bool(forms.npi().parse(number, TERMS))
    return False


@given(st.integers(1_000_000_00, 2_999_999_99))
def test_one_last_digit_makes_an_npi(body: int) -> None:
    """The check digit (CMS): the digits of each second number doubled, the others, and 24."""
    accepted = [f"{body}{digit}" for digit in range(10) if passes(f"{body}{digit}")]
    assert len(accepted) == 1
    digits = [int(digit) for digit in accepted[0]]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[0::2]]
    assert (24 + sum(doubled) + sum(digits[1::2])) % 10 == 0


spans = st.builds(
    lambda low, more: Span(low, None if more is None else low + more),
    st.integers(0, 60),
    st.none() | st.integers(0, 60),
)


@given(spans, spans)
def test_spans_meet_when_a_number_lies_in_both(one: Span, other: Span) -> None:
    both = any(one.holds(number) and other.holds(number) for number in range(200))
    assert one.meets(other) == other.meets(one) == both


@pytest.mark.parametrize(
    ("own", "shared", "together"),
    [
        (Answers({"a": "yes"}), None, Answers({"a": "yes"})),
        (Answers({"a": "no"}), Answers({"a": "yes", "b": "yes"}), Answers({"a": "no", "b": "yes"})),
        (Answers({"a": "yes"}, True), Answers({"b": "yes"}), Answers({"a": "yes"}, True)),
        (Answers({"a": "yes"}), Answers({"b": "no"}, True), Answers({"a": "yes", "b": "no"}, True)),
    ],
)
def test_own_answers_count_before_shared_ones(
    own: Answers, shared: Answers | None, together: Answers
) -> None:
    assert own.over(shared) == together


@pytest.mark.parametrize(
    ("text", "known", "close"),
    [
        ("sumary", ["summary", "status"], "summary"),
        ("LSCW", ["LSW", "LCSW"], "LCSW"),
        ("PTSD", ["ptsd"], "ptsd"),
        ("zebra", ["summary", "status"], ""),
        ("", ["summary"], ""),
        ("a", [], ""),
    ],
)
def test_the_nearest_word_is_what_was_meant(text: str, known: list[str], close: str) -> None:
    assert nearest(text, known) == close
