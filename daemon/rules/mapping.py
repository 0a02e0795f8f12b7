"""A condition as it stands in a YAML file -> a condition tree; what is wrong with it, with its place."""

import re
from collections.abc import Callable
from typing import Any as Anything
from typing import NamedTuple

from daemon.errors import Problem
from daemon.rules.caret import offset_position, query_problem
from daemon.rules.check import ALL_SMALL, NOT_NEAR, are_all_small, can_stand_near
from daemon.rules.condition import (
    FUZZY_100,
    NEAR_WORDS,
    All,
    Any,
    AtLeast,
    Condition,
    EntityNamed,
    EntityOfKind,
    Exact,
    Fuzzy,
    Near,
    Not,
    Pattern,
    Phrase,
    Prefix,
    Score,
    Sentence,
    Suffix,
    Terms,
    Title,
    Word,
)
from daemon.rules.query import Doubt, QueryError, parse_query
from daemon.yamlfile import YamlFile, YamlPath

#: Conditions over several items: read by `rate_reader.py`, and only at the top of a rule's `when`.
STATEFUL = frozenset({"count", "spike", "first_seen", "sequence", "absence"})
NOT_HERE = "a condition over several items is the whole `when` of a rule, or one branch of its `all`; not so here"
_COMPANIONS = {"within": {"near", "then"}, "at_least": {"of", "score", "fuzzy"}}

_Reader = Callable[["ConditionReader", Anything, YamlPath, dict[str, Anything]], Condition | None]


_HASHTAG = re.compile(r"(?<=[^\S\n])#[^\s#!][^\s]*")


class Place(NamedTuple):
    """The tree of one value of a file, so that its words can be checked when all names are known."""

    condition: Condition
    path: YamlPath
    query: str | None  #: as written; None for a value under a key that says what it is
    languages: frozenset[str]  #: of its rule
    is_key: bool = False
    is_beside_others: bool = False  #: which must be near it


