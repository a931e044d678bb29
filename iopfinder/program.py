"""The listing of one program: every field that a clinic can state, in the order of the page.

The sections are the checklist's: structure and therapies (question 1), specialties (2), staff (3),
schedule, cost, languages and access (4), aftercare (5). A field left out is *not stated*.
"""

import datetime
from typing import Annotated, Final

from iopfinder import forms
from iopfinder.facts import Fact, Section
from iopfinder.forms import Answers, Money, Phone, Shorthand, Span
from iopfinder.schedule import Clock

__all__ = [
    "CONFIRMED_HOW",
    "CO_OCCURRING",
    "FOCUS",
    "FORMAT",
    "NETWORK",
    "OPENINGS",
    "OTHER_LEVELS",
    "OWNERSHIP",
    "PARTS",
    "Accreditation",
    "Cost",
    "Fee",
    "Imported",
    "License",
    "Plan",
    "Program",
    "Session",
    "Staff",
    "Track",
]

FORMAT: Final = "1"
"""The form of listings that this generator writes."""

YES_NO = forms.yes_no()
SHORT = forms.text(120)
LINE = forms.text(200)
NOTE = forms.text(400)

FOCUS = {
    "substance-use": "Alcohol and drug use",
    "mental-health": "Mental health",
    "both": "Mental health and substance use",
    "eating-disorders": "Eating disorders",
}
STATUS = {
    "open": "Open",
    "paused": "Not running for now",
    "closed": "Closed",
    "merged": "Joined with another program",
}
OWNERSHIP = {
    "nonprofit": "Nonprofit",
    "for-profit": "For profit",
    "government": "Government",
    "tribal": "Tribal",
    "va": "VA (veterans' care)",
    "university": "University",
}
OTHER_LEVELS = {
    "outpatient": "Weekly therapy",
    "php": "Day program (PHP)",
    "residential": "Live-in treatment",
    "hospital": "Hospital stay",
    "detox": "Withdrawal care (detox)",
    "crisis": "Crisis care",
}
LISTED_BY = {
    "program": "The program wrote this listing",
    "public-record": "From a public record",
    "editor": "An editor wrote this listing",
}
CONFIRMED_BY = {"program": "the program", "editor": "an editor", "public-record": "a public record"}
CONFIRMED_HOW = {
    "phone": "by phone",
    "email": "by email",
    "website": "on its website",
    "visit": "on a visit",
    "letter": "by letter",
}
SCOPE = {
    "program": "The facts are about this program",
    "facility": "The facts are about the whole facility, not its IOP alone",
}
DEGREES = {"track": "Own group or team", "treated": "Treated in mixed groups", "no": "Not treated"}
WELCOME = {"track": "Has its own group", "welcome": "Welcome in mixed groups", "no": "Not taken"}
MEDICINE = {
    "prescribed-here": "Prescribed here",
    "continued": "Welcome if prescribed elsewhere",
    "not-accepted": "Not accepted",
}
NETWORK = {
    "in-network": "In network",
    "out-of-network": "Out of network",
    "accepted": "Accepted (ask about your exact plan)",
    "no": "Not taken",
}
PLAN_NETWORK = {
    "in-network": "in network",
    "out-of-network": "out of network",
    "accepted": "accepted",
}
ACCESS = {"yes": "Yes", "on-site": "On site", "pays": "Helps pay for it", "no": "No"}
LEADERS = {
    "licensed": "Licensed professionals",
    "in-training-supervised": "Therapists in training, with a licensed supervisor",
    "certified": "Certified counselors",
    "peer": "Trained peers",
    "mixed": "A mix: ask who leads which group",
}
TAKEN = {
    "taken": "Takes people with this",
    "taken-with-plan": "Takes people with this, with a safety plan",
    "not-taken": "Does not take people with this",
}
PHONES = {
    "kept": "People keep their phones",
    "put-away": "Phones are put away",
    "collected": "Phones are collected",
}
GENDERS = {"all": "All genders", "women": "Women only", "men": "Men only"}
CO_OCCURRING = {
    "one-team": "One team treats both",
    "same-place": "Two teams in one place",
    "referred": "The other is treated elsewhere",
    "no": "Only one is treated",
}
OPENINGS = {"yes": "Taking new people", "waitlist": "Has a waitlist", "no": "Full for now"}
GROUP_MIX = {
    "same-condition": "People with the same kind of problem",
    "mixed-conditions": "People with different problems",
    "same-age": "People of about the same age",
    "mixed-ages": "People of different ages",
}
STEP = {"here": "Here", "partner": "At a partner program", "referral": "By referral"}


class Location(Section):
    """Where people go."""

    street: Annotated[str | None, LINE, Fact("Street", "Number and street, as on a letter.")] = None
    suite: Annotated[str | None, SHORT, Fact("Suite", "Suite, floor or building.")] = None
    city: Annotated[str, SHORT, Fact("City", "The city of the postal address.")]
    state: Annotated[str, forms.state(), Fact("State", "Two letters, as OR.")]
    zip: Annotated[str, forms.zip_code(), Fact("ZIP code", 'Five digits in quotes, as "02139".')]
    setting: Annotated[
        str | None,
        SHORT,
        Fact("Kind of place", "What the place is like: a house, a hospital floor."),
    ] = None
    transit: Annotated[
        str | None,
        LINE,
        Fact("Bus or train", "The nearest stop and line, and the walk from there."),
    ] = None
    parking: Annotated[
        str | None,
        forms.choice({"free": "Free", "paid": "Paid", "none": "No parking"}),
        Fact("Parking", "What a visitor by car finds."),
    ] = None
    medicaid_rides: Annotated[
        bool | None, YES_NO, Fact("Helps book Medicaid rides", "Do you help people book them?")
    ] = None


