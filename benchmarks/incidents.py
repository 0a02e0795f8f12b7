"""How well reports of one event come together, and other events stay apart, on labelled sets; ours beside simple ways.

`python benchmarks/incidents.py [--quick] [--plot FOLDER] [--week WEEK] [--only SET] [--embeddings]`. Documents go the
way of `watchdesk replay --all --json`, pairs through the same decision. Figures are of the part of each set of which
nothing was learned; where it says "learned half", of the other one, so that a gap would show.
"""

import argparse
import csv
import random
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import incident_cost, incident_plot, incident_sets
from benchmarks.cached_vectors import CachedEmbedder
from benchmarks.incident_peers import EXACT, Peer, TfIdf, clusters
from benchmarks.incident_scores import (
    auc,
    b_cubed,
    best_threshold,
    curve,
    f1,
    merged_look_alikes,
    pearson,
    precision_at,
    strays,
)
from benchmarks.incident_sets import DATA, Document, Pair
from daemon.cli.replay import past_of, replay_items, replay_past, timed
from daemon.config import Feed
from daemon.embeddings import text_of
from daemon.incidents import cluster, lifecycle
from daemon.items.normalise import normalise
from daemon.model import Entry, Finding, Report, Severity
from daemon.pipeline.rehearse import Past
from daemon.rules.ruleset import RuleSet

_GRID = tuple(step / 100 for step in range(8, 62, 3))
_QUIET = timedelta(days=3)
_DRAWN = 200
_SHOWN_WEEK = "2026-W26"  #: nothing was learned from it, nor from the one after
_NO_RULES = RuleSet.empty()
_JUDGED = Path(__file__).with_name("judged_joins.csv")

Likeness = Callable[[Document, Document], float]


_EMBEDDERS: list[CachedEmbedder] = []  #: one, with --embeddings


def ours(documents: Iterable[Document]) -> list[str]:
    """The incident of each document, as `watchdesk replay --all --json` tells it."""
    made = _EMBEDDERS[0] if _EMBEDDERS else None
    return [str(one["incident"]) for one in replay_past(_past(documents), _NO_RULES, join_all=True, embedder=made)]


def _past(documents: Iterable[Document]) -> Iterator[tuple[object, Past]]:
    """The documents as they came: when they were collected, where that is known, else as `watchdesk replay` has it."""
    whole = list(documents)
    for one, (fields, now) in zip(whole, timed(one.fields for one in whole), strict=True):
        yield one.id, past_of(fields, now=datetime.fromisoformat(one.arrived) if one.arrived else now)


@lru_cache(maxsize=20_000)
def report_of_document(document: Document) -> Report:
    """The document as the daemon would compare it."""
    entry = Entry(
        guid=document.id, title=document.title, summary=document.text, url=document.url, language=document.language
    )
    item = normalise(entry, Feed.model_construct(id=document.feed or "set", url=""), now=incident_cost.NOW)
    item = item if document.feed else replace(item, source="")
    (vector,) = _EMBEDDERS[0].vectors([text_of(item.title, item.summary)]) if _EMBEDDERS else ("",)
    return cluster.report_of(item, Finding(), copy_of=None, vector=vector)


def score(one: Document, other: Document) -> float:
    """How sure the desk's own decision is that two documents tell of one event, 0..1."""
    first, second = report_of_document(one), report_of_document(other)
    incident = lifecycle.open_incident(first, severity=Severity.LOW, previous=None, now=incident_cost.NOW)
    return cluster.join(second, [incident], quiet_for=_QUIET, now=incident_cost.NOW).score


# --- streams ------------------------------------------------------------------------------------------------------


def stream_set(name: str, documents: Sequence[Document], learned: Sequence[Document], *, peers: bool) -> None:
    """Ours and the simple ways on documents in their order; TF-IDF's threshold is chosen on the learned ones."""
    print(f"\n{name}: {len(documents)} documents   B3 precision recall F1 | strays, look-alikes merged per 1,000")
    shown = [not one.tuned for one in documents]
    apart = shown if any(one.tuned for one in documents) else None
    found = ours(documents)
    _stream_row("ours", documents, found, apart)
    if apart:
        _stream_row("ours, learned half", documents, found, [not one for one in apart])
    if not peers:
        return
    for peer in EXACT:
        _stream_row(peer.name, documents, clusters(documents, peer), apart)
    tf_idf, tuning = TfIdf(documents), TfIdf(learned)
    events = [one.event for one in learned]
    bar = max(_GRID, key=lambda bar: b_cubed(tuning.clusters(learned, bar), events).f1)
    _stream_row(f"TF-IDF single pass {bar:.2f}", documents, tf_idf.clusters(documents, bar), apart)


