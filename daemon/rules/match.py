"""An item -> the rules that match it and the entities in it, each with its evidence. Pure."""

from datetime import date
from operator import itemgetter

from daemon.language.guess import item_language
from daemon.language.inflect import stems_by_language
from daemon.model import Counted, Evidence, Finding, Item, Match, Mention
from daemon.rules.index import Anchor
from daemon.rules.ruleset import Rule, RuleSet
from daemon.rules.shape import FIELDS
from daemon.rules.view import ItemView, Span

MAX_EVIDENCE = 24  #: spans of one match; more would not be read
_place = itemgetter(0, 3, 4)  #: of a span: field, start, end


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
        if not is_asked(rule, item, language, on=on):
            continue
        spans = evidence_of(rule, view)
        if spans:
            match = Match(rule=rule.facts, item_id=item.id, evidence=_shown(spans, view, item))
            if rule.rate is None:
                matches.append(match)
            else:
                counted.append(Counted(match=match, may_fire=_may_fire(rule, view)))
    return Finding(matches=tuple(matches), mentions=_mentions(rules, view, item), counted=tuple(counted))


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


def _shown(spans: list[Span], view: ItemView, item: Item) -> tuple[Evidence, ...]:
    places = sorted(set(map(_place, spans))) if len(spans) > 1 else [_place(spans[0])]
    shown = []
    for place in places[:MAX_EVIDENCE]:
        evidence = view.evidence.get(place)
        if evidence is None:
            evidence = view.evidence[place] = _evidence(item, *place)
        shown.append(evidence)
    return tuple(shown)


def _evidence(item: Item, field: int, start: int, end: int) -> Evidence:
    text = (item.title, item.summary, item.body)[field]
    return Evidence(field=FIELDS[field], start=start, end=end, text=text[start:end])


def _mentions(rules: RuleSet, view: ItemView, item: Item) -> tuple[Mention, ...]:
    firsts = sorted((spans[0], entity) for entity, spans in view.mentions.items())
    return tuple(
        Mention(
            entity=entity,
            name=rules.entities[entity].name,
            kind=rules.entities[entity].kind,
            evidence=_evidence(item, span.field, span.start, span.end),
            within=rules.entities[entity].ancestors,
        )
        for span, entity in firsts
    )
