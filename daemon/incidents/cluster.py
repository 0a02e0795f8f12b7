"""Which reports tell of the same event: one decision with a named reason and a score. Pure.

Evidence adds up as independent chances do: what rules, entities and words each leave open is multiplied. What words
say is learned (traits.py, chance.py); what rules and entities say is set by hand (likeness.py). Two reports
that name places far from each other contradict it, however alike their words are; a helicopter downed near Mosul is
not the one downed near Palmyra. The weights were set on real streams; tests hold what they must tell apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from daemon.incidents import across, doubt
from daemon.incidents.chance import Said, in_words, said
from daemon.incidents.closeness import with_meaning
from daemon.incidents.gathered import gathered_of
from daemon.incidents.likeness import OTHER_MAGNITUDE, Alike, Likeness, Side, compare, magnitudes_apart, side
from daemon.incidents.packed import packed, wording_of
from daemon.incidents.series import are_editions, may_be_one_live_page, tells_of_many
from daemon.incidents.versions import SURE, is_version
from daemon.language.guess import item_language
from daemon.model import Finding, Incident, Item, Joining, Report

JOIN = 0.5  #: a report joins the incident that it is at least so much like, 0..1

_TEXT = 600  #: how much of an item a report carries
_COMPARED = 12  #: reports of one incident that a new one is compared with: the first, and the latest
_BEST = 3  #: reports whose likeness counts
_KEY_STEMS = 16  #: words of a report that are keys
_KEY_RARENESS = 3.0  #: a word in more than one of twenty reports is no key
_ENTITY_TELLS, _RULE_TELLS, _WORDS_TELL = 1.0, 0.25, 1.0


def report_of(item: Item, finding: Finding, *, copy_of: str | None, vector: str = "") -> Report:
    """The item as a report of an event; what only shadow rules say of it does not count."""
    return Report(
        item_id=item.id,
        feed=item.feed,
        source=item.source,
        title=item.title,
        text=(item.summary or item.body)[:_TEXT],
        url=item.url,
        arrived_at=item.arrived_at,
        published_at=item.published_at,
        rules=frozenset(match.rule.id for match in finding.matches if match.rule.mode == "live"),
        entities=frozenset(mention.entity for mention in finding.mentions),
        kinds={mention.entity: mention.kind for mention in finding.mentions},
        ancestors={mention.entity: mention.within for mention in finding.mentions if mention.within},
        copy_of=copy_of,
        vector=vector,
        language=item_language(item.language, f"{item.title} {item.summary or item.body}"),
    )


def lookup_keys(report: Report) -> Mapping[str, float]:
    """The keys under which incidents are found that a report could belong to, and how much each tells.

    Keys are entities, rules, the words that say most of the report, by use and rareness, and what other languages
    would say as well (across.py).
    """
    keys = dict.fromkeys((f"e:{entity}" for entity in sorted(report.entities)), _ENTITY_TELLS)
    keys |= dict.fromkeys((f"r:{rule}" for rule in sorted(report.rules)), _RULE_TELLS)
    words = wording_of(report).wording
    stems = words.stems
    told = sorted((stem for stem in stems if words.rareness(stem) >= _KEY_RARENESS), key=lambda one: (-stems[one], one))
    keys |= {f"w:{stem}": stems[stem] * _WORDS_TELL for stem in told[:_KEY_STEMS]}
    return {**keys, **across.lookup_keys(report)}


def packed_words(report: Report) -> bytes:
    """The wording of a report, to be kept beside it: with it in `words`, the report is compared at less cost."""
    return packed(wording_of(report).wording)


def join(report: Report, candidates: Sequence[Incident], *, quiet_for: timedelta, now: datetime) -> Joining:
    """The incident that a report belongs to, or none: then it opens a new one.

    Law: the order of the candidates does not matter. A closed incident, or one without a report for `quiet_for`, is
    never joined; the likest of them becomes `previous` if the report would have joined it.
    """
    origin = {report.copy_of, report.item_id}
    holding = [one for one in candidates if any(told.item_id in origin for told in one.reports)]
    scored = [(Likeness(score=1.0, reason="copy" if report.copy_of else "same item"), one) for one in holding]
    if not holding:
        scored = _scored(report, [one for one in candidates if one.reports])
    scored.sort(key=lambda pair: (pair[0].score, pair[1].last_report_at, pair[1].id), reverse=True)
    alike = [(likeness, one) for likeness, one in scored if likeness.score >= JOIN]
    for likeness, one in alike:
        if not _is_past(one, quiet_for=quiet_for, now=now):
            return Joining(incident_id=one.id, reason=likeness.reason, score=likeness.score)
    if alike:
        likeness, one = alike[0]
        return Joining(incident_id=None, reason="follows a past incident", score=likeness.score, previous=one.id)
    reason = "nothing alike enough" if scored else "nothing to compare with"
    return Joining(incident_id=None, reason=reason, score=scored[0][0].score if scored else 0.0)


def _scored(report: Report, candidates: Sequence[Incident]) -> list[tuple[Likeness, Incident]]:
    """The likeness to each candidate that the report can belong to.

    Why none to a page of many events, and none of it: who joins a live page is hidden by what that tells next. Only a
    later version of a live page may join that page.
    """
    possible = [(one, told) for one in candidates if (told := _of_one_event(report, one))]
    words = wording_of(report).wording
    own, gathered = side(report, words), [gathered_of(told) for _, told in possible]
    return [
        (_against(own, list(map(side, told, few.kept)), _alike(report, told, found)), incident)
        for (incident, told), few, found in zip(possible, gathered, said(words, gathered), strict=True)
    ]


def _of_one_event(report: Report, incident: Incident) -> Sequence[Report]:
    """The reports of an incident to compare with; none, if the report is another edition of one of them."""
    told = _compared(incident)
    if tells_of_many(report):
        return [one for one in told if may_be_one_live_page(report, one) or is_version(report, one)]
    told = [one for one in told if not tells_of_many(one) or is_version(report, one)]
    return () if any(are_editions(report, one) for one in told) else told


def _alike(report: Report, told: Sequence[Report], found: Said) -> Alike:
    """What words say, or if it is more, what reports in other languages say; and meaning, where it is known."""
    if any(is_version(report, one) for one in told):
        return Alike(SURE, "a later version")
    by_words = Alike(found.chance)
    if found.traits is not None:
        held = doubt.held(found.chance, report, told, found.likest, found.traits)
        by_words = Alike(held, f"wording ({in_words(found.traits)})")
    foreign = across.kinship(report, told)
    return with_meaning(report, told, foreign if foreign.chance > by_words.chance else by_words)


def _against(report: Side, told: Sequence[Side], alike: Alike) -> Likeness:
    """A report's likeness to an incident: that to the likest report, held down by that to the next likest.

    Why not the likest alone: a chain of reports, each like the one before, would lead from one event to the next.
    """
    found = [compare(report, one, alike) for one in told]
    if _is_other_quake(report, told):
        found = [
            replace(likeness, score=likeness.score * OTHER_MAGNITUDE) if one.words.magnitude is None else likeness
            for likeness, one in zip(found, told, strict=True)
        ]
    ranked = sorted(found, key=lambda one: one.score, reverse=True)[:_BEST]
    mean = sum(one.score for one in ranked) / len(ranked)
    return Likeness(score=(ranked[0].score + mean) / 2.0, reason=ranked[0].reason)


def _is_other_quake(report: Side, told: Sequence[Side]) -> bool:
    """Whether the strengths that an incident tells are all clearly another than the report's: an aftershock's."""
    measured = [one for one in told if one.words.magnitude is not None]
    return bool(measured) and all(magnitudes_apart(report.words, one.words) for one in measured)


def _compared(incident: Incident) -> Sequence[Report]:
    """The first report and the latest ones."""
    told = incident.reports
    return told if len(told) <= _COMPARED else told[:1] + told[1 - _COMPARED :]


def _is_past(incident: Incident, *, quiet_for: timedelta, now: datetime) -> bool:
    return incident.closed_at is not None or now - incident.last_report_at > quiet_for