def _stream_row(name: str, documents: Sequence[Document], found: Sequence[object], only: Sequence[bool] | None) -> None:
    events = [one.event for one in documents]
    marks = [str(one) for one in found]
    merged = merged_look_alikes(marks, events, [one.topic for one in documents]) if documents[0].topic else None
    alike = "" if merged is None else f" {merged:6.1f}"
    print(f"  {name:24} {b_cubed(marks, events, only)} | {strays(marks, events):6.1f}{alike}")


def ecbplus(*, quick: bool) -> None:
    """Look-alike events."""
    stream_set("ecbplus dev", incident_sets.ecbplus("dev"), incident_sets.ecbplus("train"), peers=True)
    if not quick:
        train = incident_sets.ecbplus("train")
        stream_set("ecbplus train (learned)", train, train, peers=False)


def neus(*, quick: bool) -> None:
    """Political news of three outlets."""
    learned = incident_sets.neus("train", events=250)
    stream_set("neus val", incident_sets.neus("val"), learned, peers=True)
    if not quick:
        stream_set("neus train, 250 events (learned)", learned, learned, peers=False)


def dated(*, quick: bool) -> None:
    """News of 145 outlets in time order."""
    documents = incident_sets.dated_stream()
    stream_set("dated_stream, half", documents, [one for one in documents if one.tuned], peers=not quick)
    print(f"  {'ours, whole':24} {b_cubed(ours(documents), [one.event for one in documents])}")


# --- pairs --------------------------------------------------------------------------------------------------------


def _likenesses(pairs: Sequence[Pair]) -> list[tuple[str, Likeness]]:
    documents = {one.id: one for pair in pairs for one in (pair.one, pair.other)}
    peers = [*EXACT, Peer(name="TF-IDF cosine", likeness=TfIdf(list(documents.values())).likeness, threshold=0.0)]
    return [("ours", score), *((peer.name, peer.likeness) for peer in peers)]


def graded_set(name: str, pairs: Sequence[Pair], same: float) -> None:
    """Pearson with the label, and the AUC of labels from `same` on; ours on the learned half beside it."""
    print(f"\n{name}: {sum(not one.tuned for one in pairs)} pairs   Pearson AUC | precision at ours' recall")
    shown = [one for one in pairs if not one.tuned]
    true = [one.label >= same for one in shown]
    scores = [score(one.one, one.other) for one in shown]
    recall = f1([one >= cluster.JOIN for one in scores], true).recall
    for peer, likeness in _likenesses(pairs):
        scores = [likeness(one.one, one.other) for one in shown]
        at = precision_at(recall, curve(scores, true))
        print(f"  {peer:24} {pearson(scores, [one.label for one in shown]):.3f} {auc(scores, true):.3f} | {at:.3f}")
    if learned := [one for one in pairs if one.tuned]:
        scores = [score(one.one, one.other) for one in learned]
        value = auc(scores, [one.label >= same for one in learned])
        print(f"  {'ours, learned half':24} {pearson(scores, [one.label for one in learned]):.3f} {value:.3f}")


def semeval(*, quick: bool) -> None:
    """Article pairs by language, and across."""
    pairs = incident_sets.semeval()
    for group in ("en", "de", "es", "tr", "pl", "ar", "across"):
        graded_set(f"semeval {group}", [one for one in pairs if one.group == group], 3.0)
    english = [one for one in pairs if one.group == "en"]
    whole = pearson([score(one.one, one.other) for one in english], [one.label for one in english])
    print(f"\nsemeval en, both halves: ours {whole:.3f}")


def headlines(*, quick: bool) -> None:
    """Headline pairs, graded by people."""
    graded_set("stsb_headlines dev", incident_sets.headlines(), 4.0)


def ru_en(*, quick: bool) -> None:
    """Russian and English pairs: one event or not."""
    pairs = incident_sets.ru_en_pairs()
    for group in ("ru", "en"):
        yes_no_set(f"ru_en_pairs {group}", [one for one in pairs if one.group == group])


