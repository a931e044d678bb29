"""A field of the listing in, how a clinic is asked for it out: a plain question and a hint.

Labels are what families read and explanations speak of the file; a person who has seen neither is
asked in words of their own. Fields without an entry are asked for by label and explanation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from iopfinder.facts import Spec, outline
from iopfinder.program import Program

__all__ = ["BASICS", "CORE", "Asked", "asked"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a clinic is asked, and a hint below it, "" where the question says all."""

    question: str
    hint: str


BASICS: Final = (
    *("name", "provider", "summary"),
    *("location.street", "location.suite", "location.city", "location.state", "location.zip"),
    *("telehealth.states", "contact.phone", "contact.website", "contact.email"),
)
"""Asked before all others: name, place and phone."""

CORE: Final = tuple(spec.name for spec in outline(Program) if spec.fact.core)
"""The twelve facts that tell programs apart and that a front desk knows or can find out."""

_ASKED: Final[Mapping[str, tuple[str, str]]] = {
    "name": ("What is the program called?", "As families see it on your door."),
    "provider": (
        "Who runs it?",
        "The name of your organization. If it has a shared file on this site, its short name.",
    ),
    "example": (
        "Is this a made-up example?",
        "Only for trying things out. Its page then says that it is made up.",
    ),
    "hidden": ("Take the page down?", "Yes takes it down as soon as the file is in."),
    "status": ("Is the program running?", ""),
    "status_since": ("Since when?", "When it paused, closed or joined another program."),
    "merged_into": (
        "Which program did it join?",
        "The last part of that program's address on this site, as in oak-evening-iop.",
    ),
    "focus": ("What does the program treat?", ""),
    "ownership": ("What kind of owner does it have?", ""),
    "facility_kind": ("What kind of place is it?", "Tick all that hold."),
    "other_levels": ("What other care does your organization give?", "Tick all that hold."),
    "listed_by": ("Who wrote this listing?", ""),
    "scope": ("What do these facts speak of?", "Your intensive program, or the whole facility."),
    "summary": ("What is it, in one line?", "At most 160 characters, shown below the name."),
    "location": ("Where do people come?", "Leave it out if all sessions are online."),
    "location.state": ("State", "Two letters, as OR."),
    "location.zip": ("ZIP code", "Five digits."),
    "telehealth.states": (
        "In which states may people join online?",
        "Leave it out if nobody joins online.",
    ),
    "contact": ("How do families reach you?", ""),
    "contact.phone": ("Phone that families should call", "With x12 for an extension, if needed."),
    "contact.website": ("Web page of this program", "Begin with https://"),
    "contact.email": ("Email", "A shared address such as intake@. Not a person's own."),
    "structure": ("How the program is built", ""),
    "specialties": ("More on whom it is for", ""),
    "staff": ("More on the team", ""),
    "schedule": ("More on the schedule", ""),
    "aftercare": ("When the program ends", ""),
    "structure.hours_per_week": (
        "Hours of treatment a week",
        "Without meals and breaks: 9, 9-12 or 9+.",
    ),
    "structure.sessions_per_week": ("Sessions a week", "A number or a range: 3 or 3-5."),
    "structure.session_hours": ("Hours in one session", "As 3 or 2.5-3."),
    "structure.length_weeks": ("Weeks that most people stay", "As 8, 8-12 or 8+."),
    "structure.group_mix": ("Who sits in a group together?", "Tick all that hold."),
    "structure.progress_measures": ("How do you measure progress?", "Tick all that you use."),
    "therapies": ("Which therapies do you offer?", "Tick what people really get here."),
    "family.kinds": ("What can families join?", "Tick all that hold."),
    "specialties.conditions": (
        "Which problems do you treat, and how?",
        "A group of their own, or mixed groups. Say no where you do not: a clear no saves calls.",
    ),
    "specialties.ages": ("Which ages do you take?", "As 13-17 or 18+."),
    "specialties.groups": (
        "For whom do you have groups?",
        "A group of their own, welcome in mixed groups, or not taken.",
    ),
    "specialties.medications": (
        "Which medicines can people get or go on taking?",
        "Many families call about this first.",
    ),
    "admission.assessed_by": ("Who does the first assessment?", "The person's license."),
    "admission.requires": ("What do people need before they start?", "Tick all that hold."),
    "admission.not_taken": (
        "Whom can you not take?",
        "Tick all that hold. A clear answer saves a family a lost day.",
    ),
    "staff.groups_led_by": ("Who leads the groups?", ""),
    "staff.individual_by": ("Who gives one-on-one therapy?", ""),
    "staff.licenses": ("Which licenses does the team hold?", "How many people hold each."),
    "staff.licenses.license": ("License", ""),
    "staff.prescriber": ("Who prescribes medicine here, and how often?", ""),
    "staff.prescriber.visits": (
        "How often do people see the prescriber?",
        "If nobody prescribes, say so here.",
    ),
    "staff.dietitian": ("Is a dietitian on the team?", ""),
    "staff.nurse": ("Is a nurse on the team?", ""),
    "staff.case_manager": ("Is a case manager on the team?", ""),
    "staff.training": ("Which extra training does the team have?", "Tick all that hold."),
    "staff.facility_license": ("Which state license do you hold?", "It stands on your wall."),
    "staff.accreditation": (
        "Which outside groups have reviewed you?",
        "Having none is not shown as a fault.",
    ),
    "staff.accreditation.body": ("Group", ""),
    "schedule.tracks": (
        "When does each group meet?",
        "One entry for each group that a person can join. Type the times, or paint the week.",
    ),
    "schedule.tracks.name": ("Name of this group", "As families hear it: Adult evening."),
    "schedule.tracks.format": ("How does it meet?", ""),
    "schedule.tracks.sessions": ("Days and times", ""),
    "schedule.formats": ("How can people take part?", "Tick all that hold."),
    "schedule.allowed_absences_per_month": ("How many sessions may one miss in a month?", ""),
    "availability": ("Do you have openings?", "Families see this as a question after 30 days."),
    "availability.as_of": ("On which day was this true?", "Today, if you have just looked."),
    "languages.sessions": (
        "In which languages are groups held?",
        "Not the languages that staff speak: there is a field for those.",
    ),
    "access": ("What makes it easier to come?", "Rooms, rides, child care and other help."),
    "cost.insurance": (
        "Which insurance do you take?",
        "Choose accepted if you are not sure of the network. Say no where you do not take it.",
    ),
    "cost.self_pay": ("Price without insurance", "As 350 per week, 90 per session or 4200."),
    "cost.sliding_fee": ("Do people with low income pay less?", ""),
    "cost.extra_fees": ("What else do people pay for?", "Tests, books, missed sessions."),
    "aftercare.services": ("What goes on after the program?", "Tick all that hold."),
    "aftercare.meetings_per_month": ("Meetings a month", "As a number."),
    "aftercare.included_in_price": ("Is that part of the price?", ""),
    "aftercare.step_down": ("Can people step down to fewer hours, and where?", ""),
    "aftercare.step_up": ("Can people get more care if they need it, and where?", ""),
    "aliases": ("Old names of this listing", "Each on its own line. Their addresses lead here."),
    "description": (
        "Describe the program in your own words",
        "Two or three short paragraphs. A blank line parts them. Name no patients or staff.",
    ),
}


def asked(spec: Spec) -> Asked:
    """How a clinic is asked for a field."""
    question, hint = _ASKED.get(spec.name, (spec.fact.label, spec.fact.explains))
    return Asked(question, hint)
