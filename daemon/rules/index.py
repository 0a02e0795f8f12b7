"""Which rules could match at all: each is filed under the rarest words of which it needs at least one. Pure.

So the cost of an item grows with the rules that its words touch, not with all rules.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from daemon.rules.lead import Anchor, Anchors, Filed, Needs

Ways = tuple[Needs, ...]  #: a condition can hold only where the needs of one of these are met


class RuleIndex:
    """Anchors -> rules, by number."""

    def __init__(self) -> None:
        self.always: list[int] = []  #: rules that can be told nothing of before they are asked
        self._added: list[tuple[int, Needs]] = []
        self._certain: dict[Anchor, list[int]] = defaultdict(list)
        self._possible: dict[Anchor, list[int]] = {}
        self._filed: dict[Anchor, list[Filed]] = {}

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
        filed: dict[Anchor, list[Filed]] = defaultdict(list)
        for number, needs in self._added:
            if not needs:
                self.always.append(number)
            elif len(needs) == 1:
                for anchor in needs[0]:
                    possible[anchor].append(number)
            else:
                first = _cheapest(needs, costs)
                others = tuple(group for group in needs if group is not first)
                for anchor in first:
                    filed[anchor].append((number, others))
        self._possible, self._filed = dict(possible), dict(filed)
        self._added.clear()

    def under(self, anchor: Anchor) -> tuple[tuple[int, ...], tuple[int, ...], tuple[Filed, ...]]:
        """The rules that hold where the anchor is; those that may; and those that may if what they need is there."""
        return (
            tuple(self._certain.get(anchor, ())),
            tuple(self._possible.get(anchor, ())),
            tuple(self._filed.get(anchor, ())),
        )


def _cheapest(needs: Sequence[Anchors], costs: dict[Anchor, float]) -> Anchors:
    if all(len(group) == 1 for group in needs):
        return min(needs, key=lambda group: costs[next(iter(group))])
    return min(needs, key=lambda group: sum(costs[anchor] for anchor in group))
