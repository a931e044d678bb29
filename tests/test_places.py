"""Places by ZIP and by city, slugs and distances."""

import pickle
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopfinder.places import (
    CROSSINGS,
    STATES,
    TIME_ZONES,
    Places,
    Point,
    Zip,
    miles,
    places_as_asked,
    read_places,
    slug,
    zips_alone,
)

PORTLAND = Zip(
    "97204", "Portland", "OR", "Multnomah County", "America/Los_Angeles", 45.5181, -122.6745
)
SAN_JUAN = Zip(
    "00901", "San Juan", "PR", "San Juan Municipio", "America/Puerto_Rico", 18.4654, -66.1044
)

points = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@pytest.fixture(scope="module")
def places() -> Places:
    return read_places()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("97204", PORTLAND),
        (" 97204-1234 ", PORTLAND),
        ("00901", SAN_JUAN),
        ("00000", None),
        ("9720", None),
        ("97204-12", None),
        ("\u0669\u0667\u0662\u0660\u0664", None),
        ("Portland", None),
        ("", None),
        ("09002", None),  # a military address, which has no place
    ],
)
def test_a_zip_by_its_text(places: Places, text: str, place: Zip | None) -> None:
    assert places.zip(text) == place


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("97204", ("OR",)),
        ("42223", ("KY", "TN")),
        ("97635-0001", ("OR", "CA")),
        ("00000", ()),
    ],
)
def test_the_states_of_a_zip(places: Places, text: str, states: tuple[str, ...]) -> None:
    assert places.states_of(text) == states


def test_each_crossing_names_a_second_state(places: Places) -> None:
    found = {text: places.states_of(text) for text in CROSSINGS}
    assert [text for text, states in found.items() if len(set(states) & set(STATES)) != 2] == []


@pytest.mark.parametrize(
    ("city", "state", "zip_in_it"),
    [
        ("Portland", "OR", "97204"),
        (" portland ", "or", "97204"),
        ("Portland", "ME", "04101"),
        ("St. Paul", "MN", "55102"),
        ("Saint Paul", "MN", "55102"),
        ("Coeur d\u2019Alene", "ID", "83814"),
        ("Ca\u00f1on City", "CO", "81212"),
        ("Hollywood", "CA", "90028"),  # a second name of Los Angeles ZIPs
    ],
)
def test_a_city_lies_near_its_zips(places: Places, city: str, state: str, zip_in_it: str) -> None:
    centre, place = places.city(city, state), places.zip(zip_in_it)
    assert centre is not None
    assert place is not None
    assert miles(centre, (place.latitude, place.longitude)) < 5


@pytest.mark.parametrize(("city", "state"), [("Portland", "NV"), ("", "OR"), ("Portland", "")])
def test_a_city_that_does_not_exist(places: Places, city: str, state: str) -> None:
    assert places.city(city, state) is None


@pytest.mark.parametrize(
    ("text", "city", "state", "suggestions"),
    [
        ("97200", "", "", ("97201", "97202", "97203")),
        ("97021", "", "", ("97021", "97020", "97022")),
        ("97001", "Corbett", "OR", ("97019", "97001", "97002")),
        ("2139", "", "", ("02139", "02138", "02140")),
        ("97200-12", "", "", ("97201", "97202", "97203")),
        ("00000", "", "", ()),
        ("Portland", "Portland", "OR", ()),
        ("", "", "", ()),
    ],
)
def test_suggestions_for_a_zip(
    places: Places, text: str, city: str, state: str, suggestions: tuple[str, ...]
) -> None:
    assert places.near_zips(text, city, state) == suggestions


@pytest.mark.parametrize(
    "alone",
    [
        lambda _places: places_as_asked(),
        zips_alone,
        lambda places: pickle.loads(pickle.dumps(zips_alone(places))),
    ],
    ids=["as asked", "table", "kept table"],
)
def test_zips_alone_are_those_of_the_whole_list(
    places: Places, alone: Callable[[Places], Places]
) -> None:
    asked = alone(places)
    texts = [*sorted(places.zips)[::400], *CROSSINGS, "00000", "09002", "97299", "99999", "2139"]
    assert len(texts) > 100
    for text in texts:
        assert asked.zip(text) == places.zip(text)
        assert asked.states_of(text) == places.states_of(text)
        assert asked.near_zips(text, "Portland", "OR") == places.near_zips(text, "Portland", "OR")
    assert asked.cities == {}
    assert len(asked.zips) == len(list(asked.zips)) > 30_000
    assert all(asked.zips[text] == places.zips[text] for text in list(asked.zips))


