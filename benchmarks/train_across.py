"""Learn what reports in different languages have in common when they tell of one event.

`python benchmarks/train_across.py` writes `daemon/incidents/across.json`: how rare each concept is among news, and how
much each trait of two reports weighs. Read are the first four weeks of the stream, one half by a hash of the events of
the translated documents, and of the pairs across languages. A translation says all that its original says; other
outlets do not. So each pair is also learned from with only its titles, with short texts, and with the beginning of one
text against the middle of the other. Look-alike events of different outlets are learned from in one language, from
which a part of the names and concepts is taken away. Needs scikit-learn; the daemon does not.
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from math import log
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import incident_sets
from benchmarks.incident_sets import DATA, Document
from benchmarks.incidents import report_of_document
from daemon.incidents import across
from daemon.incidents.concepts import table
from daemon.incidents.marks import Marks, are_foreign, forget, marks

_TABLE = Path(__file__).parents[1] / "daemon" / "incidents" / "across.json"
_WEEKS = 4
_CUTS = ((0, 600), (0, 250), (0, 120), (250, 600), (0, 0))  #: parts of a text that an outlet may have written
_OTHERS = 8  #: documents of other events, the likest of them, that a document is learned not to be like
_SAME = 4  #: … and of its own event, that it is learned to be like

_KNOWN_AGAIN = 0.75  #: of the names and concepts of translated documents, how many were found on the other side
_DRAWN = 400  #: documents of a stream in one language that are compared with all others
_LEAST = 300  #: a source of fewer examples weighs less than the others
_WARY = 0.4  #: a wrong merge hides an event: likelier than not is not enough

Example = tuple[across.Traits, bool]


def concepts() -> dict[str, float]:
    """Concept -> the logarithm of one report in how many that tells of it."""
    counts: Counter[str] = Counter()
    documents = incident_sets.stream(incident_sets.stream_weeks()[:_WEEKS])
    for one in documents:
        counts.update(marks(report_of_document(one)).concepts.keys())
    return {name: round(log((len(documents) + 1) / (counts[name] + 1)), 2) for name in table()}


def cut(document: Document, part: tuple[int, int]) -> Document:
    """The document with a part of its text only."""
    return replace(document, text=document.text[part[0] : part[1]])


def examples() -> Iterator[Example]:
    """Pairs of translated documents in two languages: of one event, and of the likest others."""
    draw = random.Random(7)
    told = {
        language: [one for one in documents if one.tuned]
        for language, documents in sorted(incident_sets.translated().items())
    }
    pairs = [(one, other) for one in told for other in told if one < other]
    for one, other in pairs:
        hub = "eng" in (one, other)
        for part, counterpart in [(draw.choice(_CUTS), draw.choice(_CUTS)) for _ in range(4 if hub else 1)]:
            yield from _pair_examples([cut(x, part) for x in told[one]], [cut(x, counterpart) for x in told[other]])


def _pair_examples(documents: Sequence[Document], others: Sequence[Document]) -> Iterator[Example]:
    for document in documents:
        report = report_of_document(document)
        own = marks(report)
        found = [
            (across.traits_of(own, marks(report_of_document(other))), document.event == other.event)
            for other in others
            if are_foreign(report, report_of_document(other))
        ]
        found.sort(key=_alike, reverse=True)
        yield from [one for one in found if not one[1]][:_OTHERS]
        yield from [one for one in found if one[1]]


def real_pairs() -> Iterator[Example]:
    """Pairs of two outlets in two languages, as people judged them."""
    for pair in incident_sets.semeval():
        if pair.group == "across" and pair.tuned and not 2.0 < pair.label < 3.0:
            one, other = (marks(report_of_document(each)) for each in (pair.one, pair.other))
            yield across.traits_of(one, other), pair.label >= 3.0


def degraded(marks: Marks, draw: random.Random) -> Marks:
    """The marks as another language would keep them: some names and concepts are not known again."""
    names = {name: weight for name, weight in marks.names.items() if draw.random() < _KNOWN_AGAIN}
    lost = marks.names.keys() - names.keys()
    return replace(
        marks,
        skeletons={bare: word for bare, word in marks.skeletons.items() if word not in lost},
        concepts={name: weight for name, weight in marks.concepts.items() if draw.random() < _KNOWN_AGAIN},
    )


def look_alikes(documents: Sequence[Document], draw: random.Random) -> Iterator[Example]:
    """What outlets of one language told of one event, and of the likest others, as if in two languages."""
    told = [marks(report_of_document(one)) for one in documents]
    far = [degraded(one, draw) for one in told]
    for place in draw.sample(range(len(documents)), min(len(documents), _DRAWN)):
        found = [
            (across.traits_of(told[place], other), documents[place].event == documents[number].event)
            for number, other in enumerate(far)
            if number != place
        ]
        found.sort(key=_alike, reverse=True)
        yield from [one for one in found if not one[1]][:_OTHERS]
        yield from [one for one in found if one[1]][::3][:_SAME]


def _alike(example: Example) -> float:
    return example[0].names + example[0].concepts + example[0].evidence


def learn() -> None:
    """Fit the logistic regression, each source weighing as one, and write its weights in the traits' units."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    draw = random.Random(7)
    streams = [incident_sets.ecbplus("train"), incident_sets.neus("train", events=250)]
    streams.append([one for one in incident_sets.dated_stream() if one.tuned])
    sources = [list(examples()), list(real_pairs()), *(list(look_alikes(one, draw)) for one in streams)]
    found = [(*one, 1.0 / max(_LEAST, len(told))) for told in sources for one in told]
    names = list(asdict(found[0][0]))
    rows = np.array([[asdict(traits)[name] for name in names] for traits, _, _ in found])
    same = np.array([one for _, one, _ in found])
    weights = np.array([weight * 20_000 for _, _, weight in found])
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=0.3, max_iter=2_000).fit(scaler.transform(rows), same, sample_weight=weights)
    slopes = model.coef_[0] / scaler.scale_
    intercept = float(model.intercept_[0] - (slopes * scaler.mean_).sum()) - _WARY
    learned = {"intercept": intercept, **dict(zip(names, map(float, slopes), strict=True))}
    write(weights={name: round(value, 3) for name, value in learned.items()})
    print(f"{len(found)} examples, {int(same.sum())} of one event\n{learned}")


def write(weights: dict[str, float] | None = None, rare: dict[str, float] | None = None) -> None:
    """Put what was learned into the table, and leave the rest of it."""
    known = json.loads(_TABLE.read_text(encoding="utf-8")) if _TABLE.exists() else {"concepts": {}, "weights": {}}
    known["concepts"] = rare if rare is not None else known["concepts"]
    known["weights"] = weights if weights is not None else known["weights"]
    _TABLE.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Count the concepts, then learn the weights."""
    if not DATA.is_dir():
        sys.exit(f"no labelled data at {DATA.name}: nothing to learn from")
    if not _TABLE.exists():
        write()
    write(rare=concepts())
    forget()
    learn()


if __name__ == "__main__":
    main()
