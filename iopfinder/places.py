"""The `zipcodes` package's list comes in; places by ZIP and by city, and distances, come out.

The package carries its list inside and asks no service; the places in it are from GeoNames
(CC BY 4.0).
"""

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from statistics import median
from sys import intern
from typing import Any, NamedTuple

import zipcodes

__all__ = [
    "STATES",
    "TIME_ZONES",
    "Places",
    "Point",
    "Zip",
    "ZipTable",
    "miles",
    "places_as_asked",
    "read_places",
    "slug",
    "zips_alone",
]

Point = tuple[float, float]  # latitude and longitude in degrees
CityKey = tuple[str, str]  # state code and normalised name

STATES: Mapping[str, str] = {
    "AL": "Alabama",
    "AK": "Alaska",
    "AS": "American Samoa",
    "AZ": "Arizona",
    "AR": "Arkansas",
    "CA": "California",
    "CO": "Colorado",
    "CT": "Connecticut",
    "DE": "Delaware",
    "DC": "District of Columbia",
    "FL": "Florida",
    "GA": "Georgia",
    "GU": "Guam",
    "HI": "Hawaii",
    "ID": "Idaho",
    "IL": "Illinois",
    "IN": "Indiana",
    "IA": "Iowa",
    "KS": "Kansas",
    "KY": "Kentucky",
    "LA": "Louisiana",
    "ME": "Maine",
    "MD": "Maryland",
    "MA": "Massachusetts",
    "MI": "Michigan",
    "MN": "Minnesota",
    "MS": "Mississippi",
    "MO": "Missouri",
    "MT": "Montana",
    "NE": "Nebraska",
    "NV": "Nevada",
    "NH": "New Hampshire",
    "NJ": "New Jersey",
    "NM": "New Mexico",
    "NY": "New York",
    "NC": "North Carolina",
    "ND": "North Dakota",
    "MP": "Northern Mariana Islands",
    "OH": "Ohio",
    "OK": "Oklahoma",
    "OR": "Oregon",
    "PA": "Pennsylvania",
    "PR": "Puerto Rico",
    "RI": "Rhode Island",
    "SC": "South Carolina",
    "SD": "South Dakota",
    "TN": "Tennessee",
    "TX": "Texas",
    "UT": "Utah",
    "VT": "Vermont",
    "VI": "U.S. Virgin Islands",
    "VA": "Virginia",
    "WA": "Washington",
    "WV": "West Virginia",
    "WI": "Wisconsin",
    "WY": "Wyoming",
}

TIME_ZONES: Mapping[str, str] = {
    "America/New_York": "Eastern time",
    "America/Chicago": "Central time",
    "America/Denver": "Mountain time",
    "America/Phoenix": "Arizona time",
    "America/Los_Angeles": "Pacific time",
    "America/Anchorage": "Alaska time",
    "Pacific/Honolulu": "Hawaii time",
    "America/Puerto_Rico": "Atlantic time",
    "America/St_Thomas": "Atlantic time",
    "Pacific/Guam": "Chamorro time",
    "Pacific/Saipan": "Chamorro time",
    "Pacific/Pago_Pago": "Samoa time",
    "America/Adak": "Hawaii-Aleutian time",
    "America/Boise": "Mountain time",
    "America/Detroit": "Eastern time",
    "America/Indiana/Indianapolis": "Eastern time",
    "America/Indiana/Knox": "Central time",
    "America/Indiana/Marengo": "Eastern time",
    "America/Indiana/Petersburg": "Eastern time",
    "America/Indiana/Tell_City": "Central time",
    "America/Indiana/Vevay": "Eastern time",
    "America/Indiana/Vincennes": "Eastern time",
    "America/Indiana/Winamac": "Eastern time",
    "America/Juneau": "Alaska time",
    "America/Kentucky/Louisville": "Eastern time",
    "America/Kentucky/Monticello": "Eastern time",
    "America/Menominee": "Central time",
    "America/Metlakatla": "Alaska time",
    "America/Nome": "Alaska time",
    "America/North_Dakota/Beulah": "Central time",
    "America/North_Dakota/Center": "Central time",
    "America/North_Dakota/New_Salem": "Central time",
    "America/Sitka": "Alaska time",
    "America/Yakutat": "Alaska time",
}
"""The IANA time zones of US ZIP codes, and what people call the clock; the usual ones first."""

