"""Names that config and rules use of each other, and whether they lead anywhere.

Config and rules are read apart, and either may be wrong: what is said here is read from the raw values of both, so
that it stands beside all else that is wrong.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from daemon.config import Config
from daemon.configfile import routes_in
from daemon.errors import Problem
from daemon.incidents.roles import ROLE_TAGS
from daemon.model import RuleFacts, Severity
from daemon.receiving import Route
from daemon.rules.load import Rule, RuleSet, rule_files
from daemon.rules.rate_conditions import Absence
from daemon.section import one_or_more
from daemon.yamlfile import YamlFile, YamlPath, load_yaml

_ALIKE = 0.88  #: of two tags, from 0 to 1
_SHOWN = 5  #: names in a list, before "and n more"


@dataclass(frozen=True, slots=True)
class ConfigNames:
    """The names that a config gives to receivers and feeds."""

    receivers: tuple[str, ...]
    feeds: frozenset[str]
    feed_tags: frozenset[str]

    @classmethod
    def of(cls, file: YamlFile) -> "ConfigNames | None":
        """The names in the raw values of a config; None if it cannot be read at all."""
        value = _mapping(file.value)
        if not value:
            return None
        feeds = [_mapping(feed) for feed in _sequence(value.get("feeds"))]
        return cls(
            receivers=tuple(map(str, _mapping(value.get("receivers")))),
            feeds=frozenset(str(feed.get("id")) for feed in feeds),
            feed_tags=frozenset(str(tag) for feed in feeds for tag in _names(feed.get("tags"))),
        )


def rules_folder(file: YamlFile, path: Path) -> Path:
    """Where the rules are, also for a config that is wrong elsewhere."""
    named = _mapping(file.value).get("rules")
    return path.resolve().parent / (named if isinstance(named, str) else "rules")


@dataclass(frozen=True, slots=True)
class RuleNames:
    """The names that rule files give to rules, tags and entities."""

    severities: Mapping[str, str]  #: of each rule
    tags: frozenset[str]
    entities: frozenset[str]

    @classmethod
    def of(cls, rules: RuleSet) -> "RuleNames":
        """The names of rules that work."""
        facts = [rule.facts for rule in rules.rules.values()]
        tags = frozenset(tag for one in facts for tag in one.tags)
        return cls({one.id: one.severity for one in facts}, tags, frozenset(rules.entities))

    @classmethod
    def in_folder(cls, folder: Path) -> "RuleNames | None":
        """The names in the raw values of files, whatever is wrong with them; None if one cannot be read at all."""
        files = [load_yaml(path) for path in rule_files(folder)]
        if not files or any(file.problems for file in files):
            return None
        values = [_mapping(file.value) for file in files]
        rules = [
            {**_mapping(value.get("defaults")), **_mapping(one)}
            for value in values
            for one in _sequence(value.get("rules"))
        ]
        entities = [_mapping(one) for value in values for one in _sequence(value.get("entities"))]
        return cls(
            severities={str(rule.get("id")): str(rule.get("severity")) for rule in rules},
            tags=frozenset(tag for rule in rules for tag in _names(rule.get("tags"))),
            entities=frozenset(str(one.get("id")) for one in entities),
        )


def config_problems(file: YamlFile, rules: RuleNames, names: ConfigNames) -> list[Problem]:
    """What the config's routes name of rules and feeds that is not there; a tag may come later, so it is a warning."""
    found = []
    for at, route in routes_in(file.value):
        for key, known, what in (
            ("rules", rules.severities.keys(), "there is no rule {!r}"),
            ("entities", rules.entities, "there is no entity {!r}"),
            ("tags", rules.tags, "no rule has the tag {!r}"),
            ("feed_tags", names.feed_tags, "no feed has the tag {!r}"),
        ):
            severity = "error" if key in {"rules", "entities"} else "warning"
            for name, place in _placed(route.get(key), (*at, key)):
                if name not in known:
                    said = f"{what.format(name)}{_near(name, known)}"
                    found.append(file.problem(place, said, severity=severity))
    return [*found, *_silence_problems(file, rules, names)]