class ServesArea(Section):
    """Whose residents may come, where public funds ask for that."""

    counties: Annotated[
        tuple[str, ...] | None,
        forms.listed(SHORT),
        Fact("Counties", "Counties whose residents you take."),
    ] = None
    states: Annotated[
        tuple[str, ...] | None,
        forms.listed(forms.state()),
        Fact("States", "States whose residents you take."),
    ] = None


class Telehealth(Section):
    """Sessions by video. States are complete by nature: a state left out is not served."""

    states: Annotated[
        tuple[str, ...] | None,
        forms.listed(forms.state()),
        Fact("States served online", "States in which a person may sit during an online session."),
    ] = None
    in_person_days: Annotated[
        float | None,
        forms.number("days", most=60),
        Fact("Days to come in", "Days that must be in person, over the whole program."),
    ] = None
    audio_only: Annotated[
        bool | None, YES_NO, Fact("Can join by phone call", "May people join without video?")
    ] = None
    device_loan: Annotated[
        bool | None, YES_NO, Fact("Lends a device", "Do you lend a tablet or phone?")
    ] = None
    adult_at_home: Annotated[
        bool | None,
        YES_NO,
        Fact("An adult must be at home", "For minors: must an adult be at home during sessions?"),
    ] = None


class Contact(Section):
    """How to reach the program itself. Write no person's own number or address."""

    phone: Annotated[
        Phone | None,
        forms.phone(),
        Fact("Phone", "The number families should call, with x12 if needed."),
    ] = None
    text: Annotated[
        Phone | None, forms.phone(), Fact("Text messages", "A number that takes texts.")
    ] = None
    tty: Annotated[Phone | None, forms.phone(), Fact("TTY", "A line for deaf callers.")] = None
    website: Annotated[
        str | None, forms.link(), Fact("Website", "The page about this program, with https://.")
    ] = None
    email: Annotated[
        str | None,
        forms.email(),
        Fact("Email", "A shared address such as intake@, not a person's own."),
    ] = None
    call_hours: Annotated[
        str | None, SHORT, Fact("When to call", "Hours in which a person answers.")
    ] = None
    answered_by: Annotated[
        str | None,
        forms.choice(
            {
                "program": "The program itself",
                "provider": "The provider's main office",
                "call-center": "A call center",
            }
        ),
        Fact("Who answers", "Who picks up this number?"),
    ] = None
    answered_in: Annotated[
        tuple[str, ...] | None,
        forms.listed(forms.term("languages")),
        Fact("Languages on the phone", "Languages in which calls are answered."),
    ] = None


class DrugTesting(Section):
    """Whether and how drug tests are done."""

    when: Annotated[
        str | None,
        forms.choice(
            {
                "random": "At random times",
                "scheduled": "On set days",
                "for-cause": "Only with a reason",
                "none": "No drug tests",
            }
        ),
        Fact("When", "When do you test?"),
    ] = None
    kind: Annotated[
        str | None,
        forms.choice({"urine": "Urine", "saliva": "Saliva", "breath": "Breath"}),
        Fact("Kind of test", "What is tested?"),
    ] = None
    observed: Annotated[
        bool | None, YES_NO, Fact("Someone watches", "Does staff watch the sample being given?")
    ] = None
    cost: Annotated[
        str | None,
        forms.choice(
            {
                "included": "Part of the price",
                "insurance": "Billed to insurance",
                "you-pay": "You pay",
            }
        ),
        Fact("Who pays for tests", "Who pays for the lab?"),
    ] = None


