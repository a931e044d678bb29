"""Sessions of a week and a language in; the week's chart with the words at its edges out."""

from collections.abc import Sequence
from dataclasses import dataclass

from iopfinder.language import Language
from iopfinder.schedule import (
    DAY,
    Block,
    DayColumn,
    HourLine,
    Meeting,
    short_day_name,
    time_words,
    week_chart,
)

__all__ = ["DrawnWeek", "drawn_week"]


@dataclass(frozen=True, slots=True)
class DrawnWeek:
    """A week to draw in a box of `width` by `height`, with the words at its edges."""

    width: float
    height: float
    left: float
    top: float
    days: tuple[tuple[DayColumn, str], ...]
    hours: tuple[tuple[HourLine, str], ...]
    blocks: tuple[Block, ...]


def drawn_week(
    tracks: Sequence[tuple[str, Sequence[Meeting]]], language: Language
) -> DrawnWeek | None:
    """The week of all tracks, each a name and its meetings; None when no times are stated."""
    week = week_chart(tracks)
    if week is None:
        return None
    _ = language.gettext
    return DrawnWeek(
        week.width,
        week.height,
        week.left,
        week.top,
        tuple((day, short_day_name(day.day, _)) for day in week.days),
        tuple((hour, _hour_words(hour.minute, language)) for hour in week.hours),
        week.blocks,
    )


def _hour_words(minute: int, language: Language) -> str:
    """An hour beside the chart, where "midnight" has no room."""
    _ = language.gettext
    return time_words(minute, _) if minute % DAY else _("12 am")
