"""A listing and the word of somebody who called in; what keeps it from being confirmed, or its text
with that word, out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from iopfinder.amendments import Changes, amended
from iopfinder.program import Program

__all__ = ["Word", "confirmed_text", "refusals"]


@dataclass(frozen=True, slots=True)
class Word:
    """Who said on which day, and how, that a listing is true.

    `openings` and `prices`: these were asked too and bear the day. `of_program`: its facts are
    about this program, and no longer about the whole facility.
    """

    by: str
    how: str
    on: date
    openings: bool = False
    prices: bool = False
    of_program: bool = False


def refusals(program: Program, word: Word, today: date) -> Iterator[str]:
    """Why a listing cannot be confirmed so, each with what to do."""
    if program.example:
        yield "it is a made-up example: nobody can confirm it"
    if word.on > today:
        yield f"{word.on} is still to come; write the day of the call"
    before = program.confirmed
    if before is not None and before.date > word.on:
        yield f"it was confirmed on {before.date}, after {word.on}"
    if word.openings and program.availability is None:
        yield "it says nothing of openings: leave out --openings, or add 'availability' first"
    if word.prices and program.cost is None:
        yield "it says nothing of costs: leave out --prices, or add 'cost' first"
    if word.of_program and program.scope != "facility":
        yield "it is not about a whole facility: leave out --of-program"


def confirmed_text(text: str, word: Word) -> str:
    """The listing's text with this word in it, in the house's layout; its comments stay.

    `text` has LF line ends and is a listing without errors that `refusals` has nothing against.
    """
    day = word.on.isoformat()
    said = {"date": day, "by": word.by, "how": word.how}
    changes: Changes = {
        **{("confirmed", key): value for key, value in said.items()},
        **({("availability", "as_of"): day} if word.openings else {}),
        **({("cost", "as_of"): day} if word.prices else {}),
        **({("scope",): None} if word.of_program else {}),
    }
    return amended(text, changes, Program)
