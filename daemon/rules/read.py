"""One rule file -> its entities, rules and terms as written, each with its place. References are not looked up yet."""

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from daemon.errors import Problem
from daemon.model import Severity
from daemon.rules.condition import Condition
from daemon.rules.mapping import ConditionReader, Place
from daemon.rules.rate_conditions import RateCondition
from daemon.rules.rate_reader import read_when
from daemon.rules.shape import EntityShape, RuleShape
from daemon.rules.validate import nearest, validated
from daemon.yamlfile import YamlFile, YamlPath

_NO_DEFAULTS = ("id", "when", "tests")
_KEYS = ("entities", "rules", "terms", "defaults")


@dataclass(frozen=True, slots=True)
class ReadEntity:
    """An entity as written."""

    shape: EntityShape
    file: YamlFile
    path: YamlPath


@dataclass(frozen=True, slots=True)
class ReadRule:
    """A rule as written, its conditions read."""

    shape: RuleShape
    raw: dict[str, Any]
    when: Condition  #: what an item must say to be counted, if the rule looks at several
    unless: Condition | None
    file: YamlFile
    path: YamlPath
    rate: RateCondition | None = None
    beside: Condition | None = None  #: what the item that fires must say as well


@dataclass(frozen=True, slots=True)
class ReadTerms:
    """A named list as written."""

    name: str
    raw: Any
    condition: Condition
    file: YamlFile
    path: YamlPath


@dataclass(frozen=True, slots=True)
class ReadFile:
    """All that one file holds."""

    entities: list[ReadEntity] = field(default_factory=list)
    rules: list[ReadRule] = field(default_factory=list)
    terms: list[ReadTerms] = field(default_factory=list)
    #: Every condition text of the file and its place, so that its words can be checked when all names are known.
    places: list[tuple[YamlFile, Place]] = field(default_factory=list)
    #: Ids of entities and names of terms that are there but broken: references to them are no second problem.
    broken: set[str] = field(default_factory=set)


def read_file(file: YamlFile, problems: list[Problem]) -> ReadFile:
    """What stands in a file; what is wrong with it is added to the problems."""
    read = ReadFile()
    if file.value is None:
        return read
    if not isinstance(file.value, dict):
        problems.append(
            file.problem(
                (),
                "a rule file holds the keys entities:, rules:, terms: and defaults:; write rules: and below it - id:",
            )
        )
        return read
    problems += [
        file.problem((key,), f"unknown key {key!r}{_where_it_belongs(key)}", key=True)
        for key in file.value
        if key not in _KEYS
    ]
    conditions = ConditionReader(file, problems)
    for path, raw in _list_of(file, "entities", problems):
        shape = validated(EntityShape, raw, file, path, problems)
        if shape:
            read.entities.append(ReadEntity(shape, file, path))
        else:
            read.broken.add(str(raw.get("id")))
    _read_terms(file, conditions, read, problems)
    _read_rules(file, conditions, read, problems)
    read.places.extend((file, place) for place in conditions.places)
    return read


def _where_it_belongs(key: str) -> str:
    if key in RuleShape.model_fields or key in EntityShape.model_fields:
        return "; a rule's or entity's keys stand below its `- id:`, each indented as deep as `id`"
    close = get_close_matches(key, _KEYS, n=1)
    return f"; did you mean {close[0]!r}?" if close else f"; a rule file holds: {', '.join(_KEYS)}"


def _list_of(file: YamlFile, key: str, problems: list[Problem]) -> list[tuple[YamlPath, dict[str, Any]]]:
    raw = file.value.get(key)
    if raw is None:
        return []
    if not isinstance(raw, list):
        problems.append(file.problem((key,), f"{key} is a list: begin each of its members with '- id:'"))
        return []
    found: list[tuple[YamlPath, dict[str, Any]]] = []
    for index, one in enumerate(raw):
        if isinstance(one, dict):
            found.append(((key, index), one))
        else:
            problems.append(file.problem((key, index), f"a member of {key} is a mapping that begins with id:"))
    return found


def _read_terms(file: YamlFile, conditions: ConditionReader, read: ReadFile, problems: list[Problem]) -> None:
    raw = file.value.get("terms")
    if raw is None:
        return
    if not isinstance(raw, dict):
        problems.append(
            file.problem(
                ("terms",), "terms is a mapping of names to lists of words; write terms: {killing: [killed, dead]}"
            )
        )
        return
    for name, members in raw.items():
        path = ("terms", name)
        read.broken.add(name)
        if not isinstance(members, list):
            problems.append(file.problem(path, f"the terms {name!r} are a list of words; write {name}: [killed, dead]"))
            continue
        condition = conditions.read(members, path)
        if condition is not None:
            read.terms.append(ReadTerms(name, members, condition, file, path))
            read.broken.discard(name)


def _read_rules(file: YamlFile, conditions: ConditionReader, read: ReadFile, problems: list[Problem]) -> None:
    defaults = _defaults(file, problems)
    for path, raw in _list_of(file, "rules", problems):
        whole = {**defaults, **raw}
        shape = validated(RuleShape, whole, file, path, problems)
        conditions.languages = frozenset(shape.languages if shape else ())
        when = read_when(raw["when"], (*path, "when"), file, conditions, problems) if "when" in raw else None
        unless_path: YamlPath = (*path, "unless") if "unless" in raw else ("defaults", "unless")
        unless = None if whole.get("unless") is None else conditions.read(whole["unless"], unless_path)
        if shape and when is not None:
            read.rules.append(ReadRule(shape, whole, when.of, unless, file, path, when.rate, when.beside))


def _defaults(file: YamlFile, problems: list[Problem]) -> dict[str, Any]:
    """The fields that every rule of the file inherits; they are checked once, at their own place."""
    raw = file.value.get("defaults")
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        problems.append(
            file.problem(
                ("defaults",), "defaults is a mapping of what each rule of this file inherits: {severity: low}"
            )
        )
        return {}
    sound: dict[str, Any] = {}
    for key, value in raw.items():
        if key in _NO_DEFAULTS or key not in RuleShape.model_fields:
            known = tuple(name for name in RuleShape.model_fields if name not in _NO_DEFAULTS)
            told = f"{key!r} cannot be a default; give it in each rule"
            told = told if key in _NO_DEFAULTS else f"unknown key {key!r}{nearest(key, known)}"
            problems.append(file.problem(("defaults", key), told, key=True))
            continue
        whole = {"id": "x", "when": "x", "severity": Severity.LOW, key: value}
        if validated(RuleShape, whole, file, ("defaults",), problems):
            sound[key] = value
    return sound