class Structure(Section):
    """Question 1: how many sessions a week, how long, and what a week holds."""

    hours_per_week: Annotated[
        Span | None,
        forms.span("hours", most=60),
        Fact(
            "Treatment hours a week",
            "Hours of treatment, without meals and breaks.",
            counts=True,
            facet="hours",
            track=True,
        ),
    ] = None
    sessions_per_week: Annotated[
        Span | None,
        forms.span("sessions", most=14),
        Fact("Sessions a week", "Days or half-days on which people come.", track=True),
    ] = None
    session_hours: Annotated[
        Span | None,
        forms.span("hours", most=12),
        Fact("Hours in a session", "How long one session lasts.", track=True),
    ] = None
    length_weeks: Annotated[
        Span | None,
        forms.span("weeks", most=104),
        Fact("Length", "Weeks that most people stay.", counts=True),
    ] = None
    until: Annotated[
        str | None,
        forms.choice(
            {"goals-met": "Until the goals are met", "fixed": "A fixed time for everyone"}
        ),
        Fact("When it ends", "Does the end depend on progress, or is it fixed?"),
    ] = None
    group_size: Annotated[
        float | None,
        forms.number("people", most=60),
        Fact("People in a group", "The most that sit in one group.", counts=True, track=True),
    ] = None
    group_mix: Annotated[
        tuple[str, ...] | None,
        forms.choices(GROUP_MIX),
        Fact("Who is in a group", "Same or mixed problems, same or mixed ages.", track=True),
    ] = None
    start: Annotated[
        str | None,
        forms.choice({"rolling": "Any week", "fixed-date": "On set dates"}),
        Fact("When people can start", "Any week, or on set dates.", track=True),
    ] = None
    next_start: Annotated[
        datetime.date | None, forms.iso_date(), Fact("Next start", "The next set date.", shelf=30)
    ] = None
    individual_per_month: Annotated[
        float | None,
        forms.number("sessions", most=31),
        Fact("One-on-one sessions a month", "With a therapist, for each person.", counts=True),
    ] = None
    individual_minutes: Annotated[
        float | None,
        forms.number("minutes", most=240),
        Fact("Length of a one-on-one session", "In minutes."),
    ] = None
    same_therapist: Annotated[
        bool | None,
        YES_NO,
        Fact("The same therapist throughout", "Does a person keep one therapist?"),
    ] = None
    drug_testing: Annotated[
        DrugTesting | None, Fact("Drug tests", "When, what kind, and who pays.")
    ] = None
    after_use: Annotated[
        str | None,
        forms.choice(
            {
                "new-plan": "A talk and a new plan",
                "more-care": "A step to more care",
                "may-end": "The place may be lost",
                "ends": "The place is lost",
            }
        ),
        Fact("If someone uses again", "What happens after a return to use?"),
    ] = None
    abstinence_required: Annotated[
        str | None,
        forms.choice({"no": "No", "at-start": "At the start", "throughout": "The whole time"}),
        Fact("Must be sober", "Must people have stopped drinking or using?"),
    ] = None
    days_sober: Annotated[
        float | None,
        forms.number("days", most=365),
        Fact("Days sober before the start", "If you ask for some."),
    ] = None
    twelve_step: Annotated[
        str | None,
        forms.choice(
            {"required": "Required", "offered": "Offered, not required", "not-used": "Not used"}
        ),
        Fact("12-step work", "Is AA- or NA-style work part of it?"),
    ] = None
    faith: Annotated[
        str | None,
        forms.choice(
            {"central": "Central", "offered": "Offered, not required", "none": "Not part of it"}
        ),
        Fact("Faith", "Is religion part of the program?"),
    ] = None
    tradition: Annotated[
        str | None, SHORT, Fact("Which faith", "The tradition, if there is one.")
    ] = None
    progress_measures: Annotated[
        tuple[str, ...] | None,
        forms.choices(
            {
                "phq-9": "PHQ-9 (low mood)",
                "gad-7": "GAD-7 (worry)",
                "bam": "BAM (alcohol and drugs)",
                "pcl-5": "PCL-5 (trauma)",
                "other": "Another scale",
                "none": "No scale",
            }
        ),
        Fact("How progress is measured", "Scales that people fill in."),
    ] = None
    plan_review_days: Annotated[
        float | None,
        forms.number("days", most=365),
        Fact("Plan looked at again every", "Days between reviews."),
    ] = None
    phones: Annotated[str | None, forms.choice(PHONES), Fact("Phones", "In sessions.")] = None
    smoking: Annotated[
        str | None,
        forms.choice({"not-allowed": "Not allowed", "outside": "Outside"}),
        Fact("Smoking", "On your grounds."),
    ] = None


class Family(Section):
    """How family takes part."""

    sessions_per_month: Annotated[
        float | None,
        forms.number("sessions", most=31),
        Fact("Family sessions a month", "For each family.", counts=True),
    ] = None
    kinds: Annotated[
        tuple[str, ...] | None,
        forms.choices(
            {
                "family-therapy": "Family therapy",
                "multi-family": "Several families in one group",
                "parent-group": "Parent group",
                "classes": "Classes",
                "couples": "Couples sessions",
            }
        ),
        Fact("Kinds", "What families can join."),
    ] = None
    required: Annotated[
        bool | None, YES_NO, Fact("Family must take part", "Is it a condition of treatment?")
    ] = None
    online: Annotated[bool | None, YES_NO, Fact("Family can join online", "By video.")] = None
    when: Annotated[str | None, SHORT, Fact("When", "Days and times of family sessions.")] = None


class Specialties(Section):
    """Question 2: whom the program is made for."""

    conditions: Annotated[
        Answers | None,
        forms.answers("conditions", DEGREES, middle="treated"),
        Fact(
            "Conditions",
            "track: own groups or own team; treated: in mixed groups; no: not treated.",
            core=True,
            counts=True,
            facet="condition",
            track=True,
        ),
    ] = None
    co_occurring: Annotated[
        str | None,
        forms.choice(CO_OCCURRING),
        Fact(
            "Mental health and substance use together",
            "Who treats the two when a person has both?",
            counts=True,
            facet="co-occurring",
        ),
    ] = None
    ages: Annotated[
        Span | None,
        forms.years(),
        Fact(
            "Ages",
            "Ages you take, as 13-17 or 18+.",
            core=True,
            counts=True,
            facet="age",
            track=True,
        ),
    ] = None
    groups: Annotated[
        Answers | None,
        forms.answers("groups", WELCOME, middle="welcome"),
        Fact(
            "Groups of people",
            "track: has its own group; welcome: in mixed groups; no: not taken.",
            counts=True,
            facet="group",
            track=True,
        ),
    ] = None
    genders: Annotated[
        str | None,
        forms.choice(GENDERS),
        Fact("Genders", "Who may join.", facet="gender", track=True),
    ] = None
    gender_by_identity: Annotated[
        bool | None,
        YES_NO,
        Fact("People choose the group of their gender", "Does a person's own gender decide?"),
    ] = None
    medications: Annotated[
        Answers | None,
        forms.answers("medications", MEDICINE, middle="continued"),
        Fact(
            "Medicines",
            "prescribed-here; continued: welcome if prescribed elsewhere; not-accepted.",
            core=True,
            counts=True,
            facet="medication",
        ),
    ] = None


