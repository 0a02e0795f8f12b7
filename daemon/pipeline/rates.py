"""Rules over several items: what an item adds to their counts, which of them fire by it, and which have lapsed.

What holds is decided in `rules/rates.py`; here it is read from the store and kept there. A copy counts for its origin,
and an item once under each key, so that the same poll twice changes nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from daemon.language.guess import reading_language
from daemon.model import Counted, Evidence, Finding, Item, Match
from daemon.rules import rates
from daemon.rules.load import Rule, RuleSet
from daemon.rules.match import MAX_EVIDENCE, is_asked
from daemon.rules.rate_conditions import NO_ITEM, Absence, Count, FirstSeen, Order, Spike
from daemon.store.database import Transaction
from daemon.store.rates import Holding, Seen

MAX_COUNTED = 100  #: items that a match names
_MAX_TITLES = 5

IncidentOf = Callable[[Finding], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An item on its way, as rules over several items see it."""

    item: Item
    origin: str  #: the id of the item that it counts for: its own, unless it is a copy
    finding: Finding
    held: bool  #: no news: it counts nowhere, and is only noted as seen
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What an item came to in the rules over several items."""

    finding: Finding  #: with the matches of those that fired
    gathers: frozenset[str] = frozenset()  #: ids of live rules that count by incident, and counted it: it needs one


def count_in(tx: Transaction, rules: RuleSet, arrival: Arrival, *, incident_of: IncidentOf) -> Tally:
    """Count an item, and find the rules over several items that fire by it.

    Law: an item that was counted already fires nothing new; a rule that fired by it stays among its matches.
    Shape: `incident_of` is asked only if a rule counts by incident.
    """
    if not rules.series:
        return Tally(finding=arrival.finding)
    return _Counter(tx, rules, arrival, incident_of).run()


class _Counter:
    """One item's way through all rules over several items: first those by themselves, then orders of rules."""

    def __init__(self, tx: Transaction, rules: RuleSet, arrival: Arrival, incident_of: IncidentOf) -> None:
        self._tx, self._rules, self._arrival, self._incident_of = tx, rules, arrival, incident_of
        self._item, self._now = arrival.item, arrival.now
        self._finding = arrival.finding
        self._gathers: set[str] = set()
        self._incident: str | None = None

    def run(self) -> Tally:
        counted = [(self._rules.rules[one.match.rule.id], one) for one in self._finding.counted]
        # What counts by incident comes last: the matches so far help to find the incident.
        for rule, one in sorted(counted, key=lambda pair: _is_by_incident(pair[0])):
            match rule.rate:
                case FirstSeen() as rate:
                    self._add(self._first_seen(rule, rate, one))
                case Count() | Spike() as rate if not self._arrival.held:
                    self._add(self._counted(rule, rate, one))
                case _:
                    continue
        for rule in [] if self._arrival.held else self._orders():
            if isinstance(rule.rate, Order):
                self._add(self._ordered(rule, rule.rate))
        return Tally(finding=self._finding, gathers=frozenset(self._gathers))

    def _add(self, match: Match | None) -> None:
        if match:
            matches = sorted((*self._finding.matches, match), key=lambda one: (-one.rule.severity.rank, one.rule.id))
            self._finding = replace(self._finding, matches=tuple(matches))

    def _keys(self, rule: Rule) -> tuple[str, ...]:
        by = None if rule.rate is None or isinstance(rule.rate, Absence) else rule.rate.by
        if by != "incident":
            return rates.keys_of(by, self._item, self._finding)
        if rule.facts.mode == "live":
            self._gathers.add(rule.facts.id)
        if self._incident is None:
            found = {match.rule.id for match in self._finding.matches}
            more = [one.match for one in self._finding.counted if one.match.rule.id in self._gathers - found]
            self._incident = self._incident_of(replace(self._finding, matches=(*self._finding.matches, *more)))
        return (self._incident,)

    def _first_seen(self, rule: Rule, rate: FirstSeen, one: Counted) -> Match | None:
        """Note what the item shows; a match if any of it is new."""
        fresh: dict[str, Evidence] = {}
        for value, evidence in rates.values_of(rate, one.match.evidence, self._finding).items():
            seen = self._tx.rates.seen(rule.series, value)
            new = rates.is_new(seen.seen_at if seen else None, within=rate.within, now=self._now)
            first = self._item.id if new or seen is None else seen.item_id
            self._tx.rates.save_seen(rule.series, value, Seen(item_id=first, seen_at=self._now))
            if first == self._item.id:
                fresh[value] = evidence
        if not fresh or not one.may_fire or self._arrival.held:
            return None
        names = self._names()
        told = [names.get(value, evidence.text) for value, evidence in fresh.items()]
        more = f" and {len(told) - MAX_EVIDENCE} more" if len(told) > MAX_EVIDENCE else ""
        why = f"not seen in {rates.in_words(rate.within)} before: {', '.join(told[:MAX_EVIDENCE])}{more}"
        places = sorted(set(fresh.values()), key=lambda span: (span.field != "title", span.field, span.start))
        return one.match._replace(evidence=tuple(places[:MAX_EVIDENCE]), why=why)

    def _counted(self, rule: Rule, rate: Count | Spike, one: Counted) -> Match | None:
        """Count the item under its keys; a match if that makes the condition true under any of them."""
        ids: dict[str, None] = {}
        told = []
        for key in self._keys(rule):
            periods = rates.periods_of(rate, began=_began(self._tx, rule, now=self._now), now=self._now)
            before = self._tx.rates.counts(rule.series, key, periods)
            added = self._tx.rates.save_counted(rule.series, key, self._arrival.origin, now=self._now)
            after = [before[0] + added, *before[1:]]
            if self._fires(
                rule, key, before=rates.holds(rate, before), after=rates.holds(rate, after) and one.may_fire
            ):
                there = [item_id for _, item_id in self._tx.rates.counted(rule.series, key, since=periods[0].start)]
                ids |= dict.fromkeys(there[-MAX_COUNTED:])
                told.append(self._rate_in_words(rate, key, after, there))
        return one.match._replace(counted=tuple(ids), why="; ".join(told)) if told else None

    def _fires(self, rule: Rule, key: str, *, before: bool, after: bool) -> bool:
        """Keep whether the condition holds now; True if that is new, or was so when this very item came first."""
        known = self._tx.rates.holding(rule.series, key)
        held = known is not None and known.holds
        found = rates.outcome(held=held, before=before, after=after)
        if found.fires:
            holding = Holding(series=rule.series, key=key, holds=True, item_id=self._item.id)
            self._tx.rates.save_holding(holding)
        elif known and not found.holds:
            self._tx.rates.forget_holding(rule.series, key)
        return found.fires or (found.holds and known is not None and known.item_id == self._item.id)

    def _orders(self) -> list[Rule]:
        """The rules in whose order one of the item's matches stands."""
        if not self._rules.followers:
            return []
        matched = [match.rule.id for match in self._finding.matches]
        waiting = {rule.facts.id: rule for one in matched for rule in self._rules.followers.get(one, ())}
        language = reading_language(self._item.language, f"{self._item.title} {self._item.summary or self._item.body}")
        on = self._item.arrived_at.date()
        asked = [rule for rule in waiting.values() if is_asked(rule, self._item, language, on=on)]
        return sorted(asked, key=lambda rule: (_is_by_incident(rule), rule.facts.id))

    def _ordered(self, rule: Rule, rate: Order) -> Match | None:
        """Put the item at its places of the order under each key; a match if it is the last that one of them missed."""
        matches = {match.rule.id: match for match in self._finding.matches}
        places = [place for place, name in enumerate(rate.rules) if name in matches]
        met = rule.when == NO_ITEM or any(one.match.rule.id == rule.facts.id for one in self._finding.counted)
        may_fire = met and len(rate.rules) - 1 in places
        ids: dict[str, None] = {}
        told = []
        for key in self._keys(rule):
            chain = self._completed(rule, rate, key, places, may_fire=may_fire)
            if chain:
                ids |= dict.fromkeys(chain)
                order = " → ".join(self._titles(chain))
                told.append(f"in this order within {rates.in_words(rate.within)}{self._about(rate.by, key)}: {order}")
        if not told:
            return None
        last = matches.get(rate.rules[-1]) or next(iter(matches.values()))
        return Match(
            rule=rule.facts, item_id=self._item.id, evidence=last.evidence, counted=tuple(ids), why="; ".join(told)
        )

    def _completed(
        self, rule: Rule, rate: Order, key: str, places: Sequence[int], *, may_fire: bool
    ) -> tuple[str, ...] | None:
        """Put the item at its places under one key; the items in order if they are complete by it, else None."""
        before = _chain(self._tx, rule, rate, key, now=self._now)
        for place in places:
            self._tx.rates.save_counted(rule.series, key, self._arrival.origin, place=place, now=self._now)
        after = _chain(self._tx, rule, rate, key, now=self._now)
        fires = self._fires(rule, key, before=before is not None, after=after is not None and may_fire)
        if not fires or after is None:
            return None
        return (*after[:-1], self._arrival.origin) if may_fire else after

    def _rate_in_words(self, rate: Count | Spike, key: str, counts: Sequence[int], ids: Sequence[str]) -> str:
        span = rate.within if isinstance(rate, Count) else rate.window
        usual = f", usual are {round(rates.usual(counts), 1):g}" if isinstance(rate, Spike) else ""
        latest = list(self._titles(ids[-_MAX_TITLES:]))
        more = f" and {len(ids) - len(latest)} more" if len(ids) > len(latest) else ""
        about = self._about(rate.by, key)
        return f"{counts[0]} items within {rates.in_words(span)}{usual}{about}: {', '.join(latest)}{more}"

    def _about(self, by: str | None, key: str) -> str:
        match by:
            case "entity":
                return f" about {self._names().get(key, key)}"
            case "incident":
                return " in one incident"
            case "feed":
                return f" of {self._item.source}"
            case _:
                return ""

    def _names(self) -> dict[str, str]:
        return {mention.entity: mention.name for mention in self._finding.mentions}

    def _titles(self, ids: Sequence[str]) -> Iterator[str]:
        known = self._tx.rates.titles(ids)
        return (f"“{known[one][0]}” ({known[one][1]})" for one in ids if one in known)