MISNAMED_ZONES: Mapping[str, str] = {"Napakiak": "America/Anchorage"}
"""What the package calls a zone and is none: Napakiak is a city of Alaska."""

# ZIPs with towns on both sides of a state line, and the state that the post office does not name.
# From the Census Bureau's 2010 relationship of ZIP areas to places. More ZIPs cross a line in
# open country: a state next to the ZIP's own is odd, and not surely wrong.
CROSSINGS: Mapping[str, str] = {
    "02861": "MA",
    "42223": "TN",
    "59221": "ND",
    "63673": "IL",
    "71749": "LA",
    "73949": "TX",
    "81137": "NM",
    "84536": "AZ",
    "86044": "UT",
    "86515": "NM",
    "88063": "TX",
    "89439": "CA",
    "97635": "CA",
}

ZIP = re.compile(r"([0-9]{5})(?:-[0-9]{4})?")
ALMOST_ZIP = re.compile(r"([0-9]{3,5})(?:-[0-9]{0,4})?")
SUGGESTIONS = 3
EARTH_RADIUS_MILES = 3958.8  # the mean radius, 6,371 km
DROPPED = re.compile(r"['\u2018\u2019\u02bb.]")  # O'Fallon, St. Mary's, Hawaiian okina
NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
LONG_FORMS: Mapping[str, str] = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}


class Zip(NamedTuple):
    """A ZIP code: `city` as the post office names it, `county` in full ("Orleans Parish").

    `county` may be empty outside the states; `timezone` is an IANA name.
    """

    zip: str
    city: str
    state: str
    county: str
    timezone: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Places:
    """Every ZIP of `STATES`, in order, and the centre of every city.

    `names` holds each city's name as people write it.
    """

    zips: Mapping[str, Zip]
    cities: Mapping[CityKey, Point]
    names: Mapping[CityKey, str]

    def zip(self, text: str) -> Zip | None:
        """The ZIP written as "97204" or "97204-1234"."""
        found = ZIP.fullmatch(text.strip())
        return self.zips.get(found[1]) if found else None

    def states_of(self, text: str) -> tuple[str, ...]:
        """The ZIP's own state, then the other one where towns lie on both sides of the line."""
        place = self.zip(text)
        if place is None:
            return ()
        other = CROSSINGS.get(place.zip)
        return (place.state, other) if other else (place.state,)

    def city(self, city: str, state: str) -> Point | None:
        """The centre of the city's ZIPs; "St. Paul" and "Saint Paul" are one city."""
        return self.cities.get(_city_key(city, state.strip().upper()))

    def near_zips(self, text: str, city: str = "", state: str = "") -> tuple[str, ...]:
        """At most three ZIPs that may be meant by one that does not exist.

        They share its first three digits; those of the named city come first, then the nearest
        number. Four digits have lost the zero in front: 2139 is 02139.
        """
        found = ALMOST_ZIP.fullmatch(text.strip())
        if found is None:
            return ()
        wanted = found[1].zfill(5)
        named = _city_key(city, state.strip().upper())

        def order(place: Zip) -> tuple[bool, int, str]:
            elsewhere = _city_key(place.city, place.state) != named
            return elsewhere, abs(int(place.zip) - int(wanted)), place.zip

        candidates = sorted(self._with_prefix(wanted[:3]), key=order)
        return tuple(place.zip for place in candidates[:SUGGESTIONS])

    def _with_prefix(self, prefix: str) -> Iterator[Zip]:
        for number in range(100):
            place = self.zips.get(f"{prefix}{number:02}")
            if place:
                yield place


