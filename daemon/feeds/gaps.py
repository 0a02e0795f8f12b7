"""Posts numbered one after the other, of which a page shows the newest: which were never seen, and where to look. Pure.

A gap lies between the last post of the poll before and the oldest on the page. It is paged back through, over several
polls if need be, and given up after a few: a post that was deleted leaves a hole that looks just like it.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

TRIES = 6  #: polls that look into one gap before what is left of it counts as missed
MOST_GAPS = 5  #: that are kept open; the oldest is given up first


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers that were not seen yet: those greater than `after` and less than `before`."""

    after: int
    before: int
    tries: int = 0

    @property
    def size(self) -> int:
        """How many posts it could hold."""
        return self.before - self.after - 1


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a channel's numbers."""

    last: int | None = None  #: the newest post of the last poll; None: no poll yet
    gaps: tuple[Gap, ...] = ()  #: the one to look into first stands first
    missed: int = 0  #: posts given up on by the last step; not remembered

    def memory(self) -> dict[str, Any]:
        """As JSON-able values; empty when nothing is known."""
        return {} if self.last is None else {"last": self.last, "gaps": [asdict(gap) for gap in self.gaps]}


def seen_of(memory: Any) -> Seen:
    """What `Seen.memory` wrote."""
    return Seen(memory.get("last"), tuple(Gap(**gap) for gap in memory.get("gaps", ())))


def after_newest(seen: Seen, numbers: Collection[int]) -> Seen:
    """What is known after the page of the newest posts, which shows these numbers.

    Law: a first page opens no gap; the last number is the page's newest, so that a channel that begins anew is
    followed. Each gap that was open before has been tried once more.
    """
    tried = [replace(gap, tries=gap.tries + 1) for gap in seen.gaps]
    if not numbers:
        return _without_hopeless(seen.last, tried)
    fresh = [Gap(seen.last, min(numbers))] if seen.last is not None and min(numbers) > seen.last + 1 else []
    return _without_hopeless(max(numbers), [*fresh, *tried])


def after_earlier(seen: Seen, before: int, numbers: Collection[int]) -> Seen:
    """What is known after the page of the posts before that number.

    Law: the gap that ends there closes, or shrinks; a page that leads no further back gives it up.
    """
    rest = [gap for gap in seen.gaps if gap.before != before]
    gap = next((gap for gap in seen.gaps if gap.before == before), None)
    if gap is None or not numbers or min(numbers) <= gap.after + 1:
        return Seen(seen.last, tuple(rest))  # what it did not show is deleted
    if min(numbers) >= before:
        return Seen(seen.last, tuple(rest), missed=gap.size)
    return Seen(seen.last, (replace(gap, before=min(numbers)), *rest))


def _without_hopeless(last: int | None, gaps: Sequence[Gap]) -> Seen:
    kept = [gap for gap in gaps if gap.tries < TRIES][:MOST_GAPS]
    missed = sum(gap.size for gap in gaps if gap not in kept)
    return Seen(last, tuple(kept), missed=missed)
