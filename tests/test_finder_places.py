"""Small files to find a place by: ZIPs by three digits, cities by state."""

from directory_case import places
from iopfinder.finder_places import cities_by_state, zips_by_prefix
from iopfinder.places import Places, Zip

FEW = Places(
    {
        zip_.zip: zip_
        for zip_ in (
            Zip("97204", "Portland", "OR", "Multnomah County", "America/Los_Angeles", 45.5, -122.6),
            Zip("97214", "Portland", "OR", "Multnomah County", "America/Los_Angeles", 45.6, -122.7),
            Zip("97901", "Adrian", "OR", "Malheur County", "America/Boise", 43.7, -117.1),
            Zip("97910", "Jordan Valley", "OR", "Malheur County", "America/Boise", 43.0, -117.0),
            Zip("97918", "Vale", "OR", "Malheur County", "America/Los_Angeles", 44.0, -117.2),
        )
    },
    {("OR", "portland"): (45.55, -122.65), ("OR", "saintpaul"): (45.2, -122.9)},
    {("OR", "portland"): "Portland", ("OR", "saintpaul"): "St. Paul"},
)


def test_zips_stand_under_their_first_three_digits() -> None:
    assert zips_by_prefix(FEW) == {
        "972": {
            "zones": ["America/Los_Angeles"],
            "zips": {
                "97204": [45.5, -122.6, "Portland", "OR", 0],
                "97214": [45.6, -122.7, "Portland", "OR", 0],
            },
        },
        "979": {
            "zones": ["America/Boise", "America/Los_Angeles"],
            "zips": {
                "97901": [43.7, -117.1, "Adrian", "OR", 0],
                "97910": [43.0, -117.0, "Jordan Valley", "OR", 0],
                "97918": [44.0, -117.2, "Vale", "OR", 1],
            },
        },
    }


def test_cities_stand_under_their_state_by_name() -> None:
    assert cities_by_state(FEW) == {
        "OR": {"Portland": (45.55, -122.65), "St. Paul": (45.2, -122.9)}
    }


def test_every_zip_and_city_of_the_country_can_be_found() -> None:
    shards = zips_by_prefix(places())
    found = {zip_ for shard in shards.values() for zip_ in shard["zips"]}  # type: ignore[attr-defined]
    assert found == places().zips.keys()
    assert all(zip_[:3] == prefix for prefix, shard in shards.items() for zip_ in shard["zips"])  # type: ignore[attr-defined]
    cities = cities_by_state(places())
    assert cities["LA"]["New Orleans"] == places().city("New Orleans", "LA")
    assert sum(map(len, cities.values())) == len(places().cities)
