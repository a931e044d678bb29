"""Programs are found by the first letters of any word of their names."""

from iopfinder.finder_names import FEW, Named, names_by_prefix


def named(slug: str, name: str) -> Named:
    return Named(slug, name, "Portland", "OR")


def test_a_name_stands_under_each_of_its_words_once() -> None:
    oak = named("oak", "Oak Street Ōak, 2nd O")
    assert names_by_prefix([oak]) == {"2n": (oak,), "o": (oak,), "oa": (oak,), "st": (oak,)}


def test_apostrophes_and_accents_part_no_words() -> None:
    cafe = named("cafe", "Café St. Mary's d\u2019Or")
    assert names_by_prefix([cafe]) == {
        "ca": (cafe,),
        "do": (cafe,),
        "ma": (cafe,),
        "st": (cafe,),
    }


def test_programs_stand_by_slug_in_whatever_order_they_come() -> None:
    first, second = named("a", "Oak"), named("b", "Oat")
    assert names_by_prefix([second, first]) == {"oa": (first, second)}


def test_words_of_very_many_names_lead_nowhere() -> None:
    many = [named(f"program-{number:04}", f"Center {number:04}") for number in range(FEW + 1)]
    plain = named("plain", "Center")
    shards = names_by_prefix([*many, plain])
    assert shards["ce"] == (plain,)
    assert shards["00"] == tuple(many[:100])
    assert names_by_prefix(many[:FEW])["ce"] == tuple(many[:FEW])
