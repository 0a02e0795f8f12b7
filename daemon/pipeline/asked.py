"""What is found in an item by itself, before its turn: that can be shared among processes, its way cannot. Pure.

Whether an item is a copy, or which incident it joins, depends on all that came before it; what the rules say of it, and
who speaks in it, does not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from daemon.config import Feed
from daemon.incidents import cluster
from daemon.incidents.amendments import without_notes
from daemon.incidents.attribution import statements_of, voice_of
from daemon.incidents.outlets import Outlets, outlets_of
from daemon.incidents.roles import ROLE_TAGS
from daemon.incidents.tolls import facts_of
from daemon.model import Fact, Finding, Item, Mention, Report, Statement
from daemon.rules.match import find
from daemon.rules.ruleset import RuleSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """Who speaks in an item, who it counts for, and the facts that it tells."""

    statements: tuple[Statement, ...]
    voice: str  #: empty: its source
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An item as it was when the rules were asked, what they said, and what is said in it, if that was looked for."""

    item: Item
    finding: Finding
    speech: Speech | None = None
    report: Report | None = None  #: of an original: its words are read


def outlets_of_feeds(feeds: Iterable[Feed]) -> Outlets:
    """The media that a desk with these feeds can see cited: their names and publishers beside those of the list.

    A feed whose tags say that it speaks for itself is no medium: who passes its word on has heard it.
    """
    return outlets_of((feed.label, feed.source) for feed in feeds if ROLE_TAGS.isdisjoint(map(str.casefold, feed.tags)))


def ask(rules: RuleSet, item: Item, outlets: Outlets | None = None, *, before: Asked | None = None) -> Asked:
    """What the rules say of the item; and if one holds, what is said in it, which is looked for only then.

    `outlets`: the media that it can cite; None: those that everybody knows. `before`: what was found in it under other
    rules; if they find the same names, the same is said.
    """
    finding = find(rules, item)
    if not finding.matches:
        return Asked(item=item, finding=finding)
    report = cluster.report_of(item, finding, copy_of=None)
    report = cluster.read(report, before.report if before and _is_of(before, item) else None)
    speech = speech_of(item, finding.mentions, before, outlets)
    return Asked(item=item, finding=finding, speech=speech, report=report)


def finding_of(rules: RuleSet, item: Item, asked: Asked | None) -> Finding:
    """What `find` says of the item: as it was said before, if the item is still the same but for its id."""
    if asked is None or not _is_of(asked, item):
        return find(rules, item)
    return asked.finding if asked.item.id == item.id else _under_id(asked.finding, item.id)


def speech_of(
    item: Item, mentions: Sequence[Mention], asked: Asked | None = None, outlets: Outlets | None = None
) -> Speech:
    """What is said in the item: as it was found before, if the item and its mentions are the same."""
    if asked is not None and asked.speech and asked.finding.mentions == mentions and _is_of(asked, item):
        return asked.speech
    item = replace(item, summary=without_notes(item.summary), body=without_notes(item.body))
    statements = statements_of(item, mentions, outlets)
    voice = voice_of(item, statements, outlets)
    return Speech(statements=statements, voice="" if voice == item.source else voice, facts=facts_of(item, mentions))


def report_of(item: Item, finding: Finding, asked: Asked | None, *, copy_of: str | None, vector: str) -> Report:
    """The item as a report of an event: as it was made before, if the item and what was found in it are the same."""
    if asked is None or asked.report is None or asked.finding is not finding or not _is_of(asked, item):
        return cluster.report_of(item, finding, copy_of=copy_of, vector=vector)
    return replace(asked.report, copy_of=copy_of, vector=vector)


def _is_of(asked: Asked, item: Item) -> bool:
    """Whether it was asked of this very item, under whatever id."""
    return asked.item is item or replace(asked.item, id=item.id) == item


def _under_id(finding: Finding, item_id: str) -> Finding:
    """The same finding of an item that is known under another id."""
    return replace(
        finding,
        matches=tuple(match._replace(item_id=item_id) for match in finding.matches),
        counted=tuple(replace(one, match=one.match._replace(item_id=item_id)) for one in finding.counted),
    )
