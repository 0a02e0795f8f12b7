"""The labelled sets of events -> documents and pairs in one form; read from the data beside the checkout."""

import gzip
import html
import json
import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[2] / "shared" / "data"
NEUS_LEARNED = 450  #: events of neus that words were learned from
LANGUAGES = {"eng": "en", "arb": "ar", "rus": "ru", "ukr": "uk", "fas": "fa", "heb": "he", "tur": "tr", "fra": "fr"}
_HEADING = re.compile(r"\n|  +")
_MARKUP = re.compile(r"<[^>]*>")
_LONG_HEADING = 160  #: characters; a first line beyond is no heading

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One labelled document."""

    id: str
    event: str
    title: str
    text: str = ""
    url: str | None = None
    published: str | None = None
    arrived: str | None = None  #: when it was collected; None: nobody knows
    feed: str | None = None
    language: str | None = None
    topic: str = ""  #: look-alike events share one
    tuned: bool = False  #: whether its half of the set was learned from

    @property
    def fields(self) -> dict[str, Any]:
        """What `watchdesk replay` reads."""
        known = {"url": self.url, "published": self.published, "feed": self.feed, "language": self.language}
        found = {name: value for name, value in known.items() if value}
        return {"id": self.id, "title": self.title, "summary": self.text, **found}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two documents, and how much they were found to be one: the higher, the more."""

    one: Document
    other: Document
    label: float
    tuned: bool = False
    group: str = ""


