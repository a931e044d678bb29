"""What sheets would make of listings in; checked texts, or problems at their cells, out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from iopfinder.directory import neighbor_problems, read_alone
from iopfinder.memory import Memory
from iopfinder.positioned_yaml import parse_yaml
from iopfinder.problems import Field, Problem, Severity, in_order
from iopfinder.program import Program
from iopfinder.sheet_import import Draft, Drafts, Standing, draft_text, told_at, without
from iopfinder.sources import Source, Sources
from iopfinder.validation import typed
from iopfinder.vocabulary import Vocabulary

__all__ = ["Proposal", "SheetPlan", "planned", "settled"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A listing to write: its text, and its own facts before and after. New: `before` is None."""

    path: str
    text: str
    before: Program | None
    after: Program


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """What to write, unless some problem is an error; listings that stay, and rows not there."""

    proposals: tuple[Proposal, ...]
    problems: tuple[Problem, ...]
    unchanged: int
    missing: tuple[str, ...]


def planned(
    drafts: Drafts, standing: Standing, sources: Sources, vocabulary: Vocabulary, today: date
) -> SheetPlan:
    """All that `check` says of the new texts is told at the cells; nothing is written here."""
    drawn = [settled(draft, vocabulary) for draft in drafts.drafts]
    changed = [draft for draft in drawn if draft.changes]
    problems = in_order((*drafts.problems, *_checked(changed, standing, sources, today)))
    missing = drafts.missing
    unchanged = len(drawn) - len(changed)
    if any(problem.severity is Severity.ERROR for problem in problems):
        return SheetPlan((), problems, unchanged, missing)
    proposals = tuple(_proposals(changed, vocabulary))
    return SheetPlan(proposals, problems, unchanged, missing)


def _program(text: str, vocabulary: Vocabulary) -> Program | None:
    document = parse_yaml(text, "").document
    return typed(Program, document, "", vocabulary)[0] if document else None


def settled(draft: Draft, vocabulary: Vocabulary) -> Draft:
    """The draft without changes that say the same in other words: `17:30` and `5:30pm`."""
    if draft.before is None or not draft.changes:
        return draft
    before = _program(draft.before.text, vocabulary)
    after = _program(draft_text(draft), vocabulary)
    if before is None or after is None:
        return draft
    lists = {field[:-1] for field in draft.changes if isinstance(field[-1], int)}
    same = [
        field
        for field in draft.changes
        if not any(field[: len(above)] == above for above in lists)
        and _value(before, field) == _value(after, field)
    ]
    return without(draft, same)


def _value(value: object, field: Field) -> object:
    for part in field:
        if value is None:
            return None
        if isinstance(part, int):
            value = value[part] if isinstance(value, tuple) and part < len(value) else None
        else:
            value = getattr(value, part)
    return value


def _checked(
    changed: Iterable[Draft], standing: Standing, sources: Sources, today: date
) -> Iterator[Problem]:
    """What is wrong with the new texts, at the cells; an older error at its own place."""
    drafts = {draft.path: draft for draft in changed}
    as_now = [Source(each.path, each.text) for each in standing.listings]
    kept = [source for source in as_now if source.path not in drafts]
    fresh = [Source(draft.path, draft_text(draft)) for draft in drafts.values()]
    slugs = standing.taken | {draft.slug for draft in drafts.values()}
    known = {
        (each.path, each.field, each.message)
        for each in _problems(as_now, sources, standing.taken, today)
    }
    for problem in _problems([*kept, *fresh], sources, slugs, today):
        was_there = (problem.path, problem.field, problem.message) in known
        if problem.path in drafts and not was_there:
            yield told_at(problem, drafts[problem.path])
        elif problem.severity is Severity.ERROR:
            yield problem


def _problems(
    texts: Iterable[Source], sources: Sources, slugs: frozenset[str], today: date
) -> Iterator[Problem]:
    """What `check` says of some listings, all others closed."""
    alone = read_alone(
        sorted(texts, key=lambda source: source.path),
        sources,
        slugs,
        today,
        articles=(),
        listing_of=lambda slug: Source(slug, ""),
        memory=Memory(),
    )
    yield from alone.problems
    yield from neighbor_problems(alone.briefs)


def _proposals(changed: Iterable[Draft], vocabulary: Vocabulary) -> Iterator[Proposal]:
    for draft in changed:
        text = draft_text(draft)
        before = _program(draft.before.text, vocabulary) if draft.before else None
        after = _program(text, vocabulary)
        assert after is not None  # noqa: S101 - it has been checked
        yield Proposal(draft.path, text, before, after)
