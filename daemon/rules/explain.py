"""Which rules came nearest to matching an item, and what each of them did not find. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from daemon.language.guess import may_be_in, reading_language
from daemon.language.inflect import GUESSED
from daemon.language.words import split_words
from daemon.model import Item
from daemon.rules.build import Builder
from daemon.rules.condition import All, AtLeast, Condition, EntityNamed, EntityOfKind, Near, Not, parts_of
from daemon.rules.match import find, is_asked, view_of
from daemon.rules.plan import Node
from daemon.rules.rate_conditions import NO_ITEM
from daemon.rules.reading import Readings
from daemon.rules.ruleset import Rule, RuleSet
from daemon.rules.view import ItemView
from daemon.rules.written import written

_MAX_TEXT = 160
_HEAD = 4  #: letters: forms of a word mostly share as many
_LONG = 5_000  #: of a body
_MOST_JUDGED = 30  #: rules
_NOT_QUITE = 0.99  #: what a part of it is worth that something holds, beside the whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A rule that did not match."""

    rule: str
    share: float  #: of its conditions, those that held: 0..1
    failed: str  #: the first condition that failed, in words


def nearest_misses(rules: RuleSet, item: Item, *, most: int = 3) -> Sequence[Miss]:
    """The rules of which most holds, nearest first; empty if no rule finds anything in the item.

    Law: a rule that matches is none of them. Only rules that share the beginning of a word with the item, or name one
    of its entities, are looked at, and of those the few that share most.
    """
    language = reading_language(item.language, f"{item.title} {item.summary or item.body}")
    judges = [_Judge(rules, rule) for rule in _akin(rules, item)]  # their words must be known before the item is read
    anew = replace(rules, readings=Readings(rules.lexicon, rules.leads.of))
    view = view_of(anew, item, language)
    missed = []
    for judge in judges:
        rule, share = judge.rule, judge.share(judge.rule.when, view)
        if not share:
            continue
        if not is_asked(rule, item, language, on=item.arrived_at.date()):
            missed.append(Miss(rule=rule.facts.id, share=share, failed=_why_not_asked(rule, item, language)))
        elif failed := judge.failed(view):
            missed.append(Miss(rule=rule.facts.id, share=share, failed=failed[:_MAX_TEXT]))
    return sorted(missed, key=lambda miss: (-miss.share, miss.rule))[:most]


def failure_of_rule(rules: RuleSet, rule: Rule, item: Item) -> str | None:
    """The first condition of a rule that fails on an item, in words; None if the rule matches."""
    language = reading_language(item.language, f"{item.title} {item.summary or item.body}")
    failed = failed_condition(rules, rule, item, language)
    if failed is None and not is_asked(rule, item, language, on=item.arrived_at.date()):
        return _why_not_asked(rule, item, language)
    return failed


def _why_not_asked(rule: Rule, item: Item, language: str | None) -> str:
    """What keeps an item from a rule of which `is_asked` says that it is not asked."""
    if rule.is_off:
        return "not asked: its mode is off"
    if rule.expires is not None and item.arrived_at.date() >= rule.expires:
        return f"not asked: it expired on {rule.expires}"
    if language is not None and rule.languages and not may_be_in(rule.languages, language):
        said = f"guessed to be {language.removesuffix(GUESSED)}" if language.endswith(GUESSED) else language
        return f"not asked: the item's language is {said}, its languages are {', '.join(sorted(rule.languages))}"
    return f"not asked: its feeds leave out {item.feed}"


def failed_condition(rules: RuleSet, rule: Rule, item: Item, language: str | None) -> str | None:
    """The first condition of a rule that fails on an item, in words, whatever else narrows the rule; None if none."""
    judge = _Judge(rules, rule)
    failed = judge.failed(view_of(rules, item, language))
    return failed[:_MAX_TEXT] if failed else None


def _akin(rules: RuleSet, item: Item) -> list[Rule]:
    """The rules that share most with an item, by the beginnings of words and by entities."""
    heads = {word.text[:_HEAD].casefold() for word in split_words(f"{item.title} {item.summary} {item.body[:_LONG]}")}
    mentioned = {mention.entity for mention in find(rules, item).mentions}
    shared = [(_shared(rule.when, heads, mentioned), rule) for rule in rules.rules.values()]
    near = sorted((one for one in shared if one[0]), key=lambda one: (-one[0], one[1].facts.id))
    return [rule for _, rule in near[:_MOST_JUDGED]]


def _shared(condition: Condition, heads: set[str], mentioned: set[str]) -> int:
    """How many leaves of a condition share something with an item."""
    match condition:
        case EntityNamed(name):
            return int(name in mentioned)
        case EntityOfKind():
            return int(bool(mentioned))
    parts = parts_of(condition)
    if parts:
        return sum(_shared(part, heads, mentioned) for part in parts)
    words = split_words(getattr(condition, "text", ""))
    return int(any(word.text[:_HEAD].casefold() in heads for word in words))


class _Judge:
    """Asks parts of one rule's condition of items."""

    def __init__(self, rules: RuleSet, rule: Rule) -> None:
        self.rule = rule
        self._nodes: dict[Condition, Node] = {}
        if rules.origin is not None:
            self._make(rule.when, rules.origin.builder)
            if rule.unless is not None:
                self._make(rule.unless, rules.origin.builder)

    def _make(self, condition: Condition, builder: Builder) -> None:
        self._nodes[condition] = builder.node(condition, self.rule.languages)
        for part in parts_of(condition):
            self._make(part, builder)

    def _holds(self, condition: Condition, view: ItemView) -> bool:
        node = self._nodes.get(condition)
        return node is not None and node.spans(view, view.scope(self.rule.fields)) is not None

    def share(self, condition: Condition, view: ItemView) -> float:
        """How much of a condition holds, 0..1: of an `all` all parts count alike, of an `any` the best one."""
        if self._holds(condition, view):
            return 0.0 if isinstance(condition, Not) else 1.0
        parts = [part for part in parts_of(condition) if not isinstance(part, Not)]
        shares = [self.share(part, view) for part in parts] or [0.0]
        if isinstance(condition, (All, Near, AtLeast)):
            return sum(shares) / (len(shares) + 1)
        return max(shares) * _NOT_QUITE

    def failed(self, view: ItemView) -> str | None:
        """The first condition that failed; None if the rule matches."""
        if self.rule.when == NO_ITEM:
            return "no item fires it by itself: it asks what came before, or what did not come"
        if not self._holds(self.rule.when, view):
            return self._first_failing(self.rule.when, view)
        if self.rule.unless is not None and self._holds(self.rule.unless, view):
            return f"unless: {written(self.rule.unless)} is there"
        return None

    def _first_failing(self, condition: Condition, view: ItemView) -> str:
        match condition:
            case All(parts):
                failing = [part for part in parts if not self._holds(part, view)]
                return self._first_failing(failing[0], view) if failing else written(condition)
            case Not(part):
                return f"{written(part)} is there, and must not be"
            case _:
                return f"not found: {written(condition)}"