class ConditionReader:
    """Reads the conditions of one file and gathers their problems."""

    def __init__(self, file: YamlFile, problems: list[Problem]) -> None:
        self._file = file
        self._problems = problems
        self._remarks = _remarks(file.text)
        self.places: list[Place] = []  #: of every scalar
        self.languages: frozenset[str] = frozenset()  #: of the rule that is being read

    def read(self, value: Anything, path: YamlPath) -> Condition | None:
        """The tree of a value; None if it has a problem."""
        if isinstance(value, str):
            return self._query(value, path)
        if isinstance(value, list):
            return self._gathered(value, path, Any)
        if isinstance(value, dict):
            return self._mapping(value, path)
        if value is None:
            self._refuse(path, "an empty condition would match everything; write a word, or remove it")
            return None
        if isinstance(value, bool):
            self._refuse(path, f"{str(value).lower()} is no condition; put quotes round a word")
            return None
        return self._noted(Word(self._file.written.get(path, str(value))), path)

    def entity(self, value: Anything, path: YamlPath) -> Condition | None:
        """The tree of what stands under `entity`; None if it has a problem."""
        return self._entity(value, path, {})

    def _query(self, text: str, path: YamlPath, *, is_key: bool = False) -> Condition | None:
        doubts: list[Doubt] = []
        try:
            condition = parse_query(text, doubts)
        except QueryError as error:
            self._problems.append(query_problem(self._file, path, text, error, key=is_key))
            return None
        if not is_key:
            self._note_cut(path, text)
        for doubt in doubts:
            line, column = offset_position(self._file, path, text, doubt.offset, key=is_key)
            problem = Problem(self._file.name, line, column, doubt.message, severity="warning")
            if problem not in self._problems:  # what stands in defaults is read once a rule
                self._problems.append(problem)
        self.places.append(Place(condition, path, text, self.languages, is_key))
        return condition

    def _note_cut(self, path: YamlPath, text: str) -> None:
        """A query behind which YAML took for a remark what may have been meant: `protest #BlackLivesMatter`."""
        line, column = self._file.position(path)
        remark = self._remarks.get(line)
        if remark is None or remark.column < column or not remark.before[column - 1 :].startswith(text):
            return
        said = f"{remark.text!r} is a remark for YAML and no part of the query; put single quotes round the whole query"
        mend = f"{said}, or a space after # if it is a remark"
        problem = Problem(self._file.name, line, remark.column, mend, severity="warning")
        if problem not in self._problems:
            self._problems.append(problem)

    def _noted(self, condition: Condition, path: YamlPath) -> Condition:
        self.places.append(Place(condition, path, None, self.languages))
        return condition

    def _refuse(self, path: YamlPath, message: str, *, key: bool = False) -> None:
        self._problems.append(self._file.problem(path, message, key=key))

    def _gathered(
        self, value: Anything, path: YamlPath, build: Callable[[tuple[Condition, ...]], Condition]
    ) -> Condition | None:
        """A list of conditions under one roof."""
        parts = self._parts(value, path)
        return build(parts) if parts is not None else None

    def _parts(self, value: Anything, path: YamlPath) -> tuple[Condition, ...] | None:
        if not isinstance(value, list):
            part = self.read(value, path)
            return None if part is None else (part,)
        if not value:
            self._refuse(path, "an empty list would match everything or nothing; write a condition, or remove it")
            return None
        parts = [self.read(one, (*path, index)) for index, one in enumerate(value)]
        whole = tuple(part for part in parts if part is not None)
        return whole if len(whole) == len(parts) else None

    def _mapping(self, value: dict[str, Anything], path: YamlPath) -> Condition | None:
        """Several keys of one mapping must all hold."""
        parts: list[Condition | None] = []
        for key, one in value.items():
            if key in _COMPANIONS and _COMPANIONS[key] & set(value):
                continue
            if key in STATEFUL:
                self._refuse((*path, key), f"{key}: {NOT_HERE}", key=True)
                return None
            reader = _READERS.get(key)
            if reader is None and key in _COMPANIONS:
                beside = " or ".join(sorted(_COMPANIONS[key]))
                self._refuse((*path, key), f"{key} belongs beside {beside}, in the same mapping", key=True)
                return None
            if reader is None:
                known = ", ".join(sorted(CONDITIONS | STATEFUL))
                self._refuse((*path, key), f"unknown condition {key!r}; there are: {known}", key=True)
                return None
            parts.append(reader(self, one, (*path, key), value))
        if not parts:
            self._refuse(path, "an empty condition would match everything; write a word, or remove it")
            return None
        whole = tuple(part for part in parts if part is not None)
        if len(whole) < len(parts):
            return None
        return whole[0] if len(whole) == 1 else All(whole)

    def _all(self, value: Anything, path: YamlPath, _: dict[str, Anything]) -> Condition | None:
        return self._gathered(value, path, All)

    def _any(self, value: Anything, path: YamlPath, _: dict[str, Anything]) -> Condition | None:
        return self._gathered(value, path, Any)

    def _none(self, value: Anything, path: YamlPath, _: dict[str, Anything]) -> Condition | None:
        return self._gathered(value, path, lambda parts: Not(parts[0] if len(parts) == 1 else Any(parts)))

    def _near(self, value: Anything, path: YamlPath, whole: dict[str, Anything]) -> Condition | None:
        within = self._number(whole.get("within", NEAR_WORDS), (*path[:-1], "within"), least=1, most=10_000)
        first = len(self.places)
        parts = self._parts(value, path)
        if parts is None or within is None:
            return None
        self.places[first:] = [
            one._replace(is_beside_others=True) if one.path[:-1] == path else one for one in self.places[first:]
        ]
        if are_all_small(parts, self.languages):
            self._refuse(path, ALL_SMALL)
        if len(parts) < 2:
            self._refuse(path, f"{path[-1]} needs a list of two or more conditions")
            return None
        for index, part in enumerate(parts):
            if not can_stand_near(part):
                self._refuse((*path, index), NOT_NEAR)
        return Near(parts, within, ordered=path[-1] == "then")

    def _at_least(self, value: Anything, path: YamlPath, whole: dict[str, Anything]) -> Condition | None:
        if "at_least" not in whole:
            self._refuse(path, "of needs at_least beside it: at_least: 2", key=True)
            return None
        parts = self._parts(value, path)
        count = self._number(whole["at_least"], (*path[:-1], "at_least"), least=1, most=len(parts or "1"))
        return None if parts is None or count is None else AtLeast(count, parts)

    def _score(self, value: Anything, path: YamlPath, whole: dict[str, Anything]) -> Condition | None:
        if not isinstance(value, dict) or not value or "at_least" not in whole:
            self._refuse(path, "score needs weights, and at_least beside it: score: {A: 3, B: 2}, at_least: 4")
            return None
        least = whole["at_least"]
        if not _is_number(least) or least <= 0:
            self._refuse((*path[:-1], "at_least"), "at_least must be a number above 0")
            return None
        weights: list[tuple[Condition, float]] = []
        for query, weight in value.items():
            part = self._query(query, (*path, query), is_key=True)
            if not _is_number(weight):
                self._refuse((*path, query), "a weight is a number")
            elif part is not None:
                weights.append((part, float(weight)))
        return Score(float(least), tuple(weights)) if len(weights) == len(value) else None

    def _number(self, value: Anything, path: YamlPath, *, least: int, most: int) -> int | None:
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self._refuse(path, f"{path[-1]} must be a whole number from {least} to {most}")
        return None

    def _sentence(self, value: Anything, path: YamlPath, _: dict[str, Anything]) -> Condition | None:
        part = self.read(value, path)
        return None if part is None else Sentence(part)

    def _title(self, value: Anything, path: YamlPath, _: dict[str, Anything]) -> Condition | None:
        part = self.read(value, path)
        return None if part is None else Title(part)

    def _entity(self, value: Anything, path: YamlPath, _: dict[str, Anything]) -> Condition | None:
        if isinstance(value, dict):
            strangers = set(value) - {"id", "kind", "descend"}
            if strangers:
                self._refuse((*path, min(strangers)), "entity takes id and descend, or kind", key=True)
                return None
            name, kind, descend = value.get("id"), value.get("kind"), value.get("descend", False)
            if isinstance(kind, str) and name is None and "descend" not in value:
                return self._noted(EntityOfKind(kind), (*path, "kind"))
            if isinstance(name, str) and kind is None and isinstance(descend, bool):
                return self._noted(EntityNamed(name, descend), (*path, "id"))
        elif isinstance(value, str) and value:
            return self._noted(EntityNamed(value.removeprefix("@").removesuffix("+"), value.endswith("+")), path)
        self._refuse(path, "write entity: palmyra, entity: {id: syria, descend: true} or entity: {kind: place}")
        return None

    def _fuzzy(self, value: Anything, path: YamlPath, whole: dict[str, Anything]) -> Condition | None:
        text, _, written = self._file.written.get(path, str(value or "")).partition("~")
        score: Anything = int(written) if written.isdecimal() else whole.get("at_least", FUZZY_100)
        if not text or self._number(score, (*path[:-1], "at_least"), least=50, most=100) is None:
            if not text:
                self._refuse(path, "write fuzzy: Gaddafi")
            return None
        return self._noted(Fuzzy(text, score), path)

    def _regex(self, value: Anything, path: YamlPath, _: dict[str, Anything]) -> Condition | None:
        """Also as a query writes it; the line ends of a block are none of its own."""
        bare = value.strip() if isinstance(value, str) else ""
        one = _BETWEEN_SLASHES.fullmatch(bare)
        if one is None and len(bare) > 1 and bare[0] == bare[-1] == "/":
            self._refuse(path, _NOT_ONE_PATTERN)
            return None
        return self._leaf(value, path, lambda text: Pattern(one[1] if one else text.rstrip("\r\n")))

    def _leaf(self, value: Anything, path: YamlPath, build: Callable[[str], Condition]) -> Condition | None:
        if value is None or isinstance(value, (dict, list, bool)) or not str(value).strip():
            self._refuse(path, f"{path[-1]} needs a text")
            return None
        return self._noted(build(self._file.written.get(path, str(value))), path)