class _Row(NamedTuple):
    place: Zip
    other_names: tuple[str, ...]
    delivered: bool  # in use and not of post boxes only, which may stand at the county's centre

    @property
    def placed(self) -> bool:
        """False for the fifty or so ZIPs that the package puts at 0, 0."""
        return bool(self.place.latitude or self.place.longitude)


def read_places() -> Places:
    """Reads the package's list once, state by state; the caller keeps what comes back."""
    zips: dict[str, Zip] = {}
    cities: dict[CityKey, Point] = {}
    names: dict[CityKey, str] = {}
    for state in STATES:
        rows = _read_rows(state)
        centres = _centres([row for row in rows if row.placed])
        zips |= {place.zip: place for place in _placed(rows, centres)}
        cities |= centres
        names |= _names(rows, centres)
    return Places(dict(sorted(zips.items())), cities, names)


@dataclass(frozen=True, eq=False)
class ZipTable(Mapping[str, Zip]):
    """ZIP codes, a line of text each, by two digits: who asks for one reads a hundredth.

    It is pickled as the text alone, in a twentieth of the time that forty thousand values take.
    """

    lines: Mapping[str, str]
    _read: dict[str, Mapping[str, Zip]] = field(default_factory=dict, repr=False)

    def __reduce__(self) -> tuple[type["ZipTable"], tuple[Mapping[str, str]]]:
        return ZipTable, (self.lines,)

    def __getitem__(self, text: str) -> Zip:
        start = text[:2]
        if start not in self._read:
            places = map(_zip_of, self.lines.get(start, "").splitlines())
            self._read[start] = {place.zip: place for place in places}
        return self._read[start][text]

    def __iter__(self) -> Iterator[str]:
        return (line[:5] for lines in self.lines.values() for line in lines.splitlines())

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _zip_of(line: str) -> Zip:
    number, city, state, county, zone, latitude, longitude = line.split("\t")
    return Zip(number, city, state, county, zone, float(latitude), float(longitude))


def zips_alone(places: Places) -> Places:
    """The ZIP codes as a table, without cities: what reading a listing asks for, quick to keep."""
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for place in places.zips.values():
        lines[place.zip[:2]].append("\t".join(map(str, place)))
    return Places(ZipTable({start: "\n".join(rows) for start, rows in lines.items()}), {}, {})


@dataclass(frozen=True, eq=False)
class _ZipsAsAsked(Mapping[str, Zip]):
    """ZIP codes; a state's are read when one with their first three digits is asked for."""

    states: dict[str, frozenset[str]] = field(default_factory=dict)
    zips: dict[str, Mapping[str, Zip]] = field(default_factory=dict)

    def __getitem__(self, text: str) -> Zip:
        prefix = text[:3]
        if prefix not in self.states:
            rows = zipcodes.similar_to(prefix)  # type: ignore[no-untyped-call]
            self.states[prefix] = frozenset(row["state"] for row in rows) & STATES.keys()
        for state in self.states[prefix]:
            if state not in self.zips:
                self.zips[state] = _of_state(state)
            if text in self.zips[state]:
                return self.zips[state][text]
        raise KeyError(text)

    def __iter__(self) -> Iterator[str]:
        return (text for zips in self.zips.values() for text in zips)

    def __len__(self) -> int:
        return sum(len(zips) for zips in self.zips.values())


def _of_state(state: str) -> Mapping[str, Zip]:
    rows = _read_rows(state)
    placed = _placed(rows, _centres([row for row in rows if row.placed]))
    return {place.zip: place for place in placed}


def places_as_asked() -> Places:
    """ZIP codes alone, read as far as they are asked for: enough to check a few listings."""
    return Places(_ZipsAsAsked(), {}, {})


