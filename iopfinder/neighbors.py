"""Rules on all listings together: briefs in, findings out."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from iopfinder.brief import Brief
from iopfinder.problems import Field, Finding, Severity

__all__ = ["NEIGHBOR_RULES"]


def no_program_stands_twice(briefs: Collection[Brief]) -> Iterator[Finding]:
    """Equal name, street, suite and ZIP, and equal ages, focus and track times: one program."""
    for first, *others in _together(briefs, [brief.sameness for brief in briefs]):
        for brief in others:
            message = f"this is the same program as {first.path}"
            hint = "delete one of the two files, or state what sets them apart"
            yield _error(brief, ("name",), message, hint)


def houses_are_noted(briefs: Collection[Brief]) -> Iterator[Finding]:
    """One house often holds several programs: the same phone and street are worth a look."""
    for first, *others in _together(briefs, [brief.house for brief in briefs]):
        for brief in others:
            message = f"{first.path} has the same phone and street"
            hint = "fine if one house holds two programs; else delete one of the two"
            yield Finding(brief.path, ("contact", "phone"), Severity.NOTE, message, hint)


def aliases_are_free(briefs: Collection[Brief]) -> Iterator[Finding]:
    """An old name leads to one listing, and no listing bears it now."""
    renamed = [brief for brief in briefs if brief.aliases]
    owners = {brief.slug: brief.path for brief in briefs} if renamed else {}
    for brief in renamed:
        for index, alias in enumerate(brief.aliases):
            owner = owners.setdefault(alias, brief.path)
            if owner != brief.path or alias == brief.slug:
                message = f"'{alias}' is the name of {owner} already"
                yield _error(brief, ("aliases", index), message, "take it out of one of the two")


def _together(briefs: Iterable[Brief], marks: Sequence[bytes | str]) -> Iterator[list[Brief]]:
    """The briefs of each mark that two or more bear; an empty mark is none."""
    groups: dict[bytes | str, list[Brief]] = {
        mark: [] for mark, count in Counter(marks).items() if count > 1 and mark
    }
    if groups:
        for brief, mark in zip(briefs, marks, strict=True):
            if mark in groups:
                groups[mark].append(brief)
    yield from groups.values()


def _error(brief: Brief, field: Field, message: str, hint: str) -> Finding:
    return Finding(brief.path, field, Severity.ERROR, message, hint)


NEIGHBOR_RULES: Final = (no_program_stands_twice, houses_are_noted, aliases_are_free)
