"""All ZIP codes and cities in, small files to find a place by out: by three digits, and by state.

A browser fetches the one file that holds the reader's ZIP or state, and nobody is asked where that
is. The places are from GeoNames (CC BY 4.0).
"""

from collections import defaultdict
from collections.abc import Mapping

from iopfinder.places import Places, Point, Zip

__all__ = ["cities_by_state", "zips_by_prefix"]


def zips_by_prefix(places: Places) -> Mapping[str, dict[str, object]]:
    """ZIPs by their first three digits: latitude, longitude, city, state, number of the zone."""
    shards: defaultdict[str, list[Zip]] = defaultdict(list)
    for place in places.zips.values():
        shards[place.zip[:3]].append(place)
    return {prefix: _shard(shard) for prefix, shard in sorted(shards.items())}


def _shard(shard: list[Zip]) -> dict[str, object]:
    zones = {zone: number for number, zone in enumerate(sorted({each.timezone for each in shard}))}
    return {
        "zones": list(zones),
        "zips": {
            each.zip: [
                each.latitude,
                each.longitude,
                each.city,
                each.state,
                zones[each.timezone],
            ]
            for each in shard
        },
    }


def cities_by_state(places: Places) -> Mapping[str, dict[str, Point]]:
    """The centre of every city by the name that people write, for each state."""
    states: defaultdict[str, dict[str, Point]] = defaultdict(dict)
    for key, centre in places.cities.items():
        states[key[0]][places.names[key]] = centre
    return {state: dict(sorted(cities.items())) for state, cities in sorted(states.items())}
