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
Ways = tuple[Needs, ...]  #: a condition can hold only where the needs of one of these are met


class RuleIndex:
    """Anchors -> rules, by number."""

    def __init__(self) -> None:
        self._added: list[tuple[int, Needs]] = []
        self._always: list[int] = []
        self._certain: dict[Anchor, list[int]] = defaultdict(list)
        self._possible: dict[Anchor, tuple[int, ...]] = {}
        self._filed: dict[Anchor, tuple[_Filed, ...]] = {}
        self._seconds: dict[Anchor, Anchors] = {}  #: of the rules filed so, what one of them needs next
        self._certain_anchors: frozenset[Anchor] = frozenset()
        self._possible_anchors: frozenset[Anchor] = frozenset()
        self._filed_anchors: frozenset[Anchor] = frozenset()

    def add(self, number: int, ways: Ways, certain: Anchors = frozenset()) -> None:
        """File a rule; `seal` afterwards. Each of the `certain` anchors alone makes it hold: nothing more is asked."""
        for anchor in certain:
            self._certain[anchor].append(number)
        for needs in ways:
            if len(needs) != 1:
                self._added.append((number, needs))
            elif not certain.issuperset(needs[0]):
                self._added.append((number, (needs[0] - certain,)))

    def seal(self, commonness: Callable[[Anchor], float]) -> None:
        """Choose the anchors, when all rules are known.

        A word that many rules ask for is taken for a common one: it stands in texts, and leads to many rules.
        """
        uses = Counter(anchor for _, needs in self._added for group in needs for anchor in group)
        costs = {anchor: commonness(anchor) * count for anchor, count in uses.items()}
        possible: dict[Anchor, list[int]] = defaultdict(list)
        filed: dict[Anchor, list[_Filed]] = defaultdict(list)
        for number, needs in self._added:
            if not needs:
                self._always.append(number)
            elif len(needs) == 1:
                for anchor in needs[0]:
                    possible[anchor].append(number)
            else:
                first = _cheapest(needs, costs)
                others = tuple(group for group in needs if group is not first)
                for anchor in first:
                    filed[anchor].append((number, others))
        self._possible = {anchor: tuple(numbers) for anchor, numbers in possible.items()}
        self._filed = {anchor: tuple(rules) for anchor, rules in filed.items()}
        self._seconds = {anchor: _next_of(rules) for anchor, rules in filed.items()}
        self._certain_anchors = frozenset(self._certain)
        self._possible_anchors, self._filed_anchors = frozenset(possible), frozenset(filed)
        self._added.clear()

    def certain(self, present: set[Anchor]) -> dict[int, list[Anchor]]:
        """The rules that hold for these words and entities, by number, and which of these make each of them hold."""
        found: dict[int, list[Anchor]] = {}
        for anchor in present & self._certain_anchors:
            for number in self._certain[anchor]:
                if number in found:
                    found[number].append(anchor)
                else:
                    found[number] = [anchor]
        return found

    def possible(self, present: set[Anchor]) -> set[int]:
        """The numbers of the rules that hold for these words and entities, if their conditions say so."""
        found = set[int](self._always).union(*[self._possible[one] for one in present & self._possible_anchors])
        seconds = self._seconds
        for anchor in present & self._filed_anchors:
            if not seconds[anchor].isdisjoint(present):
                for number, needs in self._filed[anchor]:
                    if _are_met(needs, present):
                        found.add(number)
        return found


def _are_met(needs: Needs, present: set[Anchor]) -> bool:
    return all(not group.isdisjoint(present) for group in needs)


def _next_of(filed: Sequence[_Filed]) -> Anchors:
    """What one of these rules needs next: if nothing of it is there, none of them needs to be looked at."""
    return frozenset[Anchor]().union(*(needs[0] for _, needs in filed))


def _cheapest(needs: Sequence[Anchors], costs: dict[Anchor, float]) -> Anchors:
    if all(len(group) == 1 for group in needs):
        return min(needs, key=lambda group: costs[next(iter(group))])
    return min(needs, key=lambda group: sum(costs[anchor] for anchor in group))
