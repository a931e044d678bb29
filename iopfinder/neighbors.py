"""Rules on all listings together: briefs in, findings out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from iopfinder.brief import Brief
from iopfinder.problems import Field, Finding, Severity

__all__ = ["NEIGHBOR_RULES"]


def no_program_stands_twice(briefs: Iterable[Brief]) -> Iterator[Finding]:
    """Equal name, street, suite and ZIP, and equal ages, focus and track times: one program."""
    first: dict[bytes, Brief] = {}
    for brief in briefs:
        twin = first.setdefault(brief.sameness, brief)
        if twin is not brief:
            message = f"this is the same program as {twin.path}"
            hint = "delete one of the two files, or state what sets them apart"
            yield _error(brief, ("name",), message, hint)


def houses_are_noted(briefs: Iterable[Brief]) -> Iterator[Finding]:
    """One house often holds several programs: the same phone and street are worth a look."""
    houses: dict[str, list[Brief]] = defaultdict(list)
    for brief in briefs:
        if brief.house:
            houses[brief.house].append(brief)
    shared = (together for together in houses.values() if len(together) > 1)
    for first, *others in shared:
        for brief in others:
            message = f"{first.path} has the same phone and street"
            hint = "fine if one house holds two programs; else delete one of the two"
            yield Finding(brief.path, ("contact", "phone"), Severity.NOTE, message, hint)


def aliases_are_free(briefs: Iterable[Brief]) -> Iterator[Finding]:
    """An old name leads to one listing, and no listing bears it now."""
    briefs = tuple(briefs)
    owners = {brief.slug: brief.path for brief in briefs}
    for brief in briefs:
        for index, alias in enumerate(brief.aliases):
            owner = owners.setdefault(alias, brief.path)
            if owner != brief.path or alias == brief.slug:
                message = f"'{alias}' is the name of {owner} already"
                yield _error(brief, ("aliases", index), message, "take it out of one of the two")


def _error(brief: Brief, field: Field, message: str, hint: str) -> Finding:
    return Finding(brief.path, field, Severity.ERROR, message, hint)


NEIGHBOR_RULES: Final = (no_program_stands_twice, houses_are_noted, aliases_are_free)
