"""A rule's `when` -> what an item must say, and the condition over several items if there is one.

Such a condition is the whole `when`, or one branch of its `all`. Anywhere else `mapping.py` refuses it.
"""

from dataclasses import dataclass
from typing import Any

from daemon.errors import Problem
from daemon.rules.condition import All, Condition, EntityNamed, EntityOfKind
from daemon.rules.mapping import STATEFUL, ConditionReader
from daemon.rules.rate_conditions import NO_ITEM, Absence, Count, FirstSeen, Order, RateCondition, Spike
from daemon.rules.shape import AbsenceShape, CountShape, FirstSeenShape, OrderShape, SpikeShape
from daemon.rules.validate import validated
from daemon.yamlfile import YamlFile, YamlPath

_ORDER_KEYS = ("sequence", "within", "by")  #: a sequence's settings stand beside it, not in it


@dataclass(frozen=True, slots=True)
class ReadWhen:
    """A `when` as read."""

    of: Condition  #: what an item must say: to match, or to be counted
    rate: RateCondition | None = None
    beside: Condition | None = None  #: what the item that fires must say as well


def read_when(
    value: Any, path: YamlPath, file: YamlFile, conditions: ConditionReader, problems: list[Problem]
) -> ReadWhen | None:
    """What stands in `when`; None if it has a problem."""
    return _WhenReader(file, conditions, problems).read(value, path)


