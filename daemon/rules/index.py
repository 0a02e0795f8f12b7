"""Which rules could match at all: each is filed under the rarest words of which it needs at least one. Pure.

So the cost of an item grows with the rules that its words touch, not with all rules.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from daemon.rules.lexicon import AtomId

Anchor = AtomId | str  #: an atom, or the id of an entity
Anchors = frozenset[Anchor]
Needs = tuple[Anchors, ...]  #: of each group at least one is present wherever the condition holds; none: no need
_Filed = tuple[int, Needs]  #: a rule, and what it needs beside its anchor
_Perhaps = tuple[Anchors | None, tuple[_Filed, ...]]  #: of many rules, first what one of them needs next
Ways = tuple[Needs, ...]  #: a condition can hold only where the needs of one of these are met


_MANY = 4  #: rules of one anchor, from which on it pays to ask for all at once what they need next


class RuleIndex:
    """Anchors -> rules, by number."""

    def __init__(self) -> None:
        self._added: list[_Filed] = []
        self._always: list[int] = []
        self._surely: dict[Anchor, tuple[int, ...]] = {}
        self._perhaps: dict[Anchor, _Perhaps] = {}
        self._sure_anchors: frozenset[Anchor] = frozenset()
        self._unsure_anchors: frozenset[Anchor] = frozenset()

    def add(self, number: int, ways: Ways) -> None:
        """File a rule; `seal` afterwards."""
        self._added += [(number, needs) for needs in ways]

    def seal(self, commonness: Callable[[Anchor], float]) -> None:
        """Choose the anchors, when all rules are known.

        A word that many rules ask for is taken for a common one: it stands in texts, and leads to many rules.
        """
        uses = Counter(anchor for _, needs in self._added for group in needs for anchor in group)
        costs = {anchor: commonness(anchor) * count for anchor, count in uses.items()}
        surely: dict[Anchor, list[int]] = defaultdict(list)
        perhaps: dict[Anchor, list[_Filed]] = defaultdict(list)
        for number, needs in self._added:
            if not needs:
                self._always.append(number)
            elif len(needs) == 1:
                for anchor in needs[0]:
                    surely[anchor].append(number)
            else:
                first = _cheapest(needs, costs)
                others = tuple(group for group in needs if group is not first)
                for anchor in first:
                    perhaps[anchor].append((number, others))
        self._surely = {anchor: tuple(numbers) for anchor, numbers in surely.items()}
        self._perhaps = {
            anchor: (_next_of(filed) if len(filed) >= _MANY else None, tuple(filed))
            for anchor, filed in perhaps.items()
        }
        self._sure_anchors, self._unsure_anchors = frozenset(surely), frozenset(perhaps)
        self._added.clear()

    def candidates(self, present: set[Anchor]) -> list[int]:
        """The numbers of the rules that could match an item with these words and entities, ascending."""
        found = set(self._always)
        for anchor in present & self._sure_anchors:
            found.update(self._surely[anchor])
        for anchor in present & self._unsure_anchors:
            others, filed = self._perhaps[anchor]
            if others is not None and others.isdisjoint(present):
                continue
            for number, needs in filed:
                for group in needs:
                    if group.isdisjoint(present):
                        break
                else:
                    found.add(number)
        return sorted(found)


def _next_of(filed: Sequence[_Filed]) -> Anchors:
    """What one of these rules needs next: if nothing of it is there, none of them needs to be looked at."""
    return frozenset[Anchor]().union(*(needs[0] for _, needs in filed))


def _cheapest(needs: Sequence[Anchors], costs: dict[Anchor, float]) -> Anchors:
    if all(len(group) == 1 for group in needs):
        return min(needs, key=lambda group: costs[next(iter(group))])
    return min(needs, key=lambda group: sum(costs[anchor] for anchor in group))
