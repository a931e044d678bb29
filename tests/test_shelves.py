"""Which programs stand in which list, in which order."""

from directory_case import TODAY, content, places, reading_of
from iopfinder.directory import Directory
from iopfinder.shelves import Shelf, Shelves, fill_shelves
from iopfinder.sources import Source

BASE = """\
format: 1
name: {name}
example: yes
location: {{city: {city}, state: OR, zip: "{zip}"}}
contact: {{phone: 503-555-0142}}
staff: {{facility_license: {{number: EX-1}}}}
"""


def directory(**extras: str) -> Directory:
    """A directory of listings named by slug, each a base listing with more lines."""
    sources = []
    for slug, extra in extras.items():
        name = slug.replace("_", "-")
        place = (
            {"city": "Salem", "zip": "97301"}
            if "salem" in name
            else {"city": "Portland", "zip": "97204"}
        )
        sources.append(Source(f"programs/{name}.yaml", BASE.format(name=name, **place) + extra))
    reading = reading_of(*sources)
    assert reading.directory is not None, reading.problems
    return reading.directory


def shelves(**extras: str) -> Shelves:
    return fill_shelves(directory(**extras))


def test_confirmed_programs_stand_before_others_and_the_latest_first() -> None:
    found = shelves(
        a="confirmed: {date: 2025-01-01, by: program}\n",
        b="",
        c="confirmed: {date: 2026-10-01, by: program}\n",
        d="confirmed: {date: 2026-11-01, by: program}\n",
    )
    assert found.all == ("d", "c", "a", "b")


def test_closed_merged_and_hidden_programs_stand_in_no_list() -> None:
    found = shelves(
        a="",
        b="status: closed\n",
        c="hidden: yes\n",
        d="status: merged\nmerged_into: a\n",
        e="status: paused\n",
    )
    assert found.all == ("a", "e")
    assert found.states == ("OR",)
    assert found.in_state("OR").all == ("a", "e")


def test_places_and_online_states() -> None:
    found = shelves(
        a="telehealth: {states: [OR, WA]}\n", b_salem="", c="telehealth: {states: [WA]}\n"
    )
    assert found.states == ("OR", "WA")
    assert found.in_state("OR").all == ("a", "b-salem", "c")
    assert found.in_state("OR").by_city == {"portland": ("a", "c"), "salem": ("b-salem",)}
    assert found.in_state("OR").cities["salem"] == "Salem"
    assert found.online == {"WA": ("a", "c")}


def test_a_term_shelf_holds_yes_and_never_no_or_not_stated() -> None:
    found = shelves(
        a="specialties: {conditions: {ptsd: track}}\n",
        b="specialties: {conditions: {ptsd: no}}\n",
        c="specialties: {conditions: {trauma: treated}}\n",
        d="",
    )
    assert found.by_term["condition", "ptsd"] == Shelf(yes=("a",))
    assert found.by_term["condition", "trauma"] == Shelf(yes=("a", "c"))
    assert found.by_term["condition", "gambling"] == Shelf()


def test_a_facility_says_yes_on_the_ask_side() -> None:
    found = shelves(
        a="specialties: {conditions: {ptsd: treated}}\nscope: facility\n",
        b="specialties: {conditions: {ptsd: treated}}\n",
    )
    assert found.by_term["condition", "ptsd"] == Shelf(yes=("b",), ask=("a",))
    assert found.by_term["condition", "ptsd"].count == 2


def test_tracks_twins_ages_and_online_programs_are_found() -> None:
    found = shelves(
        a="schedule: {tracks: [{name: Teens, ages: 13-17, languages: [es]}]}\n",
        b="telehealth: {states: [OR], device_loan: yes}\n",
    )
    assert found.by_term["language", "es"] == Shelf(yes=("a",))
    assert found.by_term["age", "teens"] == Shelf()  # 13 to 17 does not hold all of 12 to 17
    assert found.by_term["access", "device-loan"] == Shelf(yes=("b",))


def test_every_facet_and_term_has_a_shelf() -> None:
    whole = directory(a="")
    found = fill_shelves(whole)
    assert len(found.by_term) == len(fill_shelves(directory(a="", b="")).by_term)
    assert ("access", "child-care") in found.by_term
    assert content().programs == ()
    assert places().zip("97204") is not None
    assert whole.today == TODAY