def _silence_problems(file: YamlFile, rules: RuleNames, names: ConfigNames) -> Iterator[Problem]:
    """What silences name that is not there, and critical rules of which nobody said that they are meant."""
    for index, silence in enumerate(map(_mapping, _sequence(_mapping(file.value).get("silences")))):
        known = {"rule": rules.severities.keys(), "entity": rules.entities, "feed": names.feeds}
        for kind, key in (("rule", "rules"), ("entity", "entities"), ("feed", "feeds")):
            for name, place in _placed(silence.get(key), ("silences", index, key)):
                if name not in known[kind]:
                    yield file.problem(place, f"there is no {kind} {name!r}{_near(name, known[kind])}")
                elif kind == "rule" and _is_critical(rules, name) and silence.get("hold_critical") is not True:
                    mend = "write hold_critical: true if its alerts are to be held back"
                    yield file.problem(place, f"rule {name!r} is critical; {mend}")


def _is_critical(rules: RuleNames, name: str) -> bool:
    return rules.severities[name] == Severity.CRITICAL


def unrouted(file: YamlFile, config: Config, rules: RuleSet) -> list[Problem]:
    """Live rules of which nobody hears: no route takes them, and they notify nobody themselves."""
    if not config.routes:
        return []
    silent = [rule.facts.id for rule in rules.rules.values() if _is_silent(rule, config)]
    if not silent:
        return []
    more = f" and {len(silent) - _SHOWN} more" if len(silent) > _SHOWN else ""
    said = f"no route takes what these rules find: {', '.join(silent[:_SHOWN])}{more}"
    return [file.problem(("routes",), said, key=True, severity="warning")]


def unread(file: YamlFile, config: Config, rules: RuleSet) -> list[Problem]:
    """Receivers that nothing leads to: no route, no rule, and none of what else the config tells."""
    if not config.routes:
        return []
    named = {config.operators, *(name for rule in rules.rules.values() for name in rule.facts.notify)}
    named |= {one.fallback or "" for one in config.receivers.values()}
    named |= {name for told in (config.handover, config.alive) if told for name in told.to}
    waiting = list(config.routes)
    while waiting:
        route = waiting.pop()
        named |= {*route.to, *(name for step in route.escalate for name in step.to)}
        waiting += route.routes
    said = "nothing leads to this receiver: no route, no rule's notify, no escalation; give it a route, or remove it"
    return [
        file.problem(("receivers", name), said, key=True, severity="warning")
        for name in config.receivers
        if name not in named
    ]


def misspelled_tags(file: YamlFile) -> Iterator[Problem]:
    """Feeds' tags that are nearly ones that say for whom a feed speaks: with a letter missing they say nothing."""
    for index, feed in enumerate(map(_mapping, _sequence(_mapping(file.value).get("feeds")))):
        for tag, place in _placed(feed.get("tags"), ("feeds", index, "tags")):
            near = get_close_matches(tag.casefold(), ROLE_TAGS, n=1, cutoff=_ALIKE)
            if near and tag.casefold() not in ROLE_TAGS:
                said = f"the tag {tag!r} says nothing of whom the feed speaks for; is {near[0]!r} meant?"
                yield file.problem(place, said, severity="note")


def _is_silent(rule: Rule, config: Config) -> bool:
    facts = rule.facts
    return facts.mode == "live" and not facts.notify and not _may_be_taken(facts, config.routes)


def _may_be_taken(facts: RuleFacts, routes: Sequence[Route]) -> bool:
    """Whether any route fits, as far as the rule alone decides: what is under a route, it takes itself at worst."""
    return any(
        (route.min_severity is None or facts.severity.rank >= route.min_severity.rank)
        and (not route.rules or facts.id in route.rules)
        and (not route.tags or not set(facts.tags).isdisjoint(route.tags))
        for route in routes
    )