def _read_rows(state: str) -> list[_Row]:
    """One state's rows: few at a time, and not kept by the package as its whole list would be."""
    rows: list[dict[str, Any]] = zipcodes.filter_by_state(state)  # type: ignore[no-untyped-call]
    return [
        _Row(
            Zip(
                zip=row["zip_code"],
                city=intern(row["city"]),
                state=state,
                county=intern(row["county"]),
                timezone=intern(MISNAMED_ZONES.get(row["timezone"], row["timezone"])),
                latitude=float(row["lat"]),
                longitude=float(row["long"]),
            ),
            other_names=tuple(row["acceptable_cities"]),
            delivered=row["active"] and row["zip_code_type"] == "STANDARD",
        )
        for row in rows
    ]


def _placed(rows: Iterable[_Row], centres: Mapping[CityKey, Point]) -> Iterator[Zip]:
    """Rows without a place of their own stand at their city's centre, or are left out."""
    for row in rows:
        centre = None if row.placed else centres.get(_city_key(row.place.city, row.place.state))
        if centre:
            yield row.place._replace(latitude=centre[0], longitude=centre[1])
        elif row.placed:
            yield row.place


def _centres(rows: Iterable[_Row]) -> dict[CityKey, Point]:
    """Each city's centre: of its delivered ZIPs, else of its others.

    A name that is only a second one, as Hollywood is, stands for the ZIPs that bear it.
    """
    delivered: defaultdict[CityKey, list[Point]] = defaultdict(list)
    other: defaultdict[CityKey, list[Point]] = defaultdict(list)
    second: defaultdict[CityKey, list[Point]] = defaultdict(list)
    key = cache(_city_key)
    for row in rows:
        place = row.place
        point = (place.latitude, place.longitude)
        (delivered if row.delivered else other)[key(place.city, place.state)].append(point)
        for name in row.other_names:
            second[key(name, place.state)].append(point)
    return {city: _centre(points) for city, points in sorted((second | other | delivered).items())}


def _names(rows: Iterable[_Row], centres: Mapping[CityKey, Point]) -> dict[CityKey, str]:
    """Each city's name: the post office's first, then second ones; of two spellings the first."""
    written = {name: row.place.state for row in rows for name in row.other_names}
    written = {row.place.city: row.place.state for row in rows} | written
    keys = {name: _city_key(name, state) for name, state in written.items()}
    return {key: name for name, key in reversed(keys.items()) if key in centres}


def _centre(points: list[Point]) -> Point:
    """The medians, to 4 decimals (11 metres): one far ZIP does not draw a city out of itself."""
    if len(points) == 1:
        return points[0]
    latitudes, longitudes = zip(*points, strict=True)
    return round(median(latitudes), 4), round(median(longitudes), 4)


def _city_key(city: str, state: str) -> CityKey:
    """One key for "St. Louis" and "Saint Louis", "Coeur d'Alene" and "Coeur D Alene"."""
    return state, "".join(LONG_FORMS.get(word, word) for word in slug(city).split("-"))


@lru_cache(maxsize=65536)
def slug(text: str) -> str:
    """Lower-case letters, digits and hyphens: "Coeur d'Alene" is "coeur-dalene"; never empty."""
    letters = DROPPED.sub("", text)
    if not letters.isascii():
        letters = unicodedata.normalize("NFKD", letters).encode("ascii", "ignore").decode("ascii")
    return NOT_IN_SLUG.sub("-", letters.lower()).strip("-") or "x"


def miles(a: Point, b: Point) -> float:
    """Great-circle miles between two points (haversine formula)."""
    (latitude_a, longitude_a), (latitude_b, longitude_b) = a, b
    north = math.radians(latitude_b - latitude_a)
    east = math.radians(longitude_b - longitude_a)
    shrink = math.cos(math.radians(latitude_a)) * math.cos(math.radians(latitude_b))
    haversine = math.sin(north / 2) ** 2 + shrink * math.sin(east / 2) ** 2
    return 2 * EARTH_RADIUS_MILES * math.asin(min(1.0, math.sqrt(haversine)))
