"""Which rules came nearest to matching an item, and what each of them did not find. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from daemon.language.guess import item_language
from daemon.model import Item
from daemon.rules.condition import All, Any, Condition, Not, Score, parts_of
from daemon.rules.match import is_asked, view_of
from daemon.rules.ruleset import Rule, RuleSet
from daemon.rules.view import ItemView
from daemon.rules.written import written

_MAX_TEXT = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A rule that did not match."""

    rule: str
    share: float  #: of its conditions, those that held: 0..1
    failed: str  #: the first condition that failed, in words


def nearest_misses(rules: RuleSet, item: Item, *, most: int = 3) -> Sequence[Miss]:
    """The rules of which most holds, nearest first; empty if no rule finds anything in the item.

    Law: a rule that matches is none of them.
    """
    language = item_language(item.language, f"{item.title} {item.summary or item.body}")
    view = view_of(rules, item, language)
    missed = []
    for rule in rules.rules.values():
        judge = _Judge(rules, rule, view)
        share = judge.share(rule.when)
        if not share:
            continue
        if not is_asked(rule, item, language, on=item.arrived_at.date()):
            missed.append(Miss(rule=rule.facts.id, share=share, failed="not asked: its feeds, languages, mode or end"))
        elif failed := judge.failed():
            missed.append(Miss(rule=rule.facts.id, share=share, failed=failed[:_MAX_TEXT]))
    return sorted(missed, key=lambda miss: (-miss.share, miss.rule))[:most]


class _Judge:
    """Asks parts of one rule's condition of one item."""

    def __init__(self, rules: RuleSet, rule: Rule, view: ItemView) -> None:
        self._rules, self._rule, self._view = rules, rule, view
        self._scope = view.scope(rule.fields)

    def _holds(self, condition: Condition) -> bool:
        origin = self._rules.origin
        if origin is None:
            return False
        return origin.builder.node(condition, self._rule.languages).spans(self._view, self._scope) is not None

    def share(self, condition: Condition) -> float:
        """How much of a condition holds: all parts of an `all` alike, the best part of an `any`."""
        if isinstance(condition, Not):
            return 0.0
        if self._holds(condition):
            return 1.0
        parts = [part for part in parts_of(condition) if not isinstance(part, Not)]
        if not parts:
            return 0.0
        shares = list(map(self.share, parts))
        return max(shares) * 0.99 if isinstance(condition, (Any, Score)) else sum(shares) / (len(shares) + 1)

    def failed(self) -> str | None:
        """The first condition that failed; None if the rule matches."""
        if not self._holds(self._rule.when):
            return self._first_failing(self._rule.when)
        if self._rule.unless is not None and self._holds(self._rule.unless):
            return f"unless: {written(self._rule.unless)} is there"
        return None

    def _first_failing(self, condition: Condition) -> str:
        match condition:
            case All(parts):
                return next((self._first_failing(part) for part in parts if not self._holds(part)), written(condition))
            case Not(part):
                return f"{written(part)} is there, and must not be"
            case _:
                return f"not found: {written(condition)}"