class Admission(Section):
    """Who decides on the start, what is needed and who cannot be taken."""

    assessed_by: Annotated[
        str | None,
        forms.term("licenses"),
        Fact("Who does the first assessment", "The license, as LCSW."),
    ] = None
    assessment: Annotated[
        str | None,
        forms.choice({"before-start": "Before the first day", "first-week": "In the first week"}),
        Fact("When it is done", "Before the start, or in the first week."),
    ] = None
    requires: Annotated[
        tuple[str, ...] | None,
        forms.choices(
            {
                "medical-clearance": "A doctor's check",
                "detox-first": "Withdrawal care first",
                "diagnosis": "A diagnosis",
                "referral": "A referral",
                "guardian-consent": "Consent of a parent or guardian",
                "safe-housing": "A safe place to sleep",
                "home-adult": "An adult at home",
                "photo-id": "Photo ID",
                "days-sober": "Some days sober",
                "nothing": "Nothing",
            }
        ),
        Fact("Needed first", "What people must bring or do before they start."),
    ] = None
    not_taken: Annotated[
        tuple[str, ...] | None,
        forms.choices(
            {
                "in-withdrawal": "People in withdrawal",
                "medically-unstable": "People who are not medically stable",
                "active-psychosis": "People who now hear or see what others do not",
                "recent-attempt": "People who tried to end their life not long ago",
                "self-harm-now": "People who are hurting themselves now",
                "violence-history": "People with a history of violence",
                "sex-offense": "People with a sex offense",
                "no-safe-home": "People without a safe home",
                "other": "Others",
            }
        ),
        Fact("Cannot take", "Whom you cannot take.", core=True, counts=True),
    ] = None
    recent_attempt_days: Annotated[
        float | None,
        forms.number("days", most=365),
        Fact("Days since an attempt", "How long is too recent?"),
    ] = None
    not_taken_note: Annotated[
        str | None, NOTE, Fact("More on whom it cannot take", "In your own words.")
    ] = None


class Safety(Section):
    """What the program does about self-harm and thoughts of suicide."""

    self_harm: Annotated[
        str | None, forms.choice(TAKEN), Fact("Self-harm", "Do you take people with it?")
    ] = None
    suicidal_thoughts: Annotated[
        str | None,
        forms.choice(TAKEN),
        Fact("Thoughts of suicide", "Do you take people who have them?"),
    ] = None
    safety_plan: Annotated[
        bool | None, YES_NO, Fact("Writes a safety plan", "With each person who needs one.")
    ] = None
    after_hours: Annotated[
        str | None,
        forms.choice(
            {
                "own-clinician": "The program's own clinician",
                "answering-service": "An answering service",
                "988-only": "988",
            }
        ),
        Fact("Who answers at night", "Whom do families call after hours?"),
    ] = None


class Eating(Section):
    """How an eating disorder is cared for."""

    meals_per_session_day: Annotated[
        float | None,
        forms.number("meals", most=6),
        Fact("Meals with support each day", "Meals and snacks."),
    ] = None
    medical_checks: Annotated[
        str | None,
        forms.choice(
            {
                "at-session": "At each session",
                "weekly": "Each week",
                "your-doctor": "By your own doctor",
                "none": "No medical checks",
            }
        ),
        Fact("Medical checks", "Who checks heart rate, weight and labs, and how often?"),
    ] = None
    family_meals: Annotated[bool | None, YES_NO, Fact("Family meals", "Does the family join?")] = (
        None
    )


class Teens(Section):
    """What is different for people under 18."""

    school_help: Annotated[
        bool | None, YES_NO, Fact("Help with schoolwork", "Time or tutoring.")
    ] = None
    parent_updates: Annotated[
        str | None, LINE, Fact("What parents hear", "How and how often parents are told.")
    ] = None
    consent_note: Annotated[
        str | None, LINE, Fact("Consent and privacy", "Your rules on what stays private.")
    ] = None
    phones: Annotated[str | None, forms.choice(PHONES), Fact("Phones", "In teen groups.")] = None


class Court(Section):
    """Courts, probation and drunk-driving courses."""

    accepts: Annotated[
        bool | None, YES_NO, Fact("Takes people sent by a court", "Do you take them?")
    ] = None
    reports: Annotated[bool | None, YES_NO, Fact("Sends reports", "To court or probation.")] = None
    dui_approved: Annotated[
        str | None, LINE, Fact("DUI course", "Which state or court approves it.")
    ] = None


class License(Section):
    """One kind of license on the staff."""

    license: Annotated[
        str,
        forms.term("licenses", other=True),
        Fact("License", "A term of licenses.yaml, or other."),
    ]
    title: Annotated[str | None, SHORT, Fact("Title", "In words, when the license is 'other'.")] = (
        None
    )
    role: Annotated[str | None, SHORT, Fact("Role", "What they do: leads groups.")] = None
    count: Annotated[
        float | None, forms.number("people", most=999), Fact("How many", "People with it.")
    ] = None


class Prescriber(Section):
    """Who prescribes medicine."""

    who: Annotated[
        str | None, forms.term("licenses"), Fact("Who prescribes", "The license, as PMHNP.")
    ] = None
    visits: Annotated[
        str | None,
        forms.choice(
            {
                "weekly": "Each week",
                "two-weekly": "Every two weeks",
                "monthly": "Each month",
                "as-needed": "As needed",
                "none": "No prescriber",
            }
        ),
        Fact("How often", "How often people see the prescriber; none: no prescriber."),
    ] = None
    first_visit_days: Annotated[
        float | None,
        forms.number("days", most=365),
        Fact("Days to the first visit", "After the start."),
    ] = None


