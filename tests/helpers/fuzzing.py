"""A seed's way from bytes to items, and what was wrong on it."""

import json
from datetime import UTC, datetime
from pathlib import Path

from daemon.config import Feed
from daemon.feeds.parse import _parsed
from daemon.feeds.parser_child import MAX_ENTRIES, answer
from daemon.items.normalise import normalise
from tests.helpers.mutants import mutant
from tests.helpers.wellformed import entry_faults, faults

#: Seeds that found something once, one a line; each is tried in every run.
KEPT = Path(__file__).parents[1] / "data" / "fuzz" / "seeds.txt"
_FEED = Feed(id="wire", url="https://example.org/feed")
_NOW = datetime(2016, 7, 8, 14, 0, tzinfo=UTC)


def kept_seeds() -> list[int]:
    """The seeds of the file; what stands behind a `#` says what they found."""
    lines = (line.partition("#")[0].strip() for line in KEPT.read_text(encoding="utf-8").splitlines())
    return [int(line) for line in lines if line]


def wrong_with(seed: int) -> list[str]:
    """What is wrong with what comes of a seed's document; empty if it was refused, or read as it should be.

    Law of the daemon: parsing never raises, its answer is JSON, and items are well-formed.
    """
    body, content_type = mutant(seed)
    try:
        found = answer(body, url="https://example.org/feed", content_type=content_type)
        found = json.loads(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))
        if "error" in found:
            return [] if "\n" not in found["error"] else ["an error of several lines"]
        parsed = _parsed(found)
        wrong = ["too many entries"] if len(parsed.entries) > MAX_ENTRIES else []
        for entry in parsed.entries:
            wrong += entry_faults(entry)
            wrong += faults(normalise(entry, _FEED, now=_NOW, language=parsed.language))
    except Exception as error:  # whatever it is, it would be the daemon's
        return [f"{type(error).__name__}: {error}"]
    return wrong
