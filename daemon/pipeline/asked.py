"""What the rules say of an item, found before its turn: the asking can be shared among processes, the way cannot. Pure.

Whether an item is a copy, or which incident it joins, depends on all that came before it; what the rules say does not.
"""

from dataclasses import dataclass, replace

from daemon.model import Finding, Item
from daemon.rules.match import find
from daemon.rules.ruleset import RuleSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An item as it was when the rules were asked, and what they said."""

    item: Item
    finding: Finding


def finding_of(rules: RuleSet, item: Item, asked: Asked | None) -> Finding:
    """What `find` says of the item: as it was said before, if the item is still the same but for its id."""
    if asked is None or replace(asked.item, id=item.id) != item:
        return find(rules, item)
    return asked.finding if asked.item.id == item.id else _under_id(asked.finding, item.id)


def _under_id(finding: Finding, item_id: str) -> Finding:
    """The same finding of an item that is known under another id."""
    return replace(
        finding,
        matches=tuple(match._replace(item_id=item_id) for match in finding.matches),
        counted=tuple(replace(one, match=one.match._replace(item_id=item_id)) for one in finding.counted),
    )