class FacilityLicense(Section):
    """The state's license: the legal minimum."""

    authority: Annotated[str | None, SHORT, Fact("Given by", "The state office.")] = None
    number: Annotated[str | None, SHORT, Fact("Number", "As it stands on the license.")] = None
    url: Annotated[
        str | None, forms.link(), Fact("Look it up", "The state's page for this license.")
    ] = None
    status: Annotated[
        str | None,
        forms.choice(
            {
                "active": "Active",
                "probation": "On probation",
                "expired": "Expired",
                "not-found": "Not found",
            }
        ),
        Fact("Status", "As the state gives it."),
    ] = None
    expires: Annotated[
        datetime.date | None, forms.iso_date(), Fact("Runs until", "The last day.")
    ] = None
    checked: Annotated[
        datetime.date | None, forms.iso_date(), Fact("Looked up on", "By an editor.")
    ] = None


class Accreditation(Section):
    """One outside group that has reviewed how the program works."""

    body: Annotated[
        str, forms.term("accreditation"), Fact("Group", "A term of accreditation.yaml.")
    ]
    until: Annotated[datetime.date | None, forms.iso_date(), Fact("Until", "The last day.")] = None
    url: Annotated[str | None, forms.link(), Fact("Look it up", "The group's page.")] = None


class Staff(Section):
    """Question 3: who treats you, and with which license."""

    groups_led_by: Annotated[
        str | None,
        forms.choice(LEADERS),
        Fact(
            "Who leads the groups",
            "The checklist's own question.",
            core=True,
            counts=True,
            facet="staff",
        ),
    ] = None
    individual_by: Annotated[
        str | None,
        forms.choice(LEADERS),
        Fact("Who gives one-on-one therapy", "As above.", counts=True),
    ] = None
    licenses: Annotated[
        tuple[Annotated[License, Shorthand("license")], ...] | None,
        Fact(
            "Licenses on the team",
            "Each license, with the number of people.",
            counts=True,
            facet="license",
        ),
    ] = None
    prescriber: Annotated[
        Prescriber | None,
        Fact("Medicine visits", "Who prescribes, how often, how soon.", core=True, counts=True),
    ] = None
    dietitian: Annotated[bool | None, YES_NO, Fact("Dietitian on the team", "Yes or no.")] = None
    nurse: Annotated[bool | None, YES_NO, Fact("Nurse on the team", "Yes or no.")] = None
    peer: Annotated[
        bool | None, YES_NO, Fact("Trained peer on the team", "Someone who has been through it.")
    ] = None
    case_manager: Annotated[bool | None, YES_NO, Fact("Case manager", "Yes or no.")] = None
    training: Annotated[
        Answers | None, forms.terms("training"), Fact("Extra training", "Terms of training.yaml.")
    ] = None
    clients_per_therapist: Annotated[
        float | None,
        forms.number("people", most=200),
        Fact("People for each therapist", "At one time."),
    ] = None
    facility_license: Annotated[
        FacilityLicense | None,
        Fact("State license", "Who gave it, and its number.", core=True, counts=True),
    ] = None
    accreditation: Annotated[
        tuple[Annotated[Accreditation, Shorthand("body")], ...] | None,
        Fact(
            "Reviewed by outside groups",
            "A program without one is not at fault.",
            facet="accreditation",
        ),
    ] = None
    npi: Annotated[
        str | None, forms.npi(), Fact("NPI", "Ten digits from the national registry.")
    ] = None


class Session(Section):
    """Days on which a track meets, and the time of day."""

    days: Annotated[tuple[str, ...], forms.day(), Fact("Days", "As [mon, wed, fri].")]
    time: Annotated[Clock | None, forms.clock(), Fact("Time", "Start and end, as 17:30-20:30.")] = (
        None
    )