def set_problems(rules: RuleSet, names: ConfigNames, folder: Path) -> list[Problem]:
    """The same as `file_problems` from rules that are loaded: their files are read again only if something is wrong."""
    found = [problem for rule in rules.rules.values() for problem in _set_problems(rule, names)]
    return (file_problems(folder, names) or found) if found else []


def _set_problems(rule: Rule, names: ConfigNames) -> Iterator[Problem]:
    named: list[tuple[str, Collection[str]]] = [("notify", rule.facts.notify)]
    named += [("ids", rule.feed_ids), ("tags", rule.feed_tags), ("not", rule.feeds_not)]
    if isinstance(rule.rate, Absence):
        named += [("ids", rule.rate.ids), ("tags", rule.rate.tags), ("not", rule.rate.but)]
    for key, given in named:
        for name in sorted(given):
            if wrong := _wrong(key, name, rule.facts.id, names):
                yield Problem(rule.file, rule.line, 0, *wrong)


def file_problems(folder: Path, names: ConfigNames) -> list[Problem]:
    """Receivers and feeds that rules name and the config does not know, each at its place, also beside broken rules."""
    return [problem for path in rule_files(folder) for problem in _file_problems(load_yaml(path), names)]


def _file_problems(file: YamlFile, names: ConfigNames) -> Iterator[Problem]:
    value = _mapping(file.value)
    owners: list[tuple[YamlPath, Mapping[Any, Any]]] = [(("defaults",), _mapping(value.get("defaults")))]
    owners += [(("rules", index), _mapping(rule)) for index, rule in enumerate(_sequence(value.get("rules")))]
    for path, owner in owners:
        given = list(_placed(owner.get("notify"), (*path, "notify")))
        keyed = [("notify", *one) for one in given]
        absence = _mapping(_mapping(owner.get("when")).get("absence"))
        filters: list[tuple[Any, YamlPath]] = [(owner.get("feeds"), (*path, "feeds"))]
        filters.append((absence.get("feeds"), (*path, "when", "absence", "feeds")))
        for feeds, place in filters:
            for key in ("ids", "tags", "not"):
                keyed += [(key, *one) for one in _placed(_mapping(feeds).get(key), (*place, key))]
        for key, name, at in keyed:
            if wrong := _wrong(key, name, str(owner.get("id", "of this file's defaults")), names):
                yield file.problem(at, wrong[0], severity=wrong[1])


def _wrong(key: str, name: str, rule: str, names: ConfigNames) -> tuple[str, str] | None:
    """What is wrong with a name, and how bad that is; None if it leads somewhere."""
    if key == "notify" and name not in names.receivers:
        known = ", ".join(names.receivers)
        return f"rule {rule!r} notifies {name!r}; the config's receivers are: {known}", "error"
    if key == "ids" and name not in names.feeds:
        return f"rule {rule!r} asks the feed {name!r}; the config has no such feed{_near(name, names.feeds)}", "error"
    if key == "tags" and name not in names.feed_tags:
        return (
            f"rule {rule!r} asks feeds with the tag {name!r}; no feed has it{_near(name, names.feed_tags)}",
            "warning",
        )
    if key == "not" and name not in names.feeds | names.feed_tags:
        return f"rule {rule!r} passes over {name!r}; no feed has this id or tag", "warning"
    return None


def _near(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name, sorted(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def _placed(value: Any, path: YamlPath) -> Iterable[tuple[str, YamlPath]]:
    """Names with their places, from a list or from one that stands for a list."""
    if isinstance(value, str):
        return [(value, path)]
    return [(name, (*path, index)) for index, name in enumerate(_sequence(value)) if isinstance(name, str)]


def _names(value: Any) -> list[str]:
    return [name for name in _sequence(one_or_more(value)) if isinstance(name, str)]


def _mapping(value: Any) -> Mapping[Any, Any]:
    return value if isinstance(value, dict) else {}


def _sequence(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else []