def test_a_table_of_zips_is_kept_as_text_alone(places: Places) -> None:
    table = zips_alone(places).zips
    kept = pickle.dumps(table)
    assert table["97204"] == places.zips["97204"]
    assert pickle.dumps(table) == kept
    assert {**table} == places.zips


def test_every_zip_has_a_place_a_state_and_a_zone(places: Places) -> None:
    assert len(places.zips) > 41_000
    assert list(places.zips) == sorted(places.zips)
    assert {place.state for place in places.zips.values()} == set(STATES)
    assert [place for place in places.zips.values() if not place.timezone] == []
    assert [place for place in places.zips.values() if not in_america(place)] == []


def in_america(place: Zip) -> bool:
    """Samoa is the southernmost place, northern Alaska the northernmost."""
    west = place.longitude < -64 or place.state in {"GU", "MP"}
    return west and -15 < place.latitude < 72


def test_a_zip_without_coordinates_stands_at_its_citys_centre(places: Places) -> None:
    boxes = places.zip("58803")
    assert boxes is not None
    assert (boxes.latitude, boxes.longitude) == places.city("Williston", "ND")


def test_states_are_fifty_with_dc_and_five_territories() -> None:
    assert len(STATES) == 56
    assert [STATES[code] for code in ("DC", "AS", "GU", "MP", "PR", "VI")] == [
        "District of Columbia",
        "American Samoa",
        "Guam",
        "Northern Mariana Islands",
        "Puerto Rico",
        "U.S. Virgin Islands",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Portland", "portland"),
        ("St. Mary's", "st-marys"),
        ("Coeur d'Alene", "coeur-dalene"),
        ("Coeur d\u2019Alene", "coeur-dalene"),
        ("Ca\u00f1on City", "canon-city"),
        ("Winston-Salem", "winston-salem"),
        ("  Town & Country  ", "town-country"),
        ("Truth or Consequences", "truth-or-consequences"),
        ("29 Palms", "29-palms"),
        ("\u2026", "x"),
        ("", "x"),
    ],
)
def test_a_slug(text: str, expected: str) -> None:
    assert slug(text) == expected


@given(st.text())
def test_any_slug_is_plain_and_stays_as_it_is(text: str) -> None:
    made = slug(text)
    assert made.strip("-") == made != ""
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug(made) == made


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ((45.5181, -122.6745), (45.5181, -122.6745), 0.0),
        ((45.5181, -122.6745), (47.6062, -122.3321), 145.2),  # Portland to Seattle
        ((0.0, 0.0), (0.0, 180.0), 12437.0),  # half of the way around
        ((52.0, 179.9), (52.0, -179.9), 8.5),  # across 180 degrees
    ],
)
def test_miles(a: Point, b: Point, expected: float) -> None:
    assert miles(a, b) == pytest.approx(expected, abs=0.1)


@given(points, points)
def test_distance_is_the_same_both_ways(a: Point, b: Point) -> None:
    assert miles(a, b) == pytest.approx(miles(b, a), abs=1e-6)


@given(points, points, points)
def test_no_detour_is_shorter(a: Point, b: Point, c: Point) -> None:
    assert miles(a, c) <= miles(a, b) + miles(b, c) + 1e-3


def test_every_zip_lies_in_a_time_zone_that_can_be_written(places: Places) -> None:
    assert {place.timezone for place in places.zips.values()} == set(TIME_ZONES)


def test_cities_are_called_as_people_write_them(places: Places) -> None:
    assert places.names.keys() == places.cities.keys()
    assert places.names["OR", "portland"] == "Portland"
    assert places.names["CA", "hollywood"] == "Hollywood"
    for (state, key), name in places.names.items():
        assert places.city(name, state) == places.cities[state, key]