class Track(Section):
    """One group of sessions that a person can join; what it does not say the listing says."""

    name: Annotated[str, SHORT, Fact("Name", "As families hear it: Adult evening.")]
    ages: Annotated[Span | None, forms.years(), Fact("Ages", "As 13-17 or 18+.", facet="age")] = (
        None
    )
    genders: Annotated[
        str | None,
        forms.choice(GENDERS),
        Fact("Genders", "Who may join.", facet="gender"),
    ] = None
    conditions: Annotated[
        Answers | None,
        forms.answers("conditions", DEGREES, middle="treated"),
        Fact("Conditions", "Added to the listing's; its word counts first.", facet="condition"),
    ] = None
    groups: Annotated[
        Answers | None,
        forms.answers("groups", WELCOME, middle="welcome"),
        Fact("Groups of people", "Added to the listing's.", facet="group"),
    ] = None
    languages: Annotated[
        tuple[str, ...] | None,
        forms.listed(forms.term("languages")),
        Fact("Languages", "Languages of these sessions.", facet="language"),
    ] = None
    therapies: Annotated[
        Answers | None,
        forms.terms("therapies"),
        Fact("Therapies", "If they differ.", facet="therapy"),
    ] = None
    format: Annotated[
        str | None,
        forms.term("formats"),
        Fact("Format", "in-person, telehealth or hybrid.", facet="format"),
    ] = None
    place: Annotated[str | None, LINE, Fact("Place", "If it is not the listing's address.")] = None
    season: Annotated[
        str | None,
        forms.choice(
            {"all": "All year", "school-year": "In the school year", "summer": "In summer"}
        ),
        Fact("Season", "When in the year it runs."),
    ] = None
    hours_per_week: Annotated[
        Span | None,
        forms.span("hours", most=60),
        Fact("Treatment hours a week", "If they differ.", facet="hours"),
    ] = None
    group_size: Annotated[
        float | None,
        forms.number("people", most=60),
        Fact("People in a group", "The most in the room."),
    ] = None
    start: Annotated[
        str | None,
        forms.choice({"rolling": "Any week", "fixed-date": "On set dates"}),
        Fact("When people can start", "Any week, or on set dates."),
    ] = None
    sessions_per_week: Annotated[
        Span | None, forms.span("sessions", most=14), Fact("Sessions a week", "If they differ.")
    ] = None
    session_hours: Annotated[
        Span | None, forms.span("hours", most=12), Fact("Hours in a session", "If they differ.")
    ] = None
    group_mix: Annotated[
        tuple[str, ...] | None,
        forms.choices(GROUP_MIX),
        Fact("Who is in a group", "Same or mixed problems, same or mixed ages."),
    ] = None
    attend: Annotated[
        float | None,
        forms.number("sessions", most=14),
        Fact("Sessions to attend each week", "If a person needs only some of those below."),
    ] = None
    sessions: Annotated[
        tuple[Session, ...] | None,
        Fact("Sessions", "Days and times.", facet="free", shelf=180),
    ] = None


class Schedule(Section):
    """Question 4: when sessions are, and what happens when one is missed."""

    tracks: Annotated[
        tuple[Track, ...] | None,
        Fact(
            "Days and times",
            "Each group with its days and times.",
            core=True,
            counts=True,
            shelf=180,
        ),
    ] = None
    formats: Annotated[
        Answers | None,
        forms.terms("formats"),
        Fact("Format", "in-person, telehealth, hybrid.", facet="format"),
    ] = None
    time_zone: Annotated[
        str | None,
        forms.time_zone(),
        Fact(
            "Clock of these times",
            "Only when it is not that of the address, as for groups online.",
        ),
    ] = None
    switch_tracks: Annotated[
        str | None,
        forms.choice({"week-to-week": "From week to week", "by-request": "On request", "no": "No"}),
        Fact("Switch between day and evening", "When a shift changes."),
    ] = None
    missed_sessions: Annotated[
        str | None, NOTE, Fact("Missed sessions", "What happens, in your own words.", counts=True)
    ] = None
    allowed_absences_per_month: Annotated[
        float | None,
        forms.number("sessions", most=31),
        Fact("Sessions one may miss a month", "A number."),
    ] = None
    make_up: Annotated[
        bool | None, YES_NO, Fact("Make-up sessions", "Can a session be made up?")
    ] = None


class Availability(Section):
    """Openings: a question again after 30 days."""

    accepting: Annotated[
        str | None,
        forms.choice(OPENINGS),
        Fact("Openings", "Do you take new people now?", facet="accepting", shelf=30),
    ] = None
    first_assessment_days: Annotated[
        float | None,
        forms.number("days", most=365),
        Fact("Days to the first assessment", "From the first call.", shelf=30),
    ] = None
    wait_days: Annotated[
        float | None,
        forms.number("days", most=365),
        Fact("Days to the first session", "From the call.", shelf=30),
    ] = None
    as_of: Annotated[
        datetime.date, forms.iso_date(), Fact("As of", "The day on which this was true.")
    ]


class Work(Section):
    """Help with a job."""

    letters: Annotated[
        bool | None,
        YES_NO,
        Fact("Writes letters for work leave", "Forms and letters for an employer."),
    ] = None


class School(Section):
    """Help with a school."""

    coordination: Annotated[
        bool | None, YES_NO, Fact("Works with the school", "Letters and talks with the school.")
    ] = None


class Languages(Section):
    """Languages of sessions, staff, papers and the phone."""

    sessions: Annotated[
        tuple[str, ...] | None,
        forms.listed(forms.term("languages")),
        Fact(
            "Groups held in",
            "Languages in which groups are held.",
            core=True,
            counts=True,
            facet="language",
            track=True,
        ),
    ] = None
    staff: Annotated[
        tuple[str, ...] | None,
        forms.listed(forms.term("languages")),
        Fact("Staff who speak", "Counselors who can treat in it; not proof of groups in it."),
    ] = None
    interpreter: Annotated[bool | None, YES_NO, Fact("Interpreter", "Free of charge?")] = None
    written: Annotated[
        tuple[str, ...] | None,
        forms.listed(forms.term("languages")),
        Fact("Papers in", "Handouts and forms."),
    ] = None
    phone: Annotated[
        tuple[str, ...] | None,
        forms.listed(forms.term("languages")),
        Fact("Phone calls in", "Who picks up."),
    ] = None


class Plan(Section):
    """One named insurance plan."""

    name: Annotated[str, SHORT, Fact("Plan", "Its name as it stands on the card.")]
    network: Annotated[str | None, forms.choice(PLAN_NETWORK), Fact("Network", "In or out.")] = None


class Fee(Section):
    """One fee on top of the price."""

    what: Annotated[str, SHORT, Fact("What for", "What the fee is for.")]
    amount: Annotated[Money | None, forms.money(), Fact("Amount", "In dollars.")] = None


