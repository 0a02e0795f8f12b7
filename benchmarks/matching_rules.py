"""What the benchmark of matching runs on: items of a real stream (or generated ones), and rules made of their words.

Rules come from the stream's first six weeks only; items that nothing has seen come from its last two.
"""

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

from daemon.items.plaintext import plain_text, plain_title
from daemon.model import Item

STREAM = Path(__file__).parents[2] / "shared" / "data" / "stream"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
KINDS = {"any": 23, "boolean": 25, "near": 12, "entity": 22, "fuzzy": 6, "prefix": 5, "regex": 2, "score": 5}
_FILE_RULES = 100
_WORD = re.compile(r"[A-Za-z]{3,}")
_KEYWORDS = frozenset(["and", "not", "near", "then", "sent", "title"])
_SYLLABLES = ["ka", "ro", "mi", "ten", "sal", "ver", "don", "li", "par", "esh", "tor", "ban", "gu", "fen", "os", "ril"]


@dataclass(slots=True)
class MadeRule:
    """A rule as YAML, and its plain part: literal words and phrases that any engine can look for."""

    id: str
    kind: str
    yaml: str
    entity: str = ""  #: YAML of the entity that it asks for
    plain: list[str] = field(default_factory=list)


def texts_of(weeks: slice) -> list[str]:
    """Title and summary of each item of these weeks, as the store would hold them; generated where they are not there.

    The stream keeps texts as they stood in the XML, escaped: here they are read as XML and then as markup.
    """
    files = sorted(STREAM.glob("*.jsonl.gz"))[weeks]
    if not files:
        return _generated(3_000, seed=weeks.start or 0)
    texts = []
    for file in files:
        for line in gzip.decompress(file.read_bytes()).splitlines():
            record = json.loads(line)
            title, summary = unescape(record["title"]), unescape(record["description"] or "")
            texts.append(f"{plain_title(title)}\n{plain_text(summary)}")
    return texts


def _generated(count: int, seed: int) -> list[str]:
    chance = random.Random(1)
    words = list({"".join(chance.choices(_SYLLABLES, k=chance.randint(2, 5))) for _ in range(30_000)})
    weights = [1 / (rank + 3) for rank in range(len(words))]
    chance = random.Random(seed + 2)
    texts = []
    for _ in range(count):
        chosen = chance.choices(words, weights, k=40)
        chosen = [word.capitalize() if chance.random() < 0.2 else word for word in chosen]
        texts.append(f"{' '.join(chosen[:10])}\n{' '.join(chosen[10:])}.")
    return texts


def items_of(texts: list[str], count: int, *, seed: int) -> list[Item]:
    """Items, half of them short as in a feed and half with a body joined of five; about 135 words in the mean."""
    chance = random.Random(seed)
    order = chance.sample(range(len(texts)), len(texts))
    items = []
    for number in range(count):
        title, _, summary = texts[order[number % len(order)]].partition("\n")
        joined = chance.sample(order, 7) if number % 2 else ()
        body = " ".join(texts[one].partition("\n")[2] for one in joined)
        items.append(
            Item(
                id=str(number), feed="wire", source="wire", title=title, summary=summary, body=body,
                arrived_at=NOW, language="en",
            )
        )  # fmt: skip
    return items


