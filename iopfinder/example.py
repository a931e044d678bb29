"""A field of the listing and the vocabulary in, an example of how it is written out: lines of YAML.

Each example is a good value of its field; a test reads every one.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from iopfinder.facts import Spec, outline
from iopfinder.forms import Form, Words
from iopfinder.program import Program

__all__ = ["example_lines", "fields_under"]

_SPECS: Final = {spec.field: spec for spec in outline(Program)}


def example_lines(spec: Spec, words: Words) -> tuple[str, ...]:
    """The field with a value, below the keys that it belongs to and beside those they require.

    As `cost:` and, two blanks further in, `insurance: {medicaid: in-network, medicare: no}`.
    """
    lines = [f"{spec.field[-1]}: {_value(spec, words)}"]
    for length in range(len(spec.field) - 1, 0, -1):
        above = _SPECS[spec.field[:length]]
        own = spec.field[length]
        beside = [each for each in fields_under(above) if each.required and each.field[-1] != own]
        lines = [*(f"{each.field[-1]}: {_value(each, words)}" for each in beside), *lines]
        starts = ("  - ", "    ") if above.many else ("  ", "  ")
        lines = [f"{starts[number > 0]}{line}" for number, line in enumerate(lines)]
        lines = [f"{above.field[-1]}:", *lines]
    return tuple(lines)


def fields_under(above: Spec) -> Iterator[Spec]:
    """The fields of a section, in the order of the form."""
    return (each for field, each in _SPECS.items() if field[:-1] == above.field)


def _value(spec: Spec, words: Words) -> str:
    """The value on one line."""
    if spec.name in _VALUES:
        return _VALUES[spec.name]
    if spec.form is not None:
        return _of_form(spec.form, words)
    fields = list(fields_under(spec))
    shown = [each for each in fields if each.required] or fields[:2]
    whole = "{" + ", ".join(f"{each.field[-1]}: {_value(each, words)}" for each in shown) + "}"
    return f"[{whole}]" if spec.many else whole


_VALUES: Final = {
    "format": "1",
    "name": "Oak Evening IOP",
    "provider": "Oak Behavioral Health",
    "summary": "Evening groups for adults.",
    "location": '{street: 400 Example Ave, city: Portland, state: OR, zip: "97204"}',
    "location.street": "400 Example Ave",
    "location.suite": '"200"',
    "location.city": "Portland",
    "location.setting": "A floor of a clinic",
    "location.transit": "Bus 14 stops in front of the door",
    "serves_area.counties": "[Multnomah County]",
    "telehealth.states": "[OR, WA]",
    "specialties.ages": "18+",
    "specialties.conditions": "{ptsd: track, alcohol-use: treated, psychosis: no}",
    "specialties.groups": "{women: track, veterans: welcome}",
    "specialties.medications": "{naltrexone: prescribed-here, methadone: continued}",
    "cost.insurance": "{medicaid: in-network, medicare: no}",
    "access": "{wheelchair: yes, child-care: no}",
    "therapies": "[cbt, dbt-skills, group]",
    "contact.call_hours": "Mon to Fri, 8 am to 6 pm",
    "family.when": "Wednesdays at 6 pm",
    "structure.tradition": "Catholic",
    "staff.licenses": "[{license: LCSW, count: 4}]",
    "staff.licenses.title": "Art therapist",
    "staff.licenses.role": "Leads groups",
    "staff.prescriber": "{who: PMHNP, visits: two-weekly, first_visit_days: 7}",
    "staff.facility_license": "{authority: Oregon Health Authority, number: EX-0001}",
    "staff.facility_license.authority": "Oregon Health Authority",
    "staff.facility_license.number": "EX-0001",
    "schedule.tracks": (
        "[{name: Adult evening, sessions: [{days: [mon, wed, fri], time: 17:30-20:30}]}]"
    ),
    "schedule.tracks.name": "Adult evening",
    "schedule.tracks.place": "Second floor",
    "schedule.missed_sessions": "Make-up group on Saturday.",
    "availability": "{accepting: yes, wait_days: 5, as_of: 2026-10-01}",
    "cost.plans": "[{name: Oak Health Gold, network: in-network}]",
    "cost.plans.name": "Oak Health Gold",
    "cost.medicaid_plans": "[{name: Oak Health Plan, network: in-network}]",
    "cost.medicaid_plans.name": "Oak Health Plan",
    "cost.extra_fees.what": "Lab tests",
    "aftercare.outcomes.year": "2025",
    "description": "Two or three short paragraphs.",
}
"""Words that say more than their form does."""


def _of_form(form: Form, words: Words) -> str:
    written = form.written.removeprefix("a list: ")
    one = _OF_KINDS[form.kind](form, words) if form.kind in _OF_KINDS else written
    return f"[{one}]" if form.items == "list" and not one.startswith("[") else one


def _answers(form: Form, words: Words) -> str:
    terms = list(words.ids(form.vocabulary))[:2]
    if form.items == "terms":
        return f"[{', '.join(terms)}]"
    said = list(form.table)
    answers = zip(terms, (said[0], said[-1]), strict=False)  # a vocabulary may have one term
    return f"{{{', '.join(f'{term}: {word}' for term, word in answers)}}}"


_NUMBERS: Final = {
    "hours": "9-12",
    "weeks": "8-12",
    "sessions": "4",
    "people": "10",
    "minutes": "50",
    "percent": "60",
    "months": "6",
    "meals": "2",
}
"""An amount of each unit that is no surprise; 7 of any other."""


_OF_KINDS: Final[Mapping[str, Callable[[Form, Words], str]]] = {
    "yes-no": lambda _form, _words: "yes",
    "choice": lambda form, _words: next(iter(form.table)),
    "choices": lambda form, _words: next(iter(form.table)),
    "term": lambda form, words: next(iter(words.ids(form.vocabulary))),
    "answers": _answers,
    "number": lambda form, _words: _NUMBERS.get(form.unit, "7"),
    "span": lambda form, _words: _NUMBERS.get(form.unit, "18+"),
    "text": lambda _form, _words: "In your own words.",
    "id": lambda _form, _words: "oak-evening-iop",
    "phone": lambda _form, _words: "503-555-0142",
}
"""How to write what the form itself has no example of."""