def rows_of(name: str) -> list[Row]:
    """The records of a set, such as `events/neus`."""
    with gzip.open(DATA / f"{name}.jsonl.gz", mode="rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def is_tuned(key: object) -> bool:
    """Whether what bears this key belongs to the half that is learned from; the same in every run."""
    return sha256(str(key).encode()).digest()[7] % 2 == 0


def shuffled(documents: Iterable[Document], *, seed: int = 7) -> list[Document]:
    """In an order of its own, the same in every run."""
    found = sorted(documents, key=lambda one: one.id)
    random.Random(seed).shuffle(found)
    return found


def ecbplus(split: str) -> list[Document]:
    """Documents of pairs of look-alike events, shuffled."""
    return shuffled(
        Document(
            id=row["id"],
            event=row["event"],
            title=row["title"],
            text=row["text"],
            topic=str(row["topic"]),
            tuned=split == "train",
        )
        for row in rows_of("events/ecbplus")
        if row["split"] == split
    )


def neus(split: str, *, events: int | None = None) -> list[Document]:
    """Titles and first sentences of political news, shuffled; of the events at most so many."""
    rows = [row for row in rows_of("events/neus") if row["split"] == split]
    if events is not None:
        chosen = set(random.Random(7).sample(sorted({row["event"] for row in rows}), events))
        rows = [row for row in rows if row["event"] in chosen]
    return shuffled(
        Document(id=row["id"], event=row["event"], title=row["title"], text=row["text"], tuned=split == "train")
        for row in rows
    )


def dated_stream() -> list[Document]:
    """Documents of many outlets in the order of their dates."""
    rows = sorted(rows_of("events/dated_stream"), key=lambda row: (row["date"][:10], row["date"], row["link"]))
    return [
        Document(
            id=str(number),
            event=str(row["event"]),
            title=row["title"],
            text=row["text"],
            url=row["link"],
            published=row["date"],
            feed=row["source"],
            tuned=is_tuned(row["event"]),
        )
        for number, row in enumerate(rows)
    ]


def translated() -> dict[str, list[Document]]:
    """Each language's documents, in one order of events."""
    found: dict[str, list[Document]] = {}
    for row in sorted(rows_of("events/translated_docs"), key=lambda row: str(row["event"])):
        document = Document(
            id=row["id"],
            event=row["event"],
            title=row["title"],
            text=row["text"],
            language=LANGUAGES.get(row["lang"]),
            tuned=is_tuned(row["event"]),
        )
        found.setdefault(row["lang"], []).append(document)
    return found


def semeval() -> list[Pair]:
    """Article pairs in several languages; the label is 4 for the same, 1 for nothing in common."""
    return [
        Pair(
            one=_untitled(row["pair_id"] + "a", row["text_1"], row["lang1"]),
            other=_untitled(row["pair_id"] + "b", row["text_2"], row["lang2"]),
            label=5.0 - float(row["Overall"]),
            group=row["lang1"] if row["lang1"] == row["lang2"] else "across",
            tuned=is_tuned(row["pair_id"]),
        )
        for row in rows_of("events/semeval2022_pairs")
    ]


def _untitled(name: str, text: str, language: str) -> Document:
    """A document whose heading is the beginning of its text."""
    text = text.strip()
    title = _HEADING.split(text, maxsplit=1)[0]
    if len(title) > _LONG_HEADING:
        title = title[:_LONG_HEADING].rpartition(" ")[0]
    return Document(id=name, event="", title=title, text=text[len(title) :].strip(), language=language)


def ru_en_pairs() -> list[Pair]:
    """Pairs of one language that people found to be one event, or not."""
    found = []
    for number, row in enumerate(rows_of("events/ru_en_pairs")):
        one, other = (
            Document(
                id=f"{number}{side}",
                event="",
                title=row[f"{side}_title"],
                text=row[f"{side}_text"],
                url=row[f"{side}_url"],
                language=row["lang"],
            )
            for side in ("first", "second")
        )
        tuned = is_tuned(min(one.url or "", other.url or ""))
        label = float(row["label"] == "OK")
        found.append(Pair(one=one, other=other, label=label, group=row["lang"], tuned=tuned))
    return found


def headlines() -> list[Pair]:
    """Pairs of headlines with how much they say the same, 0..5; the development part is not learned from."""
    return [
        Pair(
            one=Document(id=f"{number}a", event="", title=row["a"]),
            other=Document(id=f"{number}b", event="", title=row["b"]),
            label=float(row["score"]),
            group=row["split"],
            tuned=row["split"] == "train",
        )
        for number, row in enumerate(rows_of("duplicates/stsb_headlines"))
    ]


def revisions(*, limit: int | None = None) -> list[Pair]:
    """Two versions of an item (label 1), and as many drawn pairs of two items of one outlet and day (label 0)."""
    rows = [row for row in rows_of("duplicates/revision_pairs") if row["a"]["title"] != row["b"]["title"]]
    draw = random.Random(7)
    if limit is not None:
        rows = draw.sample(rows, limit)
    days: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        days.setdefault((row["source"], row["a"]["pubDate"][:10]), []).append(row)
    found = []
    for number, row in enumerate(rows):
        first, second = _version(f"{number}a", row, row["a"]), _version(f"{number}b", row, row["b"])
        tuned = is_tuned(row["link"])
        found.append(Pair(one=first, other=second, label=1.0, group=row["source"], tuned=tuned))
        others = [
            one
            for one in days[row["source"], row["a"]["pubDate"][:10]]
            if _address(one["link"]) != _address(row["link"])
        ]
        if others:
            other = draw.choice(others)
            stranger = _version(f"{number}c", other, other["a"])
            found.append(Pair(one=first, other=stranger, label=0.0, group=row["source"], tuned=tuned))
    return found


def _address(link: str) -> str:
    return link.partition("?")[0]


def _version(name: str, row: Row, version: Mapping[str, str]) -> Document:
    return Document(
        id=name,
        event="",
        title=version["title"],
        text=plain(version.get("description")),
        url=row["link"],
        published=version["pubDate"],
        feed=row["source"],
    )


def rulings(path: Path) -> list[Pair]:
    """What a desk ruled, as `watchdesk rulings` prints it; nothing was learned from it."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        one, other = (
            Document(
                id=item["id"], event="", title=item["title"], text=item["summary"] or item["body"], feed=item["feed"]
            )
            for item in row["items"]
            if "title" in item
        )
        found.append(Pair(one=one, other=other, label=float(row["same"]), tuned=False))
    return found


def stream_weeks() -> list[str]:
    """The collected weeks, such as `2026-W20`, the oldest first."""
    return sorted(path.name.removesuffix(".jsonl.gz") for path in (DATA / "stream").glob("*.jsonl.gz"))


def stream(weeks: Iterable[str]) -> list[Document]:
    """The collected items of these weeks, in the order in which they came; they bear no labels."""
    found = []
    for week in weeks:
        for row in rows_of(f"stream/{week}"):
            document = Document(
                id=row["id"],
                event="",
                title=row["title"],
                text=plain(row.get("description")),
                url=row["link"],
                published=row["pubDate"],
                arrived=row["collectedAt"],
                feed=row["source"],
            )
            found.append(document)
    return sorted(found, key=lambda one: one.arrived or "")


def labelled(one: Document, *, event: str, tuned: bool) -> Document:
    """A document of the stream whose event somebody has told."""
    return replace(one, event=event, tuned=tuned)


def plain(text: str | None) -> str:
    """A description without its markup."""
    return " ".join(html.unescape(_MARKUP.sub(" ", html.unescape(text or ""))).split())
