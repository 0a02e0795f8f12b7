"""Conditions that stand near each other: the node that looks for the closest ways in which they do. Pure."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from daemon.rules.places import Span
from daemon.rules.plan import Group, Leaf, NearNode, flat
from daemon.rules.view import ItemView, Scope


@dataclass(frozen=True, slots=True)
class Nearby:
    """All of the parts in one field, the last position minus the first at most `within`."""

    parts: tuple[NearNode, ...]
    within: int
    ordered: bool

    def holds(self, view: ItemView) -> bool:
        """Do the parts stand together anywhere?"""
        # Most often one of them is not there at all.
        return all(part.holds(view) for part in self.parts) and bool(self.groups(view, view.whole))

    def groups(self, view: ItemView, scope: Scope) -> list[Group]:
        """The closest ways in which the parts stand together."""
        found: list[Group] = []
        for place in scope:
            by_part = []
            for part in self.parts:
                groups = part.groups(view, (place,))
                if not groups:
                    break
                by_part.append(_shortest(groups))
            else:
                together = _in_order(by_part) if self.ordered else _in_any_order(by_part)
                found += [group for group in together if group.last - group.first <= self.within]
        return found

    def spans(self, view: ItemView, scope: Scope) -> list[Span] | None:
        """The evidence of all parts, wherever they stand together."""
        return flat(self.groups(view, scope))

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """Those of all parts."""
        return tuple([leaf for part in self.parts for leaf in part.leaves])


def _shortest(groups: list[Group]) -> list[Group]:
    """Without occurrences that hold another one; so both their beginnings and their ends ascend."""
    kept: list[Group] = []
    for group in sorted(groups, key=lambda one: (one.last, -one.first)):
        if not kept or group.first > kept[-1].first:
            kept.append(group)
    return kept


def _joined(groups: Sequence[Group]) -> Group:
    first, last = min(group.first for group in groups), max(group.last for group in groups)
    return Group(groups[0].field, first, last, tuple(span for group in groups for span in group.spans))


def _in_any_order(by_part: list[list[Group]]) -> Iterator[Group]:
    """For each place where some part ends: that one, and of the other parts the last that have ended by then."""
    ends = sorted((group.last, number, group) for number, groups in enumerate(by_part) for group in groups)
    latest: dict[int, Group] = {}
    for _, number, group in ends:
        latest[number] = group
        if len(latest) == len(by_part):
            yield _joined([latest[one] for one in range(len(by_part))])


def _in_order(by_part: list[list[Group]]) -> Iterator[Group]:
    """For each occurrence of the first part: the next part's first occurrence after it, and so on."""
    begins = [[group.first for group in groups] for groups in by_part]
    for first in by_part[0]:
        chain = [first]
        for number, groups in enumerate(by_part[1:], start=1):
            index = bisect_left(begins[number], chain[-1].last + 1)
            if index == len(groups):
                return
            chain.append(groups[index])
        yield _joined(chain)
