"""What is known of a window, and what came -> does a condition over several items hold, and does it fire? Pure.

Windows run on arrival time. A condition fires when it becomes true, and again only after it was false; a clock that
steps back finds later arrivals in the window, so it makes nothing fire a second time.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from daemon.language.fold import fold
from daemon.model import Evidence, Finding, Item
from daemon.rules.condition import EntityNamed, EntityOfKind
from daemon.rules.rate_conditions import By, Count, FirstSeen, Spike

#: Kinds of entities that speak of everything: that two items name them says nothing of what they are about.
SPEAKERS = frozenset({"news-agency", "outlet"})


class Outcome(NamedTuple):
    """What a condition comes to with one more item."""

    holds: bool
    fires: bool


class Period(NamedTuple):
    """A stretch of time: from `start` on, up to but without `end`; None: open."""

    start: datetime
    end: datetime | None


class Step(NamedTuple):
    """An item that matched a rule of an order, as the store knows it; in order of arrival."""

    place: int  #: of the rule in the order
    item_id: str


def outcome(*, held: bool, before: bool, after: bool) -> Outcome:
    """Whether a condition holds now, and whether that is new.

    `held`: it held when it was last looked at; `before` and `after`: it holds without, and with, what just came.
    Law: what has held all the time does not fire; what has lapsed in between does.
    """
    goes_on = held and before
    return Outcome(holds=after or goes_on, fires=after and not goes_on)


def keys_of(by: By | None, item: Item, finding: Finding) -> tuple[str, ...]:
    """What an item is counted under, when that can be seen from the item: nothing, its feed, or its entities.

    Law: of entities that lie within each other only the innermost count.
    """
    if by == "feed":
        return (item.feed,)
    if by == "entity":
        named = [one for one in finding.mentions if one.kind not in SPEAKERS]
        above = {ancestor for one in named for ancestor in one.within}
        return tuple(one.entity for one in named if one.entity not in above)
    return ("",)


def values_of(rate: FirstSeen, evidence: Sequence[Evidence], finding: Finding) -> dict[str, Evidence]:
    """What an item shows that could be new: entities by their id, or the words that matched, folded."""
    if rate.entity is None:
        return {fold(span.text): span for span in reversed(evidence)}
    return {
        one.entity: one.evidence for one in finding.mentions if _is_meant(rate.entity, one.entity, one.kind, one.within)
    }


def _is_meant(asked: EntityNamed | EntityOfKind, entity: str, kind: str, within: tuple[str, ...]) -> bool:
    match asked:
        case EntityOfKind(wanted):
            return kind == wanted
        case EntityNamed(name, descend):
            return entity == name or (descend and name in within)


def is_new(seen_at: datetime | None, *, within: timedelta, now: datetime) -> bool:
    """Was it never seen, or not for so long?"""
    return seen_at is None or now - seen_at > within


def periods_of(rate: Count | Spike, *, began: datetime, now: datetime) -> list[Period]:
    """The periods whose items are to be counted: the present one, then those that a spike is compared with.

    Law: a period that reaches back beyond `began`, when counting began, is not compared with: what came then is not
    known, which is not the same as nothing.
    """
    if isinstance(rate, Count):
        return [Period(now - rate.within, None)]
    ends = (now - rate.step * number for number in range(1, rate.periods + 1))
    earlier = [Period(end - rate.window, end) for end in ends]
    return [Period(now - rate.window, None), *(one for one in earlier if one.start >= began)]


def holds(rate: Count | Spike, counts: Sequence[int]) -> bool:
    """Does the condition hold with so many items in each of `periods_of`?

    Law: a spike without any period to compare with does not hold.
    """
    if counts[0] < rate.at_least:
        return False
    return isinstance(rate, Count) or (len(counts) > 1 and counts[0] >= rate.ratio * usual(counts))


def usual(counts: Sequence[int]) -> float:
    """The mean of the earlier periods."""
    return sum(counts[1:]) / max(1, len(counts) - 1)


def chain(steps: Sequence[Step], length: int) -> tuple[str, ...] | None:
    """The items that took all places of an order one after another, each item at one place; None if they did not."""
    taken: list[str] = []
    for step in steps:
        if step.place == len(taken) and step.item_id not in taken:
            taken.append(step.item_id)
            if len(taken) == length:
                return tuple(taken)
    return None


_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def in_words(span: timedelta) -> str:
    """A span in its units: 1 h 30 min, 90 d."""
    return " ".join(_parts(int(span.total_seconds()))) or "0 s"


def _parts(seconds: int) -> Iterator[str]:
    for size, unit in _UNITS:
        if seconds >= size:
            yield f"{seconds // size} {unit}"
            seconds %= size
