"""An item -> the rules that hold for it, and with what evidence; and the entities in it. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from daemon.language.fold import fold
from daemon.language.guess import may_be_in, reading_language
from daemon.language.inflect import stems_by_language
from daemon.model import Counted, Evidence, Finding, Item, Match, Mention
from daemon.rules.lead import Anchor, Lead, Needs, Place
from daemon.rules.places import Span
from daemon.rules.plan import first_places
from daemon.rules.rate_conditions import FirstSeen
from daemon.rules.ruleset import Entity, Rule, RuleSet
from daemon.rules.shape import FIELDS
from daemon.rules.view import MAX_EVIDENCE, ItemView, fairly_cut, places_of

MAX_VALUES: Final = 1_000  #: words of one item that may be new

_new: Final = tuple.__new__  # a named tuple is made so in half the time that calling its class takes
_Match: Final = Match  # compiled, what is final here is at hand, what is imported is looked up each time
_Mention: Final = Mention
_FIELD_ORDER: Final[dict[str, int]] = {name: order for order, name in enumerate(FIELDS)}

__all__ = ["MAX_EVIDENCE", "MAX_VALUES", "evidence_of", "find", "holding", "is_asked", "view_of"]


def holding(rules: RuleSet, item: Item) -> list[Rule]:
    """The rules whose conditions hold for an item; of a rule over several items, what it counts.

    Law: the very rules of the matches and the counted of `find`, in their order, but nothing is worked out to be shown.
    """
    if not rules.rules:
        return []
    language = _language_of(item)
    view = view_of(rules, item, language)
    held = _holding(rules, item, language, view)
    return [rules.ordered[number] for number in sorted(held)]


def find(rules: RuleSet, item: Item) -> Finding:
    """All that the rules say of an item.

    Law: the same set and item give the same finding; every match has evidence, and `text == field[start:end]`.
    Shape: matches by severity from high to low, then by rule id; mentions by their first place.
    """
    if not rules.rules and not rules.entities:
        return Finding()
    language = _language_of(item)
    view = view_of(rules, item, language)
    matches = []
    counted = []
    facts, item_id, known = rules.facts, item.id, view.of_lead
    held = _holding(rules, item, language, view)
    for number in sorted(held):
        leads = held[number]
        if leads:
            if len(leads) == 1:
                shown = known.get(leads[0]) or view.shown_of_lead(leads[0])
            else:
                shown = view.shown_of_leads(leads)
            matches.append(_new(_Match, (facts[number], item_id, shown, (), "")))
            continue
        rule = rules.ordered[number]
        if rule.rate is None:
            matches.append(Match(facts[number], item_id, _shown(rule, view)))
        else:
            match = Match(facts[number], item_id, _shown_of_counted(rule, view))
            counted.append(Counted(match=match, may_fire=_may_fire(rule, view)))
    return Finding(matches=tuple(matches), mentions=_mentions(rules, view), counted=tuple(counted))


def _language_of(item: Item) -> str | None:
    return reading_language(item.language, f"{item.title} {item.summary or item.body}")


def _holding(rules: RuleSet, item: Item, language: str | None, view: ItemView) -> dict[int, Sequence[Lead]]:
    """The numbers of the rules that hold; and where words or entities are all that one shows, their leads."""
    held, possible = _led(rules, view)
    if view.body_repeats:  # then not all is shown
        possible.update(held)
    on = item.arrived_at.date()
    for number in possible:
        rule = rules.ordered[number]
        if number in held or (is_asked(rule, item, language, on=on) and _holds(rule, view)):
            held[number] = ()
    return held


def _led(rules: RuleSet, view: ItemView) -> tuple[dict[int, Sequence[Lead]], set[int]]:
    """The rules that the item's words and entities make hold, and which of these; and the rules that may hold."""
    of_entities = [lead for entity in view.spelled if (lead := rules.leads.of(entity))]
    if view.scan is not None and rules.readings.rows is not None:
        return rules.readings.rows.led(view.scan, view.spelled, of_entities, rules.index.always)
    held: dict[int, Sequence[Lead]] = {}
    possible = set(rules.index.always)
    present: set[Anchor] = {*view.present, *view.spelled}
    for lead in [*view.leads, *of_entities]:
        own = (lead,)
        for number in lead.certain:
            if held.setdefault(number, own) is not own:
                held[number] = (*held[number], lead)
        if lead.possible:
            possible.update(lead.possible)
        if lead.filed and not lead.next_needs.isdisjoint(present):
            possible.update([number for number, needs in lead.filed if _are_met(needs, present)])
    return held, possible


def _are_met(needs: Needs, present: set[Anchor]) -> bool:
    return all(not group.isdisjoint(present) for group in needs)


def view_of(rules: RuleSet, item: Item, language: str | None) -> ItemView:
    """The item's words and mentions, ready for conditions."""
    view = ItemView(item, rules.readings, language if stems_by_language(language) else None)
    rules.gazetteer.look(view)
    return view


def is_asked(rule: Rule, item: Item, language: str | None, *, on: date) -> bool:
    """Is the rule asked of this item at all: switched on, not expired, for its language and feed?

    An item whose language nobody knows is not kept from any rule, and one of a guessed language only from those for
    languages of other scripts: a needless question is better than a lost alert.
    """
    if rule.is_off or (rule.expires is not None and on >= rule.expires):
        return False
    if rule.languages and language not in rule.languages and not may_be_in(rule.languages, language):
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


def _holds(rule: Rule, view: ItemView) -> bool:
    """Does `when` hold, and `unless` not?"""
    if not rule.is_of_all_fields:
        return bool(evidence_of(rule, view))
    return rule.when_node.holds(view) and not (rule.unless_node is not None and rule.unless_node.holds(view))


def _shown(rule: Rule, view: ItemView) -> tuple[Evidence, ...]:
    """What a rule that holds shows. Law: each of its words, names and patterns that makes it hold is among it."""
    places = places_of(rule.when_node.spans(view, view.scope(rule.fields)) or ())
    if len(places) > MAX_EVIDENCE:
        places = fairly_cut(places, first_places(rule.when_node, view, set(places)))
    return view.shown_at(places)


def _shown_of_counted(rule: Rule, view: ItemView) -> tuple[Evidence, ...]:
    """What a rule over several items shows; of one that asks for new words, each of them in its first place."""
    if not isinstance(rule.rate, FirstSeen) or rule.rate.entity is not None:
        return _shown(rule, view)
    first: dict[str, Place] = {}
    for field, start, end in places_of(rule.when_node.spans(view, view.scope(rule.fields)) or ()):
        first.setdefault(fold(view.texts[field][start:end]), (field, start, end))
        if len(first) == MAX_VALUES:
            break
    return view.shown_at(first.values())


def _may_fire(rule: Rule, view: ItemView) -> bool:
    return rule.beside_node is None or rule.beside_node.spans(view, view.scope(rule.fields)) is not None


def _mentions(rules: RuleSet, view: ItemView) -> tuple[Mention, ...]:
    found = []
    for name in view.spelled:
        evidence = view.first_mention(name)
        field, start, end, _ = evidence
        found.append((_FIELD_ORDER[field], start, end, name, evidence))
    found.sort()
    entities = rules.entities
    return tuple([_mention(entities[name], evidence) for *_, name, evidence in found])


def _mention(entity: Entity, evidence: Evidence) -> Mention:
    return _new(_Mention, (entity.id, entity.name, entity.kind, evidence, entity.ancestors))