def yes_no_set(name: str, pairs: Sequence[Pair]) -> None:
    """Precision, recall and F1 of joining, ours at the daemon's own bar, the simple ways at theirs."""
    print(f"\n{name}: {len(pairs)} pairs, both halves   precision recall F1 | AUC, precision at ours' recall")
    true = [one.label > 0 for one in pairs]
    recall = 0.0
    for peer, likeness in _likenesses(pairs):
        scores = [likeness(one.one, one.other) for one in pairs]
        bars = {"ours": cluster.JOIN, **{one.name: one.threshold for one in EXACT}}
        bar = bars.get(peer, best_threshold(scores, true))
        result = f1([one >= bar for one in scores], true)
        recall = result.recall if peer == "ours" else recall
        print(f"  {peer:24} {result} | {auc(scores, true):.3f} {precision_at(recall, curve(scores, true)):.3f}")
        if peer == "ours":
            for half, tuned in (("shown", False), ("learned", True)):
                inside = [number for number, one in enumerate(pairs) if one.tuned is tuned]
                part = f1([scores[number] >= bar for number in inside], [true[number] for number in inside])
                print(f"  {f'ours, {half} half':24} {part}")


def translated(*, quick: bool) -> None:
    """Whether the copies in other languages join their English document."""
    documents = incident_sets.translated()
    english = documents["eng"]
    print(
        f"\ntranslated_docs: {len(english)} events   joined and wrong, in a stream | joined at <= 1 % wrong; by halves"
    )
    languages = ("arb", "rus") if quick else ("arb", "rus", "ukr", "fas", "tur", "heb", "fra", "deu", "spa")
    for language in languages:
        copies = documents[language]
        found = ours([*english, *copies])
        homes: dict[str, set[str]] = {}
        for incident, one in zip(found, english, strict=False):
            homes.setdefault(incident, set()).add(one.event)
        told = list(zip(found[len(english) :], copies, strict=True))
        row = [_joined_share([one for one in told if one[1].tuned is half], homes) for half in (False, True)]
        sure = [_sure_share(english, [one for one in copies if one.tuned is half]) for half in (False, True)]
        print(f"  {language:24} {row[0]} | {sure[0]:.3f}   learned half {row[1]} | {sure[1]:.3f}")


def _joined_share(told: Sequence[tuple[str, Document]], homes: Mapping[str, set[str]]) -> str:
    """The shares of copies that came to their English document, and to others only.

    Two English documents in one incident are a fault of their language, not of the copies that follow them.
    """
    joined = sum(one.event in homes.get(incident, ()) for incident, one in told) / len(told)
    wrong = sum(incident in homes and one.event not in homes[incident] for incident, one in told) / len(told)
    return f"{joined:.3f} {wrong:.3f}"


def _sure_share(english: Sequence[Document], copies: Sequence[Document]) -> float:
    """The share of copies whose likest English document is theirs, above the bar that lets 1 % wrong ones pass."""
    best = []
    for copy in copies:
        likest = max(english, key=lambda one: score(one, copy))
        best.append((score(likest, copy), likest.event == copy.event))
    allowed = len(copies) // 100
    right = wrong = most = 0
    for value, is_right in sorted(best, key=lambda one: (-one[0], one[1])):
        if value <= 0.0:
            break
        right, wrong = right + is_right, wrong + (not is_right)
        most = right if wrong <= allowed else most
    return most / len(copies)


def revisions(*, quick: bool) -> None:
    """Versions of one item: by identity, and by their text alone."""
    pairs = incident_sets.revisions(limit=150 if quick else 600)
    kept = {"by identity": _kept(pairs, by_text=False), "by text alone": _kept(pairs, by_text=True)}
    print("\nrevision_pairs   share kept as one, false joins of other items of the outlet's day")
    for name, joined in kept.items():
        same = [one for one, pair in zip(joined, pairs, strict=True) if pair.label]
        other = [one for one, pair in zip(joined, pairs, strict=True) if not pair.label]
        print(f"  {'ours, ' + name:24} {sum(same) / len(same):.3f} {sum(other) / max(1, len(other)):.3f}")
    for peer in EXACT:
        shares = [
            [peer.likeness(pair.one, pair.other) >= peer.threshold for pair in pairs if bool(pair.label) is kind]
            for kind in (True, False)
        ]
        print(f"  {peer.name:24} {' '.join(f'{sum(one) / max(1, len(one)):.3f}' for one in shares)}")


