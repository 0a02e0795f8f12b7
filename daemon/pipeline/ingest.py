"""THE way of one item, in one transaction: is it news, what matches, which incident, who hears of it.

`ingest` reads from top to bottom. Each step decides in a pure room and saves through the transaction; nothing here
asks the clock or sends anything. The daemon, the drill and `watchdesk replay` all go this way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from daemon.alerts.mute import fate_of, is_restored, mute_reason, old_story_reason, restored_reason, retired_reason
from daemon.config import Config, Feed
from daemon.embeddings import Embedder
from daemon.incidents import cluster, lifecycle
from daemon.incidents.amendments import amendment_in, amendment_of
from daemon.incidents.outlets import Outlets
from daemon.incidents.revision import note_that_came
from daemon.incidents.rulings import respected
from daemon.items import dedup
from daemon.model import (
    Change,
    Finding,
    Incident,
    Item,
    Joining,
    KnownItem,
    Match,
    Report,
    Severity,
    Verdict,
    VerdictKind,
)
from daemon.pipeline.articles import FULL_TEXT, ask_for_text, with_known_text
from daemon.pipeline.asked import Asked, finding_of, outlets_of_feeds, report_of, speech_of
from daemon.pipeline.hearing import told_to
from daemon.pipeline.joined import as_copy, revised, saved
from daemon.pipeline.rates import Arrival, Tally, count_in
from daemon.pipeline.relook import amendments_told, title_told
from daemon.rules.load import RuleSet
from daemon.store.database import Transaction

_NOTHING = Finding()
FOUND_FOR = 2  #: for so many times `incidents.quiet_for` an incident is found: half of it only as what went before
RENAMED = "renamed"  #: the reason of the verdict on an entry of a feed that has changed all its ids at once


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What the operators decided, as far as an item's way depends on it."""

    config: Config
    rules: RuleSet
    exercise: bool = False  #: everything is part of a drill
    join_all: bool = False  #: items that match no rule are gathered into incidents too
    embedder: Embedder | None = None  #: makes vectors of matched items; None: embeddings are off

    @cached_property
    def outlets(self) -> Outlets:
        """The media that a report can cite."""
        return outlets_of_feeds(self.config.feeds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One look at a feed."""

    feed: Feed
    now: datetime
    baseline: bool = False  #: the feed's first successful poll
    hold_before: datetime | None = None  #: the store was restored then, and this is the feed's first document since
    shown: frozenset[str] = frozenset()  #: lookup keys of all entries that the document shows, cut out ones included
    renamed: Mapping[str, str] = field(default_factory=dict)  #: id of an item -> of the known one that it is
    vectors: Mapping[str, str] = field(default_factory=dict)  #: fingerprint of an item -> its vector
    asked: Asked | None = None  #: what was found in the only item before


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """An item under the id by which we know it, and what it is to us."""

    item: Item
    verdict: Verdict
    was: Item | None = None  #: its former version
    first_seen: datetime | None = None  #: when the item came that it is a copy of, or what it says word for word
    retired: bool = False  #: what its former version led to was let go


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """What became of one item."""

    item: Item
    verdict: Verdict
    finding: Finding = _NOTHING
    incident_id: str | None = None
    fate: str | None = None  #: why a matched item did or did not alert; None if no rule matched
    queued: int = 0  #: deliveries that now wait in the outbox


@dataclass(frozen=True, slots=True, kw_only=True)
class _News:
    """An item that is new or revised, on its way."""

    item: Item
    was: Item | None  #: its former version
    finding: Finding
    live: tuple[Match, ...]  #: matches of rules that may alert
    report: Report
    held: str | None  #: why nobody is told, such as `stale`
    gathered: bool  #: a rule counts by incident, so it needs one

    @property
    def severity(self) -> Severity:
        return max((match.rule.severity for match in self.live), key=lambda one: one.rank, default=Severity.LOW)


def ingest(tx: Transaction, item: Item, known: Sequence[KnownItem], *, visit: Visit, desk: Desk) -> Ingested:
    """Take one item all the way from deduplication to the outbox; the items of a poll go it step by step together.

    Law: the same item again, in a later transaction, changes nothing and queues nothing.
    """
    one = recognise(tx, item, known, visit=visit)
    save(tx, [one])
    return judge(tx, one, visit=visit, desk=desk)


def recognise(tx: Transaction, item: Item, known: Sequence[KnownItem], *, visit: Visit) -> Recognised:
    """Decide what the item is to us; nothing is saved yet."""
    if renamed := visit.renamed.get(item.id):
        item = with_known_text(tx, replace(item, id=renamed), visit.feed)
        return Recognised(item=item, verdict=Verdict(kind=VerdictKind.UNCHANGED, of=renamed, reason=RENAMED))
    verdict = dedup.decide(item, known, now=visit.now, shown=visit.shown)
    item = _under_id(item, verdict, known)
    was = tx.items.item(item.id) if verdict.kind is VerdictKind.REVISED else None
    item = with_known_text(tx, item, visit.feed) if was else item
    first_seen = dedup.first_told(item, verdict, known)
    retired = was is not None and tx.items.is_retired(was.id)
    return Recognised(item=item, verdict=verdict, was=was, first_seen=first_seen, retired=retired)


def save(tx: Transaction, items: Sequence[Recognised]) -> None:
    """Keep the items that are new, and the new versions of known ones."""
    for one in items:
        if one.verdict.kind is VerdictKind.REVISED or one.verdict.reason == RENAMED:
            tx.items.save_revision(one.item, keys=dedup.lookup_keys(one.item))
    fresh = [one for one in items if one.verdict.kind in {VerdictKind.NEW, VerdictKind.DUPLICATE}]
    tx.items.save_new([(one.item, dedup.lookup_keys(one.item), _origin(one.verdict)) for one in fresh])


def judge(tx: Transaction, one: Recognised, *, visit: Visit, desk: Desk) -> Ingested:
    """All that follows from a saved item: nothing, if it is unchanged."""
    if one.verdict.kind is VerdictKind.UNCHANGED:
        return Ingested(item=one.item, verdict=one.verdict)
    held = _held(one.item, one.verdict, one.first_seen, visit=visit, desk=desk)
    if one.was and one.retired:
        held = held or retired_reason(first_seen=one.was.arrived_at, now=visit.now)
    return _judged(tx, one.item, one.was, one.verdict, held=held, visit=visit, desk=desk)


def ingest_text(tx: Transaction, was: Item, item: Item, *, visit: Visit, desk: Desk) -> Ingested:
    """Take a stored item again, now with the text of its article, as a revision of what it was.

    Law: what was told is not told again; only what the text adds is: a further rule, a higher severity.
    """
    verdict = Verdict(kind=VerdictKind.REVISED, of=was.id, reason=FULL_TEXT)
    tx.items.save_revision(replace(item, arrived_at=visit.now), keys=())
    held = _held(item, verdict, None, visit=visit, desk=desk)
    return _judged(tx, item, was, verdict, held=held, visit=visit, desk=desk)


def _judged(  # noqa: PLR0913  all that is known of an item by then
    tx: Transaction, item: Item, was: Item | None, verdict: Verdict, *, held: str | None, visit: Visit, desk: Desk
) -> Ingested:
    """All that follows when an item's content is news: matches, incident, deliveries, fate."""
    tally = _tally(tx, item, verdict, held=held is not None, visit=visit, desk=desk)
    finding = tally.finding
    tx.items.save_matches(finding.matches, now=visit.now)
    if held is None:
        ask_for_text(tx, item, verdict, finding, feed=visit.feed, now=visit.now)
    may_tell = was or desk.join_all or finding.matches or tally.gathers or _refers(item, verdict)
    news = _news(item, was, verdict, tally, held=held, visit=visit) if may_tell else None
    if news is None or (change := _change(tx, news, visit=visit, desk=desk)) is None:
        fate = "shadow" if finding.matches else _fate_of_counted(finding, held)
        return _settled(tx, Ingested(item=item, verdict=verdict, finding=finding, fate=fate))

    planned = told_to(tx, change, item, news.live, finding.mentions, held=held, visit=visit, desk=desk)
    tx.outbox.enqueue(planned.deliveries, now=visit.now)
    result = Ingested(
        item=item,
        verdict=verdict,
        finding=finding,
        incident_id=change.incident.id,
        fate=planned.fate if finding.matches or planned.deliveries else _fate_of_counted(finding, held),
        queued=sum(one.mute_reason is None for one in planned.deliveries),
    )
    return _settled(tx, result)


def expected(
    tx: Transaction, item: Item, finding: Finding, verdict: Verdict, *, visit: Visit, desk: Desk
) -> tuple[Incident | None, Change]:
    """What the item would come to if it came now: the incident that it would join, if any, and what that becomes.

    Law: nothing is saved.
    """
    news = _news(item, None, verdict, Tally(finding=finding), held=None, visit=visit)
    report = _spoken(news, visit=visit, desk=desk)
    joining, incident = _joining(tx, report, visit=visit, desk=desk)
    if incident:
        return incident, lifecycle.extend(incident, report, severity=news.severity, now=visit.now)
    return None, lifecycle.open_change(report, severity=news.severity, joining=joining, now=visit.now)


def _under_id(item: Item, verdict: Verdict, known: Sequence[KnownItem]) -> Item:
    """A new version of a known entry keeps the known item's id; what is new gets one that nobody has."""
    known_before = verdict.kind in {VerdictKind.REVISED, VerdictKind.UNCHANGED} and verdict.of
    name = known_before or dedup.fresh_id(item, known)
    return item if name == item.id else replace(item, id=name)


def _origin(verdict: Verdict) -> str | None:
    return verdict.of if verdict.kind is VerdictKind.DUPLICATE else None


def _held(item: Item, verdict: Verdict, first_seen: datetime | None, *, visit: Visit, desk: Desk) -> str | None:
    """The mute reason of an item that is no news although it is new to us; `first_seen`: when its origin came."""
    max_age, now = visit.feed.alert_max_age or desk.config.alert_max_age, visit.now
    revised = verdict.kind is VerdictKind.REVISED
    reason = restored_reason(item, hold_before=visit.hold_before, revised=revised, now=now)
    reason = reason or mute_reason(item, alert_max_age=max_age, baseline=visit.baseline, now=now)
    if reason or revised:
        return reason
    return old_story_reason(item, alert_max_age=max_age, first_seen=first_seen, copied_for=dedup.COPY_WINDOW, now=now)


def _tally(tx: Transaction, item: Item, verdict: Verdict, *, held: bool, visit: Visit, desk: Desk) -> Tally:
    """All that the rules say of the item, of those over several items the ones that fire by it."""
    finding = finding_of(desk.rules, item, visit.asked)
    arrival = Arrival(item=item, origin=_origin(verdict) or item.id, finding=finding, held=held, now=visit.now)

    def incident_of(found: Finding) -> str:
        report = _report_of(item, found, verdict, visit)
        joined = tx.incidents.id_of_item(item.id) or _joining(tx, report, visit=visit, desk=desk)[0].incident_id
        return joined or lifecycle.incident_id(report)

    return count_in(tx, desk.rules, arrival, incident_of=incident_of)


def _refers(item: Item, verdict: Verdict) -> bool:
    """Whether an item that matches nothing can be of an incident all the same: a copy, or one that takes back.

    Law: whoever `_change` would let pass without a match is among them. Most items are neither, and need no report.
    """
    return _origin(verdict) is not None or amendment_in(item.title, item.summary or item.body) is not None


def _fate_of_counted(finding: Finding, held: str | None) -> str | None:
    return None if not finding.counted else fate_of(held) if held else "counted"


def _grade(item: Item, feed: Feed) -> str | None:
    """The grade of who is speaking: the feed's, unless it only passes on what another said."""
    return feed.reliability if item.source == feed.source else None


def _report_of(item: Item, finding: Finding, verdict: Verdict, visit: Visit) -> Report:
    vector = visit.vectors.get(item.fingerprint, "")
    return report_of(item, finding, visit.asked, copy_of=_origin(verdict), vector=vector)


def _news(item: Item, was: Item | None, verdict: Verdict, tally: Tally, *, held: str | None, visit: Visit) -> _News:
    finding, reliability = tally.finding, _grade(item, visit.feed)
    report = _report_of(item, finding, verdict, visit)
    if tally.gathers or reliability:
        report = replace(report, rules=report.rules | tally.gathers, reliability=reliability)
    if was and verdict.reason != FULL_TEXT:  # an article that was fetched now is no new version of it
        report = replace(report, note=note_that_came(was, item))
    return _News(
        item=item,
        was=was,
        finding=finding,
        live=tuple(match for match in finding.matches if match.rule.mode == "live"),
        report=report,
        held=held,
        gathered=bool(tally.gathers),
    )


def _change(tx: Transaction, news: _News, *, visit: Visit, desk: Desk) -> Change | None:
    """Bring the report into its incident and save both; None if it belongs to none."""
    report, now = news.report, visit.now
    if news.was is not None and (incident := tx.incidents.to_revise(report.item_id)):
        known_as, told = title_told(tx, news.was, news.item), amendments_told(tx, news.item.id)
        report = _spoken(news, visit=visit, desk=desk)
        change = lifecycle.revise(incident, report, was_title=known_as, severity=news.severity, told=told, now=now)
        return revised(tx, incident, change)

    wanted = news.live or news.gathered or desk.join_all
    takes_back = amendment_of(report) is not None  # of what was told, it is told also if it matches no rule itself
    if not wanted and not takes_back and not (report.copy_of and tx.incidents.id_of_item(report.copy_of)):
        return None
    report = _spoken(news, visit=visit, desk=desk)
    joining, incident = _joining(tx, report, visit=visit, desk=desk)
    if not wanted and takes_back and not (incident and lifecycle.takes_back(report, incident)):
        return None
    if incident:
        if takes_back and incident.aside:  # what it takes back may be why another report was set aside
            incident = tx.incidents.incident(incident.id) or incident
        report = as_copy(tx, report, incident)
        return saved(tx, lifecycle.extend(incident, report, severity=news.severity, now=now), joining)
    change = lifecycle.open_change(report, severity=news.severity, joining=joining, now=now)
    if news.was and news.was.fingerprint != news.item.fingerprint:  # it matches only since it was revised: say so
        change = replace(change, was_title=news.was.title)
    if news.held and not is_restored(news.held):  # an old story, unheard, must not gather today's reports round itself
        change = replace(change, incident=lifecycle.close(change.incident, now=now))
    return saved(tx, change, joining)


def _spoken(news: _News, *, visit: Visit, desk: Desk) -> Report:
    """The report with who speaks in it, who it counts for, and the facts that it tells."""
    speech = speech_of(news.item, news.finding.mentions, visit.asked, desk.outlets)
    read = cluster.read(news.report)
    return replace(read, statements=speech.statements, voice=speech.voice, facts=speech.facts)


def _joining(tx: Transaction, report: Report, *, visit: Visit, desk: Desk) -> tuple[Joining, Incident | None]:
    """Which incident a report belongs to, and that incident; None if it opens one."""
    quiet_for, now = desk.config.incidents.quiet_for, visit.now
    origins = [report.copy_of] if report.copy_of else []
    rulings = tx.rulings.about([report.item_id, *origins])
    held = [*origins, *(ruling.item for ruling in rulings), *(ruling.other for ruling in rulings)]
    found = tx.incidents.candidates(cluster.lookup_keys(report), since=now - FOUND_FOR * quiet_for, item_ids=held)
    candidates, ruled = respected(report, found, rulings)
    joining = ruled or cluster.join(report, candidates, quiet_for=quiet_for, now=now)
    return joining, tx.incidents.current(joining.incident_id) if joining.incident_id else None


def _settled(tx: Transaction, ingested: Ingested) -> Ingested:
    """Keep what became of the item, where there is something to keep."""
    if ingested.fate or ingested.incident_id:
        tx.items.save_fate(ingested.item.id, fate=ingested.fate, incident_id=ingested.incident_id)
    return ingested