class Cost(Section):
    """How treatment is paid."""

    insurance: Annotated[
        Answers | None,
        forms.answers("payers", NETWORK, middle="accepted"),
        Fact(
            "Insurance",
            "in-network, out-of-network, accepted (network not stated) or no.",
            core=True,
            counts=True,
            facet="insurance",
            shelf=180,
        ),
    ] = None
    plans: Annotated[
        tuple[Annotated[Plan, Shorthand("name")], ...] | None,
        Fact("Plans", "Plans by name.", shelf=180),
    ] = None
    medicaid_plans: Annotated[
        tuple[Annotated[Plan, Shorthand("name")], ...] | None,
        Fact("Medicaid plans", "Medicaid plans by name.", shelf=180),
    ] = None
    self_pay: Annotated[
        Money | None,
        forms.money(),
        Fact("Price without insurance", "As 350 per week.", counts=True, shelf=180),
    ] = None
    deposit: Annotated[
        Money | None, forms.money(), Fact("Deposit", "Paid before the start.", shelf=180)
    ] = None
    extra_fees: Annotated[
        tuple[Fee, ...] | None, Fact("Other fees", "Tests, books, missed sessions.", shelf=180)
    ] = None
    sliding_fee: Annotated[
        bool | None,
        YES_NO,
        Fact("Lower price for low income", "A sliding fee.", facet="payment", shelf=180),
    ] = None
    assistance: Annotated[
        bool | None,
        YES_NO,
        Fact("Help with costs", "A fund or a payment plan.", facet="payment", shelf=180),
    ] = None
    as_of: Annotated[
        datetime.date | None, forms.iso_date(), Fact("Prices as of", "The day on which they held.")
    ] = None


class Outcomes(Section):
    """Published results, with a public link."""

    url: Annotated[str, forms.link(), Fact("Report", "The public page.")]
    year: Annotated[
        float | None, forms.number("year", most=2100), Fact("Year", "Of the results.")
    ] = None
    measure: Annotated[str | None, LINE, Fact("What was measured", "In words.")] = None
    followed_up_percent: Annotated[
        float | None,
        forms.number("percent", most=100),
        Fact("Share that was reached", "Of all who left."),
    ] = None


class Aftercare(Section):
    """Question 5: what goes on when the program ends."""

    services: Annotated[
        Answers | None,
        forms.terms("aftercare"),
        Fact("What goes on afterward", "Terms of aftercare.yaml.", counts=True, facet="aftercare"),
    ] = None
    length_months: Annotated[
        float | None,
        forms.number("months", most=120),
        Fact("For how long", "Months after the end.", counts=True),
    ] = None
    meetings_per_month: Annotated[
        float | None, forms.number("meetings", most=31), Fact("Meetings a month", "A number.")
    ] = None
    included_in_price: Annotated[bool | None, YES_NO, Fact("Part of the price", "Yes or no.")] = (
        None
    )
    next_appointment_booked: Annotated[
        bool | None,
        YES_NO,
        Fact("Next visit booked before the last day", "With a date and a name.", counts=True),
    ] = None
    step_down: Annotated[
        str | None, forms.choice(STEP), Fact("Fewer hours bit by bit", "Where?", counts=True)
    ] = None
    step_up: Annotated[str | None, forms.choice(STEP), Fact("More care if needed", "Where?")] = None
    return_path: Annotated[
        str | None,
        forms.choice(
            {
                "no-new-intake": "Without a new intake",
                "short-assessment": "After a short assessment",
                "start-over": "By starting over",
            }
        ),
        Fact("Coming back", "If things get worse later.", counts=True),
    ] = None
    outcomes: Annotated[Outcomes | None, Fact("Published results", "With a public link.")] = None


class Confirmed(Section):
    """When, by whom and how the listing was confirmed: set by who merges it, not by its sender."""

    date: Annotated[datetime.date, forms.iso_date(), Fact("Date", "The day.")]
    by: Annotated[str, forms.choice(CONFIRMED_BY), Fact("By", "Who confirmed it.")]
    how: Annotated[str | None, forms.choice(CONFIRMED_HOW), Fact("How", "In which way.")] = None


class Checked(Section):
    """One fact that an editor saw with own eyes."""

    fact: Annotated[str, SHORT, Fact("Fact", "The field, as staff.facility_license.")]
    date: Annotated[datetime.date, forms.iso_date(), Fact("Date", "The day.")]
    url: Annotated[str | None, forms.link(), Fact("Seen at", "The page.")] = None


class Imported(Section):
    """Marks a listing that came from a directory."""

    source: Annotated[str, SHORT, Fact("Source", "The directory.")]
    edition: Annotated[str, SHORT, Fact("Edition", "The year or date of the edition.")]
    id: Annotated[str, SHORT, Fact("Id", "The row's own, stable from one import to the next.")]
    digest: Annotated[
        str, SHORT, Fact("Digest", "Of the file as imported: a changed file differs.")
    ]
    wrote: Annotated[
        str | None,
        forms.text(20_000),
        Fact(
            "As imported", "What the import wrote, packed: so a later one knows what you changed."
        ),
    ] = None
    gone: Annotated[
        str | None, SHORT, Fact("Gone since", "The first edition that no longer has this place.")
    ] = None


