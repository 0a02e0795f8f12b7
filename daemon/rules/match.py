"""An item -> the rules that match it and the entities in it, each with its evidence. Pure."""

from datetime import date

from daemon.language.guess import item_language
from daemon.language.inflect import stems_by_language
from daemon.model import Counted, Evidence, Finding, Item, Match, Mention
from daemon.rules.index import Anchor
from daemon.rules.ruleset import Entity, Rule, RuleSet
from daemon.rules.view import MAX_EVIDENCE, ItemView, Span

__all__ = ["MAX_EVIDENCE", "evidence_of", "find", "is_asked", "view_of"]


def find(rules: RuleSet, item: Item) -> Finding:
    """All that the rules say of an item.

    Law: the same set and item give the same finding; every match has evidence, and `text == field[start:end]`.
    Shape: matches by severity from high to low, then by rule id; mentions by their first place.
    """
    if not rules.rules and not rules.entities:
        return Finding()
    language = item_language(item.language, f"{item.title} {item.summary or item.body}")
    view = view_of(rules, item, language)
    matches = []
    counted = []
    on = item.arrived_at.date()
    present: set[Anchor] = set(view.present)
    present.update(view.mentions)
    for number in rules.index.candidates(present):
        rule = rules.ordered[number]
        if rule.direct is not None and not view.body_repeats:
            shown = rule.direct.shown(view)
            if shown:
                matches.append(Match(rule.facts, item.id, shown))
        elif is_asked(rule, item, language, on=on) and (spans := evidence_of(rule, view)):
            match = Match(rule.facts, item.id, view.shown(spans))
            if rule.rate is None:
                matches.append(match)
            else:
                counted.append(Counted(match=match, may_fire=_may_fire(rule, view)))
    return Finding(matches=tuple(matches), mentions=_mentions(rules, view), counted=tuple(counted))


def view_of(rules: RuleSet, item: Item, language: str | None) -> ItemView:
    """The item's words and mentions, ready for conditions."""
    view = ItemView(item, rules.lexicon, language if stems_by_language(language) else None)
    view.mentions = rules.gazetteer.mentions(view)
    return view


def is_asked(rule: Rule, item: Item, language: str | None, *, on: date) -> bool:
    """Is the rule asked of this item at all: switched on, not expired, for its language and feed?

    An item whose language nobody knows is not kept from any rule.
    """
    if rule.is_off or (rule.expires is not None and on >= rule.expires):
        return False
    if rule.languages and language is not None and language not in rule.languages:
        return False
    if rule.feeds_not and not rule.feeds_not.isdisjoint((item.feed, *item.tags)):
        return False
    if not rule.feed_ids and not rule.feed_tags:
        return True
    return item.feed in rule.feed_ids or not rule.feed_tags.isdisjoint(item.tags)


def evidence_of(rule: Rule, view: ItemView) -> list[Span] | None:
    """The spans that make the rule hold; None or none if it does not."""
    scope = view.scope(rule.fields)
    spans = rule.when_node.spans(view, scope)
    if not spans or (rule.unless_node is not None and rule.unless_node.spans(view, scope) is not None):
        return None
    return spans


def _may_fire(rule: Rule, view: ItemView) -> bool:
    return rule.beside_node is None or rule.beside_node.spans(view, view.scope(rule.fields)) is not None


def _mentions(rules: RuleSet, view: ItemView) -> tuple[Mention, ...]:
    firsts = sorted((spans[0], entity) for entity, spans in view.mentions.items())
    return tuple([_mention(rules.entities[entity], view.evidence_of(span)) for span, entity in firsts])


def _mention(entity: Entity, evidence: Evidence) -> Mention:
    return Mention(entity.id, entity.name, entity.kind, evidence, entity.ancestors)
