"""Precision-recall curves as SVG drawn by hand; the drill's incident in time beside them."""

from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path

from benchmarks import incident_sets, incident_timeline
from benchmarks.incident_peers import EXACT, Peer, TfIdf
from benchmarks.incident_scores import curve
from benchmarks.incident_sets import Document, Pair

_WIDTH, _HEIGHT, _LEFT, _TOP = 560, 380, 60, 30
_COLOURS = ("#b3261e", "#1f5fa8", "#2e7d32", "#8e5bb5", "#8a6d00", "#555555")
_NEAR = 0.1  #: TF-IDF cosine of documents that could be mistaken for one event
_TITLES = {
    "headlines": "Headlines from news clusters",
    "ecbplus": "Look-alike events (ECB+)",
    "dated_stream": "A dated stream of politics",
}
_FEW = 2  #: points of something that says yes or no
Points = list[tuple[float, float]]


def write(folder: Path, ours: Callable[[Document, Document], float]) -> None:
    """One drawing for each set of pairs, and one for pairs of documents of each labelled stream."""
    folder.mkdir(parents=True, exist_ok=True)
    sets = {
        "headlines": [
            Pair(one=one.one, other=one.other, label=float(one.label >= 4.0))
            for one in incident_sets.headlines()
            if not one.tuned
        ],
        "ecbplus": _near_pairs(incident_sets.ecbplus("dev")),
        "dated_stream": _near_pairs([one for one in incident_sets.dated_stream() if not one.tuned]),
    }
    for name, pairs in sets.items():
        path = folder / f"precision-recall-{name}.svg"
        title = f"{_TITLES[name]}: one event or two? {len(pairs):,} pairs"
        path.write_text(drawing(title, _curves(pairs, ours)), encoding="utf-8")
        print(f"drawn: {path}")
    incident_timeline.write(folder)


def _near_pairs(documents: Sequence[Document]) -> list[Pair]:
    """Pairs of documents that share enough words to be mistaken for one event, and all pairs of one event."""
    near = TfIdf(documents).likeness
    return [
        Pair(one=other, other=one, label=float(one.event == other.event))
        for number, one in enumerate(documents)
        for other in documents[:number]
        if one.event == other.event or near(one, other) >= _NEAR
    ]


def _curves(pairs: Sequence[Pair], ours: Callable[[Document, Document], float]) -> dict[str, Points]:
    documents = {one.id: one for pair in pairs for one in (pair.one, pair.other)}
    tf_idf = Peer(name="TF-IDF cosine", likeness=TfIdf(list(documents.values())).likeness, threshold=0.0)
    likenesses = {"watchdesk": ours, **{peer.name: peer.likeness for peer in (*EXACT[1:], tf_idf)}}
    true = [pair.label > 0 for pair in pairs]
    return {name: curve([one(pair.one, pair.other) for pair in pairs], true) for name, one in likenesses.items()}


def drawing(title: str, curves: dict[str, Points]) -> str:
    """Curves of (recall, precision), 0..1, as one SVG document."""
    box = f"0 0 {_LEFT + _WIDTH + 20} {_TOP + _HEIGHT + 50}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" font-family="sans-serif" font-size="12">',
        '<rect width="100%" height="100%" fill="white"/>',
        f'<text x="{_LEFT}" y="18" font-size="14">{escape(title)}</text>',
        *_grid(),
    ]
    named = list(zip(curves.items(), _COLOURS, strict=False))
    for number, (name, colour) in enumerate(zip(curves, _COLOURS, strict=False)):
        below = _TOP + _HEIGHT - 12 - 16 * (len(named) - 1 - number)
        parts.append(f'<text x="{_LEFT + 12}" y="{below}" fill="{colour}">{escape(name)}</text>')
    parts += [part for (_, points), colour in reversed(named) for part in _line(points, colour)]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _line(points: Points, colour: str) -> Iterable[str]:
    """A curve; of what only says yes or no, the one point that it can reach."""
    if len(points) <= _FEW:
        recall, precision = points[0]
        yield f'<circle cx="{_x(recall):.1f}" cy="{_y(precision):.1f}" r="5" fill="{colour}"/>'
        return
    path = " ".join(f"{_x(recall):.1f},{_y(precision):.1f}" for recall, precision in _thinned(points))
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-linejoin="round"/>'


def _grid() -> Iterable[str]:
    for step in range(6):
        share = step / 5
        yield f'<path d="M{_x(share):.0f} {_TOP}V{_TOP + _HEIGHT}M{_LEFT} {_y(share):.0f}h{_WIDTH}" stroke="#ddd"/>'
        yield f'<text x="{_x(share) - 8:.0f}" y="{_TOP + _HEIGHT + 18}">{share:.1f}</text>'
        yield f'<text x="{_LEFT - 30}" y="{_y(share) + 4:.0f}">{share:.1f}</text>'
    yield f'<text x="{_LEFT + _WIDTH / 2 - 20:.0f}" y="{_TOP + _HEIGHT + 38}">recall</text>'
    yield f'<text transform="translate(16 {_TOP + _HEIGHT / 2 + 30:.0f}) rotate(-90)">precision</text>'


def _thinned(points: Points) -> Points:
    """At most some 200 points."""
    return points[:: max(1, len(points) // 200)]


def _x(recall: float) -> float:
    return _LEFT + recall * _WIDTH


def _y(precision: float) -> float:
    return _TOP + (1.0 - precision) * _HEIGHT
