"""story.yaml -> the drill's story: its feeds, what stands in them before, and what they publish, step by step.

The story holds no dates: whoever publishes a step dates it to that moment.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from daemon import config
from daemon.model import Entry
from daemon.yamlfile import YamlFile, load_yaml

_FOLDER = Path(__file__).parent
_INTERVAL = timedelta(seconds=1)  # a desk waits for its drill
_ENTRY_KEYS = ("guid", "url", "title", "summary")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryFeed:
    """A feed of the story. Feeds of one publisher are one source."""

    id: str
    name: str
    publisher: str
    tags: tuple[str, ...]
    format: str  #: rss | atom | json | rdf
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One entry that a feed publishes. Steps of the same order appear together."""

    order: int  #: from 1; 0 for the baseline
    feed: str
    entry: Entry  #: undated
    outcome: str  #: opened | confirmed | extended | corrected: an alert with that reason; copy | nothing: none
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """All that the drill plays. Law: steps are in their order; every step's feed is one of the feeds."""

    feeds: tuple[StoryFeed, ...]
    baseline: tuple[Step, ...]
    steps: tuple[Step, ...]
    rules_file: YamlFile  #: the drill's own rules and entities

    def feeds_config(self, base_url: str) -> tuple[config.Feed, ...]:
        """The feeds as a desk would configure them, when served under `base_url`."""
        return tuple(
            config.Feed(
                id=feed.id,
                url=f"{base_url}/{feed.id}",
                name=feed.name,
                publisher=feed.publisher,
                tags=feed.tags,
                language=feed.language,
                interval=_INTERVAL,
                allow_private=True,
                direct=True,
            )
            for feed in self.feeds
        )


def load_story(folder: Path = _FOLDER) -> Story:
    """The story of a folder; without one, that which comes with the package.

    Errors: ValueError if one of its files cannot be read.
    """
    values = _values(load_yaml(folder / "story.yaml", name="drill/story.yaml"))
    rules_file = load_yaml(folder / "rules.yaml", name="drill/rules.yaml")
    _values(rules_file)
    return Story(
        feeds=tuple(StoryFeed(**{**feed, "tags": tuple(feed["tags"])}) for feed in values["feeds"]),
        baseline=tuple(_step({"order": 0, "outcome": "nothing", "comment": "", **one}) for one in values["baseline"]),
        steps=tuple(_step(one) for one in sorted(values["steps"], key=_order)),
        rules_file=rules_file,
    )


def _values(file: YamlFile) -> dict[str, Any]:
    if file.problems or not isinstance(file.value, dict):
        raise ValueError("; ".join(map(str, file.problems)) or f"{file.name} is empty")
    return file.value


def _order(step: dict[str, Any]) -> int:
    return int(step["order"])


def _step(values: dict[str, Any]) -> Step:
    rest = dict(values)
    entry = Entry(**{key: rest.pop(key) for key in _ENTRY_KEYS})
    return Step(entry=entry, **rest)