class Maker:
    """Makes rules of the words of stories: each word stands in 0.01 to 0.25 % of documents of 135 words."""

    def __init__(self, texts: list[str], seed: int = 7) -> None:
        self._chance = random.Random(seed)
        documents = [" ".join(texts[at : at + 4]) for at in range(0, len(texts), 4)]
        counts = Counter(word for text in documents for word in set(map(str.lower, _WORD.findall(text))))
        least, most = max(2, len(documents) // 10_000), max(8, len(documents) // 400)
        self._usable = {word for word, count in counts.items() if least <= count <= most} - _KEYWORDS
        self._stories = [text for text in texts if sum(one.lower() in self._usable for one in _WORD.findall(text)) > 5]

    def rules(self, count: int) -> Iterator[MadeRule]:
        """So many rules of all kinds."""
        kinds = self._chance.choices(list(KINDS), list(KINDS.values()), k=count)
        for number, kind in enumerate(kinds):
            yield getattr(self, f"_{kind}")(f"r{number}")

    def _story(self) -> tuple[str, list[str]]:
        while True:
            story = self._chance.choice(self._stories)
            words = list(dict.fromkeys(word for word in _WORD.findall(story) if word.lower() in self._usable))
            if len(words) >= 5:
                self._chance.shuffle(words)
                return story, words

    def _lower(self) -> list[str]:
        while True:
            words = list(dict.fromkeys(word.lower() for word in self._story()[1]))
            if len(words) >= 5:
                return words

    def _phrase(self) -> str:
        while True:
            story, words = self._story()
            found = re.search(rf"\b{words[0]} ([A-Za-z]{{4,}})\b", story)
            if found and found[1].lower() not in _KEYWORDS:
                return f"{words[0]} {found[1]}".lower()

    def _made(self, name: str, kind: str, when: str, plain: list[str], entity: str = "") -> MadeRule:
        return MadeRule(name, kind, f"  - id: {name}\n    severity: low\n    when: {when}\n", entity, plain)

    def _any(self, name: str) -> MadeRule:
        words, phrase = self._lower()[:3], self._phrase()
        return self._made(name, "any", f"'{' | '.join(words)} | \"{phrase}\"'", [*words, phrase])

    def _boolean(self, name: str) -> MadeRule:
        words = self._lower()[:5]
        one, two, three, four, five = words
        return self._made(name, "boolean", f"({one} | {two}) & ({three} | {four}) & !{five}", words)

    def _near(self, name: str) -> MadeRule:
        first, second = self._lower()[:2], self._lower()[:2]
        when = f"({' NEAR/8 '.join(first)}) | ({' NEAR/8 '.join(second)})"
        return self._made(name, "near", when, [*first, *second])

    def _entity(self, name: str) -> MadeRule:
        aliases = [*self._story()[1][:2], *self._story()[1][:2], self._phrase().title()]
        listed = ", ".join(f"'{one}'" for one in aliases)
        entity = f"  - id: e-{name}\n    name: '{aliases[0]}'\n    kind: thing\n    aliases: [{listed}]\n"
        return self._made(name, "entity", f"'@e-{name}'", aliases, entity)

    def _fuzzy(self, name: str) -> MadeRule:
        names = [word for word in (*self._story()[1], *self._story()[1]) if len(word) >= 6][:2] or ["Gaddafi"]
        words = self._lower()[:2]
        when = f"({' | '.join(f'{one}~' for one in names)}) & ({' | '.join([*words, *self._lower()[:2]])})"
        return self._made(name, "fuzzy", when, [*names, *words])

    def _prefix(self, name: str) -> MadeRule:
        long = [word for word in (*self._lower(), *self._lower()) if len(word) >= 8][:2] or ["explosi"]
        words = self._lower()[:2]
        when = f"({' | '.join(f'{one[:6]}*' for one in long)}) & ({' | '.join([*words, *self._lower()[:3]])})"
        return self._made(name, "prefix", when, [*long, *words])

    def _regex(self, name: str) -> MadeRule:
        words = sorted(self._lower(), key=len)[-2:]
        when = f"'/\\b{words[0][:-1]}[a-z]{{1,3}}/ & /{words[1][:-2]}\\w+/ | /{words[0]}\\s+{words[1]}s?/'"
        return self._made(name, "regex", when, words)

    def _score(self, name: str) -> MadeRule:
        words = self._lower()[:4]
        one, two, three, four = words
        when = f"{{score: {{{one}: 3, {two}: 2, {three}: 2, {four}: -3}}, at_least: 4}}"
        return self._made(name, "score", when, words)


def write_rules(rules: list[MadeRule], folder: Path) -> list[Path]:
    """The rules as files of 100 rules; each file brings the entities that its rules ask for."""
    paths = []
    for start in range(0, len(rules), _FILE_RULES):
        chunk = rules[start : start + _FILE_RULES]
        entities = "".join(one.entity for one in chunk)
        path = folder / f"pack-{start // _FILE_RULES:04}.yaml"
        head = f"entities:\n{entities}" if entities else ""
        path.write_text(f"{head}rules:\n{''.join(one.yaml for one in chunk)}", encoding="utf-8")
        paths.append(path)
    return paths
