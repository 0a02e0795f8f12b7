"""Which rules could match at all: each is filed under words of which it needs at least one. Pure.

So the cost of an item grows with the rules that its words touch, not with all rules.
"""

from collections import defaultdict
from collections.abc import Iterable

from daemon.rules.lexicon import AtomId

Anchor = AtomId | str  #: an atom, or the id of an entity


class RuleIndex:
    """Anchors -> rules, by number."""

    def __init__(self) -> None:
        self._by_anchor: dict[Anchor, list[int]] = defaultdict(list)
        self._always: list[int] = []

    def add(self, number: int, anchors: frozenset[Anchor] | None) -> None:
        """File a rule; None: it has no anchor and is always looked at."""
        if anchors is None:
            self._always.append(number)
        for anchor in anchors or ():
            self._by_anchor[anchor].append(number)

    def candidates(self, present: Iterable[Anchor]) -> list[int]:
        """The numbers of the rules that could match an item with these words and entities, ascending."""
        by_anchor = self._by_anchor
        found = set(self._always)
        for anchor in present:
            if anchor in by_anchor:
                found.update(by_anchor[anchor])
        return sorted(found)
