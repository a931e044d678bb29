"""What differs between two states of a listing, in families' words."""

import pytest

from factory import program, vocabulary
from iopfinder.fact_difference import difference_lines
from iopfinder.language import ENGLISH
from iopfinder.positioned_yaml import Plain
from iopfinder.wording import Wording

WORDING = Wording(ENGLISH, vocabulary())
EVENING: dict[str, Plain] = {
    "name": "Evening",
    "ages": "18+",
    "sessions": [{"days": ["mon", "wed"], "time": "17:30-20:30"}],
}
TEENS: dict[str, Plain] = {
    "name": "Teens",
    "sessions": [{"days": ["sat"], "time": "9:00-12:00"}],
}

QUIET = "Groups meet in a quiet house. "

Changes = dict[str, Plain]


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ({}, {}, []),
        (
            {},
            {"contact": {"phone": "503-555-0143 x12"}},
            ["Phone: was 503-555-0142; will be 503-555-0143 ext. 12"],
        ),
        (
            {},
            {"structure": {"length_weeks": "8-12", "drug_testing": {"when": "random"}}},
            [
                "Length: was not stated; will be 8 to 12 weeks",
                "Drug tests, When: was not stated; will be At random times",
            ],
        ),
        (
            {"cost": {"sliding_fee": "yes"}},
            {"cost": {"sliding_fee": "no"}},
            ["Lower price for low income: was Yes; will be No"],
        ),
        (
            {"work": {"letters": "no"}},
            {},
            ["Work, Writes letters for work leave: was No; will be not stated"],
        ),
        (
            {"specialties": {"conditions": {"ptsd": "treated", "psychosis": "no"}}},
            {"specialties": {"conditions": {"ptsd": "track", "adhd": "treated", "others": "no"}}},
            [
                "Conditions, PTSD: was Treated in mixed groups; will be Own group or team",
                "Conditions, ADHD: was not stated; will be Treated in mixed groups",
                "Conditions, Psychosis and schizophrenia: was Not treated; will be not stated",
                "Conditions, all others on our list: was not stated; will be No",
            ],
        ),
        (
            {"therapies": ["cbt", "group"]},
            {"therapies": ["group", "cbt"]},
            [],
        ),
        (
            {"schedule": {"tracks": [EVENING]}},
            {
                "schedule": {
                    "tracks": [
                        {
                            "name": "Evening",
                            "sessions": [{"days": ["mon", "thu"], "time": "17:30-20:30"}],
                        },
                        TEENS,
                    ]
                }
            },
            [
                "Track Evening, Ages: was 18 and older; will be not stated",
                (
                    "Track Evening, Sessions: was Monday and Wednesday, 5:30 to 8:30 pm; "
                    "will be Monday and Thursday, 5:30 to 8:30 pm"
                ),
                ("Track Teens: was not stated; will be Sessions: Saturday, 9 am to noon"),
            ],
        ),
        (
            {"schedule": {"tracks": [EVENING, TEENS]}},
            {"schedule": {"tracks": [TEENS, EVENING]}},
            ["Days and times: the same, in another order or form"],
        ),
        (
            {"schedule": {"tracks": [EVENING]}},
            {"schedule": {"tracks": [{**EVENING, "name": "Adults"}]}},
            ["Track Evening, Name: was Evening; will be Adults"],
        ),
        (
            {"staff": {"licenses": [{"license": "LCSW", "count": "4"}]}},
            {"staff": {"licenses": [{"license": "LCSW", "count": "5"}, "LPC"]}},
            [
                (
                    "Licenses on the team, Licensed clinical social worker: was "
                    "4 × Licensed clinical social worker (LCSW); "
                    "will be 5 × Licensed clinical social worker (LCSW)"
                ),
                (
                    "Licenses on the team, Licensed professional counselor: was not stated; "
                    "will be Licensed professional counselor (LPC)"
                ),
            ],
        ),
        (
            {"description": QUIET * 10},
            {"description": QUIET * 9 + "Parking is free."},
            [
                (
                    f"In its own words: was ... quiet house. {QUIET}Groups meet in a quiet house.; "
                    f"will be ... quiet house. {QUIET}Parking is free."
                )
            ],
        ),
        (
            {},
            {"description": QUIET * 10},
            [(f"In its own words: was not stated; will be {QUIET * 5}Groups ...")],
        ),
    ],
)
def test_each_fact_that_differs_is_a_line(
    before: Changes, after: Changes, lines: list[str]
) -> None:
    staff: Changes = {"staff": {}}
    one, other = program(**{**staff, **before}), program(**{**staff, **after})
    assert list(difference_lines(one, other, WORDING)) == lines


def test_a_new_listing_says_what_it_states() -> None:
    assert list(difference_lines(None, program(schedule={"tracks": [TEENS]}), WORDING)) == [
        "Name: Oak Evening IOP",
        "Made-up example: Yes",
        "City: Portland",
        "State: Oregon",
        "ZIP code: 97204",
        "Phone: 503-555-0142",
        "State license, Number: EX-0001",
        "Track Teens: Sessions: Saturday, 9 am to noon",
    ]
