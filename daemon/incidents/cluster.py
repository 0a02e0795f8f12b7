"""Which reports tell of the same event: one decision with a named reason and a score. Pure.

Evidence adds up as independent chances do: what rules, entities and words each leave open is multiplied. What words
say is learned (traits.py, chance.py); what rules and entities say is set by hand (likeness.py). Two reports
that name places far from each other contradict it, however alike their words are; a helicopter downed near Mosul is
not the one downed near Palmyra. The weights were set on real streams; tests hold what they must tell apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from daemon.incidents import across
from daemon.incidents.likeness import Likeness
from daemon.incidents.packed import packed, wording_of
from daemon.incidents.ranking import ranked
from daemon.language.guess import item_language
from daemon.model import Finding, Incident, Item, Joining, Report

JOIN = 0.5  #: a report joins the incident that it is at least so much like, 0..1

_TEXT = 600  #: how much of an item a report carries
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
    return {**keys, **(report.keys or _keys_of_words(report))}


def read(report: Report, known: Report | None = None) -> Report:
    """The report with what its words alone tell: packed, to be kept beside it, and as keys. It costs most of all.

    `known`: a report of the same words that was read.
    """
    if report.words and report.keys:
        return report
    words, keys = (known.words, known.keys) if known else (packed_words(report), _keys_of_words(report))
    return replace(report, words=words, keys=keys)


def packed_words(report: Report) -> bytes:
    """The wording of a report, to be kept beside it: with it in `words`, the report is compared at less cost."""
    return packed(wording_of(report).wording)


def _keys_of_words(report: Report) -> Mapping[str, float]:
    words = wording_of(report).wording
    stems = words.stems
    told = sorted((stem for stem in stems if words.rareness(stem) >= _KEY_RARENESS), key=lambda one: (-stems[one], one))
    keys = {f"w:{stem}": stems[stem] * _WORDS_TELL for stem in told[:_KEY_STEMS]}
    return {**keys, **across.lookup_keys(report)}


def join(report: Report, candidates: Sequence[Incident], *, quiet_for: timedelta, now: datetime) -> Joining:
    """The incident that a report belongs to, or none: then it opens a new one.

    Law: the order of the candidates does not matter. A closed incident, or one without a report for `quiet_for`, is
    never joined; the likest of them becomes `previous` if the report would have joined it.
    """
    origin = {report.copy_of, report.item_id}
    holding = [one for one in candidates if any(told.item_id in origin for told in one.reports)]
    scored = [(Likeness(score=1.0, reason="copy" if report.copy_of else "same item"), one) for one in holding]
    if not holding:
        told = [one for one in candidates if one.reports]
        scored = ranked(report, told, join=JOIN, is_past=partial(_is_past, quiet_for=quiet_for, now=now))
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


def _is_past(incident: Incident, *, quiet_for: timedelta, now: datetime) -> bool:
    return incident.closed_at is not None or now - incident.last_report_at > quiet_for
