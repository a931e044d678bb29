"""How each form of value is written, as regular expressions that Python and editors read alike.

They are for the JSON Schema: what `check` refuses by its shape they refuse too. What no expression
can hold (a range that ends below its start, a phone number that nobody has) is left to `check`.
"""

from collections.abc import Iterable
from typing import Final

from iopfinder.places import STATES
from iopfinder.schedule import DAYS

__all__ = [
    "CLOCK",
    "DATE",
    "DAY",
    "EMAIL",
    "ID",
    "MONEY",
    "NPI",
    "PHONE",
    "STATE",
    "YES_NO",
    "ZIP",
    "any_case",
    "link",
    "number_up_to",
    "span_up_to",
    "text_up_to",
]


def any_case(words: Iterable[str]) -> str:
    """One of these words in capitals, small letters or both."""
    return "|".join("".join(map(_any_case, word)) for word in words)


def _any_case(sign: str) -> str:
    if sign.upper() != sign.lower():
        return f"[{sign.upper()}{sign.lower()}]"
    return f"\\{sign}" if sign in ".*+?()[]{}|^$\\/" else sign


def text_up_to(limit: int) -> str:
    """A text of so many characters, blanks around it not counted."""
    return rf"^\s*(?:\S(?:[\s\S]{{0,{limit - 2}}}\S)?)?\s*$"


YES_NO: Final = f"^(?:{any_case(['yes', 'no', 'true', 'false'])})$"


# Numbers


def number_up_to(most: int) -> str:
    """A number in digits, maybe with a point."""
    return f"^{_number(most)}$"


def span_up_to(most: int) -> str:
    """9, 9-12, 9 to 12 or 9+."""
    number = _number(most)
    return rf"^{number}\s*(?:\+|(?:-|\u2013|to)\s*{number})?$"


def _number(most: int) -> str:
    return rf"0*(?:{_whole_below(most)}(?:\.[0-9]+)?|{most}(?:\.0+)?)"


def _whole_below(limit: int) -> str:
    """Whole numbers under `limit`, without zeros before them, but for 0 itself."""
    digits = str(limit)
    ways = [f"[0-9]{{1,{len(digits) - 1}}}"] if len(digits) > 1 else []
    for place, digit in enumerate(digits):
        least = 1 if place == 0 and len(digits) > 1 else 0
        if int(digit) > least:
            rest = len(digits) - place - 1
            ways.append(f"{digits[:place]}[{least}-{int(digit) - 1}]" + "[0-9]" * rest)
    return f"(?:{'|'.join(ways)})"


MONEY: Final = (
    r"^\$?\s?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,6})(?:\.[0-9]{1,2})?"
    r"(?:\s*(?:per|a|an|/)\s*(?:session|day|week|month|program))?$"
)


# Days and times

DATE: Final = (
    "^[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|[12][0-9]))$"
)

_FULL_DAYS: Final = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("tues", "thur", "thurs"),
)
DAY: Final = f"^(?:{any_case([*DAYS, *_FULL_DAYS])})$"

_HOUR_OF_12: Final = "(?:0?[1-9]|1[0-2])"
_MINUTES: Final = ":[0-5][0-9]"
_HALF: Final = rf"(?:{_HOUR_OF_12}(?:{_MINUTES})?\s*[aApP](?:\.?\s?[mM])?\.?)"
_NAMED: Final = f"(?:(?:12 )?(?:{any_case(['noon', 'midnight'])}))"
_SAID: Final = f"(?:{_HALF}|{_NAMED})"
_OF_24: Final = f"(?:(?:[01]?[0-9]|2[0-3]){_MINUTES}|1[3-9]|2[0-3])"
_END_OF_24: Final = f"(?:{_OF_24}|24(?::00)?)"
_NOT_OF_12: Final = f"(?:(?:00?|1[3-9]|2[0-3]){_MINUTES}|1[3-9]|2[0-3]|24(?::00)?)"
_TO: Final = r"\s*(?:[-\u2012-\u2015\u2212]|\b[tT][oO]\b)\s*"
CLOCK: Final = (
    rf"^(?:{_OF_24}{_TO}{_END_OF_24}"
    rf"|(?:{_SAID}|{_OF_24}|{_HOUR_OF_12}){_TO}{_SAID}"
    rf"|{_SAID}{_TO}{_NOT_OF_12})$"
)
"""Two times of day of which it is known whether they are am or pm."""


# Names and addresses

ID: Final = "^[a-z0-9]+(?:-[a-z0-9]+)*$"
ZIP: Final = "^[0-9]{5}(?:-[0-9]{4})?$"
NPI: Final = "^[12][0-9]{9}$"
STATE: Final = f"^(?:{any_case([*STATES, *STATES.values()])})$"
PHONE: Final = (
    r"^(?![^0-9]*\+\s*[02-9])(?=(?:[^0-9A-Za-z]*[0-9A-Za-z]){10})(?=[^0-9]*[0-9])[\s\S]*$"
)
"""Ten digits or letters in the place of digits; whether such a number can be, `check` knows."""

_MAILBOX: Final = r"[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}"
EMAIL: Final = f"^{_MAILBOX}$"

_ON_A_HOST: Final = (
    r"//(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}(?::[0-9]{1,5})?(?:[/?#].*)?"
)
_REST: Final = {
    "https": _ON_A_HOST,
    "http": _ON_A_HOST,
    "mailto": _MAILBOX,
    "tel": r"\+?[0-9]{3,15}",
}


def link(schemes: Iterable[str]) -> str:
    """A whole address that begins with one of these schemes."""
    ways = "|".join(f"(?:{any_case([scheme])}):{_REST[scheme]}" for scheme in schemes)
    return rf"^(?![\s\S]*[\s<>\x22'`{{}}|\\^])(?:{ways})$"