def _is_by_incident(rule: Rule) -> bool:
    return not isinstance(rule.rate, Absence | None) and rule.rate.by == "incident"


def _chain(tx: Transaction, rule: Rule, rate: Order, key: str, *, now: datetime) -> tuple[str, ...] | None:
    steps = tx.rates.counted(rule.series, key, since=now - rate.within)
    return rates.chain([rates.Step(place, item_id) for place, item_id in steps], len(rate.rules))


def _began(tx: Transaction, rule: Rule, *, now: datetime) -> datetime:
    """Since when all that a rule counts is known: since the rule is there, and since items come at all."""
    began, first = tx.rates.began_at(rule.series), tx.rates.first_arrival() or now
    return max(began, first) if began else first


def lapse(tx: Transaction, rules: RuleSet, *, now: datetime, may_forget: bool) -> None:
    """What time itself does to rules over several items: what holds no more may fire again, what is old is forgotten.

    Law: bounded: nothing is kept for longer than its rule looks back, nor for a rule that is no more.
    `may_forget`: the clock is to be believed; if not, what only time would make forgotten is kept.
    """
    began = tx.rates.began()
    compared = {series for series, rule in rules.series.items() if isinstance(rule.rate, Spike)}
    for series in compared - began.keys():
        tx.rates.save_began(series, now=now)
    for series in began.keys() - compared:
        tx.rates.forget_began(series)
    for holding in tx.rates.holdings():
        known = rules.series.get(holding.series)
        if known is None or (may_forget and not _still_holds(tx, known, holding.key, now=now)):
            tx.rates.forget_holding(holding.series, holding.key)
    horizons = {
        series: rule.rate.horizon
        for series, rule in rules.series.items()
        if rule.rate is not None and not isinstance(rule.rate, Absence)
    }
    tx.rates.prune(horizons, now=now if may_forget else None)


def _still_holds(tx: Transaction, rule: Rule, key: str, *, now: datetime) -> bool:
    match rule.rate:
        case Count() | Spike() as rate:
            periods = rates.periods_of(rate, began=_began(tx, rule, now=now), now=now)
            return rates.holds(rate, tx.rates.counts(rule.series, key, periods))
        case Order() as rate:
            return _chain(tx, rule, rate, key, now=now) is not None
        case _:
            return True
