"""Two rule sets, asked of an item together: what they have in common is asked once. Pure.

Where entities and terms are the same, a change is a few rules; so these are added to the former set under other ids,
and each item is read once. Else both sets are asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from daemon.model import Item
from daemon.rules.assemble import assemble
from daemon.rules.match import holding
from daemon.rules.rate_conditions import Order
from daemon.rules.read import ReadFile
from daemon.rules.ruleset import Rule, RuleSet

_MARK = "\N{RIGHTWARDS ARROW}new"  #: no id of an operator ends so


@dataclass(frozen=True, slots=True)
class Both:
    """Two sets, and one of both if there can be one."""

    old: RuleSet
    new: RuleSet
    union: RuleSet | None
    renamed: Mapping[str, str]  #: id in the union -> of the new rule
    shared: frozenset[str]  #: ids of rules that are the same in both

    def holding(self, item: Item) -> tuple[list[Rule], list[Rule]]:
        """The rules of each set whose conditions hold for an item.

        Law: those that `holding` finds for each, but for orders of rules: what counts for one holds by itself.
        """
        if self.union is None:
            return holding(self.old, item), holding(self.new, item)
        held = [rule.facts.id for rule in holding(self.union, item)]
        before = [self.old.rules[name] for name in held if name not in self.renamed]
        after = [self.renamed.get(name, name) for name in held if name in self.renamed or name in self.shared]
        return before, [self.new.rules[name] for name in after]


def both(old: RuleSet, new: RuleSet) -> Both:
    """The two sets, joined if they can be."""
    were, are = old.origin, new.origin
    if were is None or are is None or not were.serves(are.entities, are.terms, 0):
        return Both(old, new, None, {}, frozenset())
    same = {name for name, one in are.rules.items() if name in were.rules and were.rules[name].shape == one.shape}
    changed = [one for name, one in are.rules.items() if name not in same and not isinstance(one.rate, Order)]
    renamed = [replace(one, shape=one.shape.model_copy(update={"id": f"{one.shape.id}{_MARK}"})) for one in changed]
    union = assemble([*were.read, ReadFile(rules=renamed)], [], all_read=True, previous=old) if renamed else old
    names = {one.shape.id: one.shape.id.removesuffix(_MARK) for one in renamed}
    return Both(old, new, union, names, frozenset(same))