def _kept(pairs: Sequence[Pair], *, by_text: bool) -> list[bool]:
    """Whether both of a pair, alone in a stream, came to one incident."""
    found = []
    for pair in pairs:
        one, other = pair.one.fields, pair.other.fields
        if by_text:
            del one["url"], other["url"]
        else:
            other["id"] = one["id"] if one["url"] == other["url"] else other["id"]
        told = [result["incident"] for result in replay_items([one, other], _NO_RULES, join_all=True)]
        found.append(told[0] == told[1])
    return found


# --- the collected stream -----------------------------------------------------------------------------------------


def stream(weeks: Sequence[str], joins: Path | None, *, seed: int) -> None:
    """Incidents a day on the collected items, and drawn joins, with what somebody who looked at them said."""
    documents = incident_sets.stream(weeks)
    found = ours(documents)
    days = len({(one.arrived or "")[:10] for one in documents})
    firsts: dict[str, Document] = {}
    drawn = []
    for incident, document in zip(found, documents, strict=True):
        if incident in firsts:
            drawn.append((firsts[incident], document))
        firsts.setdefault(incident, document)
    print(f"\nstream {' '.join(weeks)}: {len(documents)} items of {days} days; ", end="")
    print(f"{len(firsts) / days:.0f} incidents a day; {len(drawn)} joins")
    drawn = random.Random(seed).sample(drawn, min(_DRAWN, len(drawn)))
    said = judged_joins()
    looked_at = [said[key] for one, other in drawn if (key := (one.id, other.id)) in said]
    print(f"  of {len(drawn)} drawn joins {len(looked_at)} were looked at: {looked_at.count('wrong')} wrong, ", end="")
    print(f"{looked_at.count('loose')} of one story, but hardly one event")
    if joins:
        lines = [f"{a.id},{b.id},{score(a, b):.2f}\t{a.title}\t{b.title}" for a, b in drawn]
        joins.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"  they are in {joins}")


def judged_joins() -> dict[tuple[str, str], str]:
    """An item of an incident, mostly the first, and one that joined it -> `right`, `loose` or `wrong`, as looked at."""
    with _JUDGED.open(encoding="utf-8", newline="") as file:
        return {(row["first"], row["joined"]): row["verdict"] for row in csv.DictReader(file)}


SETS = {
    "ecbplus": ecbplus,
    "neus": neus,
    "dated": dated,
    "semeval": semeval,
    "ru_en": ru_en,
    "translated": translated,
    "headlines": headlines,
    "revisions": revisions,
}


def main() -> None:
    """Print every figure; with `--plot`, draw the curves too."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller samples, no stream")
    parser.add_argument("--only", action="append", choices=[*SETS, "stream", "cost"], help="only these sets")
    parser.add_argument("--week", action="append", help=f"a week of the collected stream; default: {_SHOWN_WEEK}")
    parser.add_argument("--seed", type=int, default=7, help="of the draw of joins")
    parser.add_argument("--joins", type=Path, help="a file for drawn joins of the stream, to be looked at")
    parser.add_argument("--stored", type=int, nargs="+", help="reports in the stores in which the cost is measured")
    parser.add_argument("--rulings", type=Path, help="what `watchdesk rulings` printed, to be measured alone")
    parser.add_argument("--plot", type=Path, help="a folder for the curves as SVG")
    parser.add_argument("--embeddings", action="store_true", help="with vectors of meaning, kept in a temporary file")
    chosen = parser.parse_args()
    if chosen.embeddings:
        _EMBEDDERS.append(CachedEmbedder())
    if chosen.rulings:
        yes_no_set("the desk's rulings", incident_sets.rulings(chosen.rulings))
        return
    if not DATA.is_dir():
        sys.exit(f"no labelled data at {DATA.name}: nothing to measure")
    for name, measure in SETS.items():
        if not chosen.only or name in chosen.only:
            measure(quick=chosen.quick)
            sys.stdout.flush()
    if "stream" in (chosen.only or ([] if chosen.quick else ["stream"])):
        stream(chosen.week or [_SHOWN_WEEK], chosen.joins, seed=chosen.seed)
    if "cost" in (chosen.only or ["cost"]):
        incident_cost.measure(chosen.stored or (incident_cost.SIZES[:1] if chosen.quick else incident_cost.SIZES))
    if chosen.plot:
        incident_plot.write(chosen.plot, score)


if __name__ == "__main__":
    main()