class _WhenReader:
    """Finds the condition over several items, and gives all else to the reader of conditions."""

    def __init__(self, file: YamlFile, conditions: ConditionReader, problems: list[Problem]) -> None:
        self._file, self._conditions, self._problems = file, conditions, problems

    def read(self, value: Any, path: YamlPath) -> ReadWhen | None:
        """The whole of a `when`."""
        if not isinstance(value, dict):
            return self._stateless(value, path)
        places = [(value, path, key) for key in value if key in STATEFUL]
        branches = value.get("all")
        for index, branch in enumerate(branches if isinstance(branches, list) else []):
            if isinstance(branch, dict):
                places += [(branch, (*path, "all", index), key) for key in branch if key in STATEFUL]
        if not places:
            return self._stateless(value, path)
        for _, place, key in places[1:]:
            self._refuse(
                (*place, key), f"{key}: a rule has one condition over several items; make it a rule of its own"
            )
        if len(places) > 1:
            return None
        (owner, place, key) = places[0]
        rest = self._beside(value, path, owner, key)
        read = _READERS[key](self, owner, place)
        if read is None or rest is None:
            return None
        return self._joined(*read, rest, (*place, key))

    def _stateless(self, value: Any, path: YamlPath) -> ReadWhen | None:
        condition = self._conditions.read(value, path)
        return None if condition is None else ReadWhen(condition)

    def _joined(self, of: Condition, rate: RateCondition, rest: list[Condition], path: YamlPath) -> ReadWhen | None:
        """The parts of a `when` together."""
        if not rest:
            return ReadWhen(of, rate)
        if isinstance(rate, Absence):
            self._refuse(path, "absence: there is no item that other conditions could look at; let it stand alone")
            return None
        beside = rest[0] if len(rest) == 1 else All(tuple(rest))
        return ReadWhen(beside, rate) if isinstance(rate, Order) else ReadWhen(of, rate, beside)

    def _beside(self, value: dict[str, Any], path: YamlPath, owner: dict[str, Any], key: str) -> list[Condition] | None:
        """The conditions beside it, all of which must hold."""
        own = set(_ORDER_KEYS if key == "sequence" else (key,))
        read: list[Condition | None] = []
        if owner is value:
            others = {name: one for name, one in value.items() if name not in own}
            read += [self._conditions.read(others, path)] if others else []
        else:
            for index, branch in enumerate(value["all"]):
                kept = {name: one for name, one in branch.items() if name not in own} if branch is owner else branch
                if kept != {}:
                    read.append(self._conditions.read(kept, (*path, "all", index)))
            others = {name: one for name, one in value.items() if name != "all"}
            read += [self._conditions.read(others, path)] if others else []
        sound = [one for one in read if one is not None]
        return sound if len(sound) == len(read) else None

    def _refuse(self, path: YamlPath, message: str) -> None:
        self._problems.append(self._file.problem(path, message, key=True))

    def _settings(self, owner: dict[str, Any], path: YamlPath, key: str, example: str) -> dict[str, Any] | None:
        if isinstance(owner[key], dict):
            settings: dict[str, Any] = owner[key]
            return settings
        self._refuse((*path, key), f"{key} needs a mapping: {example}")
        return None

    def _count(self, owner: dict[str, Any], path: YamlPath) -> tuple[Condition, RateCondition] | None:
        raw = self._settings(owner, path, "count", "count: {of: fire, at_least: 5, within: 1h}")
        shape = None if raw is None else validated(CountShape, raw, self._file, (*path, "count"), self._problems)
        of = self._of(raw, (*path, "count"))
        if shape is None or of is None:
            return None
        return of, Count(shape.at_least, shape.within, shape.by)

    def _spike(self, owner: dict[str, Any], path: YamlPath) -> tuple[Condition, RateCondition] | None:
        raw = self._settings(owner, path, "spike", "spike: {of: fire, ratio: 3, window: 1h, baseline: 7d, at_least: 5}")
        shape = None if raw is None else validated(SpikeShape, raw, self._file, (*path, "spike"), self._problems)
        of = self._of(raw, (*path, "spike"))
        if shape is None or of is None:
            return None
        spike = Spike(shape.ratio, shape.window, shape.baseline, shape.at_least, shape.by)
        if spike.periods < 1:
            least = f"{spike.step.days}d"
            message = (
                f"baseline: the same hours before need a day at least, and no less than the window: {least} or more"
            )
            self._problems.append(self._file.problem((*path, "spike", "baseline"), message))
            return None
        return of, spike

    def _of(self, raw: dict[str, Any] | None, path: YamlPath) -> Condition | None:
        """What an item must say to be counted."""
        return None if raw is None or "of" not in raw else self._conditions.read(raw["of"], (*path, "of"))

    def _first_seen(self, owner: dict[str, Any], path: YamlPath) -> tuple[Condition, RateCondition] | None:
        place = (*path, "first_seen")
        raw = self._settings(owner, path, "first_seen", "first_seen: {entity: {kind: person}, within: 90d}")
        shape = None if raw is None else validated(FirstSeenShape, raw, self._file, place, self._problems)
        if raw is None or shape is None:
            return None
        if shape.of is not None:
            of = self._conditions.read(shape.of, (*place, "of"))
            return None if of is None else (of, FirstSeen(shape.within, None))
        entity = self._conditions.entity(shape.entity, (*place, "entity"))
        if not isinstance(entity, (EntityNamed, EntityOfKind)):
            return None
        return entity, FirstSeen(shape.within, entity)

    def _order(self, owner: dict[str, Any], path: YamlPath) -> tuple[Condition, RateCondition] | None:
        raw = {name: owner[name] for name in _ORDER_KEYS if name in owner}
        shape = validated(OrderShape, raw, self._file, path, self._problems)
        return None if shape is None else (NO_ITEM, Order(shape.sequence, shape.within, shape.by))

    def _absence(self, owner: dict[str, Any], path: YamlPath) -> tuple[Condition, RateCondition] | None:
        raw = self._settings(owner, path, "absence", "absence: {feeds: {tags: [state-media]}, for: auto}")
        shape = None if raw is None else validated(AbsenceShape, raw, self._file, (*path, "absence"), self._problems)
        if shape is None:
            return None
        feeds = shape.feeds
        return NO_ITEM, Absence(frozenset(feeds.ids), frozenset(feeds.tags), frozenset(feeds.not_), shape.for_)


_READERS = {
    "count": _WhenReader._count,
    "spike": _WhenReader._spike,
    "first_seen": _WhenReader._first_seen,
    "sequence": _WhenReader._order,
    "absence": _WhenReader._absence,
}