#: One regular expression as a query writes it.
_BETWEEN_SLASHES = re.compile(r"/((?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\[])+)/", re.DOTALL)
_NOT_ONE_PATTERN = (
    "between two slashes stands one regular expression, and each [ in it needs its ]; write \\/ for a slash that is "
    "looked for, and a query in place of `regex:` for more of them: /Mi-?8/ | /Mi-?24/"
)


def _leaf_reader(build: Callable[[str], Condition]) -> _Reader:
    return lambda reader, value, path, _: reader._leaf(value, path, build)


_READERS: dict[str, _Reader] = {
    "all": ConditionReader._all,
    "any": ConditionReader._any,
    "not": ConditionReader._none,
    "none": ConditionReader._none,
    "near": ConditionReader._near,
    "then": ConditionReader._near,
    "of": ConditionReader._at_least,
    "score": ConditionReader._score,
    "sentence": ConditionReader._sentence,
    "title": ConditionReader._title,
    "entity": ConditionReader._entity,
    "fuzzy": ConditionReader._fuzzy,
    "phrase": _leaf_reader(Phrase),
    "exact": _leaf_reader(Exact),
    "prefix": _leaf_reader(lambda text: Prefix(text.removesuffix("*"))),
    "suffix": _leaf_reader(lambda text: Suffix(text.removeprefix("*"))),
    "regex": ConditionReader._regex,
    "terms": _leaf_reader(lambda text: Terms(text.removeprefix("$"))),
}

CONDITIONS = frozenset(_READERS)  #: the keys that a condition's mapping may have


def _is_number(value: Anything) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


class _Remark(NamedTuple):
    """What follows a `#` without a space, and the column at which it stands."""

    text: str
    column: int
    before: str


def _remarks(text: str) -> dict[int, _Remark]:
    """By line, where a remark begins like a hashtag."""
    if _HASHTAG.search(text) is None:
        return {}
    found = ((number, line, _HASHTAG.search(line)) for number, line in enumerate(text.splitlines(), start=1))
    return {number: _Remark(one[0], one.start() + 1, line[: one.start()]) for number, line, one in found if one}