class Program(Section):
    """One intensive outpatient program, as its listing states it."""

    format: Annotated[
        str, forms.choice({FORMAT: FORMAT}), Fact("Format", "The form of this file: 1.")
    ]
    name: Annotated[str, SHORT, Fact("Name", "The name families see on your door.")]
    provider: Annotated[
        str | None, SHORT, Fact("Provider", "An id in content/providers/, or a plain name.")
    ] = None
    example: Annotated[bool | None, YES_NO, Fact("Made-up example", "For demonstration sites.")] = (
        None
    )
    hidden: Annotated[bool | None, YES_NO, Fact("Hidden", "yes takes the page down at once.")] = (
        None
    )
    status: Annotated[
        str | None, forms.choice(STATUS), Fact("Status", "open, paused, closed or merged.")
    ] = None
    status_since: Annotated[
        datetime.date | None,
        forms.iso_date(),
        Fact("Status since", "When it paused, closed or merged."),
    ] = None
    merged_into: Annotated[
        str | None, forms.id_text("a listing's name"), Fact("Merged into", "The listing it joined.")
    ] = None
    focus: Annotated[
        str | None,
        forms.choice(FOCUS),
        Fact("Treats", "What the program is for.", core=True, facet="focus"),
    ] = None
    ownership: Annotated[
        str | None, forms.choice(OWNERSHIP), Fact("Kind of owner", "Who owns it.")
    ] = None
    parent: Annotated[str | None, SHORT, Fact("Parent company", "If another company owns it.")] = (
        None
    )
    facility_kind: Annotated[
        Answers | None,
        forms.terms("facility-kinds"),
        Fact("Kind of facility", "Terms of facility-kinds.yaml."),
    ] = None
    other_levels: Annotated[
        tuple[str, ...] | None,
        forms.choices(OTHER_LEVELS),
        Fact("Other levels of care", "From the same provider."),
    ] = None
    listed_by: Annotated[
        str | None, forms.choice(LISTED_BY), Fact("Listed by", "Who wrote this file.")
    ] = None
    scope: Annotated[
        str | None,
        forms.choice(SCOPE),
        Fact("What the facts speak of", "facility: of the whole place, not of its IOP alone."),
    ] = None
    summary: Annotated[
        str | None, forms.text(160), Fact("In one line", "At most 160 characters.")
    ] = None
    location: Annotated[Location | None, Fact("Location", "Where people go.")] = None
    serves_area: Annotated[
        ServesArea | None, Fact("Takes residents of", "Rules of public funds.")
    ] = None
    telehealth: Annotated[Telehealth | None, Fact("Online sessions", "States and rules.")] = None
    contact: Annotated[Contact, Fact("Contact", "How families reach you.")]
    structure: Annotated[Structure | None, Fact("Program structure", "Question 1.")] = None
    therapies: Annotated[
        Answers | None,
        forms.terms("therapies"),
        Fact("Therapies", "Terms of therapies.yaml.", counts=True, facet="therapy", track=True),
    ] = None
    family: Annotated[Family | None, Fact("Family", "How family takes part.")] = None
    specialties: Annotated[Specialties | None, Fact("Specialized treatment", "Question 2.")] = None
    admission: Annotated[Admission | None, Fact("Getting in", "Assessment, needs, limits.")] = None
    safety: Annotated[Safety | None, Fact("Safety", "Self-harm and thoughts of suicide.")] = None
    eating: Annotated[Eating | None, Fact("Eating disorder care", "Meals and medical checks.")] = (
        None
    )
    teens: Annotated[Teens | None, Fact("For teens", "School, parents, privacy.")] = None
    court: Annotated[Court | None, Fact("Courts", "Courts and drunk-driving courses.")] = None
    staff: Annotated[Staff | None, Fact("Qualified staff", "Question 3.")] = None
    schedule: Annotated[Schedule | None, Fact("Schedule", "Question 4.")] = None
    availability: Annotated[
        Availability | None,
        Fact(
            "Openings", "Whether and how soon people can start.", core=True, counts=True, shelf=30
        ),
    ] = None
    work: Annotated[Work | None, Fact("Work", "Letters for leave.")] = None
    school: Annotated[School | None, Fact("School", "Talks with the school.")] = None
    languages: Annotated[Languages | None, Fact("Languages", "Of sessions, staff and papers.")] = (
        None
    )
    access: Annotated[
        Answers | None,
        forms.answers("access", ACCESS, middle="yes"),
        Fact(
            "Access and daily life", "Terms of access.yaml: yes or no.", counts=True, facet="access"
        ),
    ] = None
    cost: Annotated[Cost | None, Fact("Cost", "Insurance and prices.")] = None
    aftercare: Annotated[Aftercare | None, Fact("Aftercare support", "Question 5.")] = None
    confirmed: Annotated[
        Confirmed | None, Fact("Confirmed", "Set by who merges, not by who sends.")
    ] = None
    checked: Annotated[
        tuple[Checked, ...] | None, Fact("Checked", "Facts that an editor has seen proof of.")
    ] = None
    imported: Annotated[Imported | None, Fact("Imported", "Where the listing came from.")] = None
    aliases: Annotated[
        tuple[str, ...] | None,
        forms.listed(forms.id_text("a listing's name")),
        Fact("Old names", "Old file names: their addresses lead here."),
    ] = None
    description: Annotated[
        str | None,
        forms.text(4000),
        Fact("In its own words", "Two or three paragraphs of Markdown."),
    ] = None


PARTS: Final = {
    1: ("structure", "therapies", "family"),
    2: ("specialties", "admission", "safety", "eating", "teens", "court"),
    3: ("staff",),
    4: ("schedule", "availability", "telehealth", "work", "school", "languages", "access", "cost"),
    5: ("aftercare",),
}
"""The listing's sections that answer each question of the checklist, in the order of the page."""
