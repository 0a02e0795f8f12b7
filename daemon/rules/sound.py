"""Files of which some are wrong -> the rule set of what is right in them, so that this is looked at as well. Pure.

For `watchdesk check`, which tells everything at once; the daemon takes a set whole or not at all.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

from daemon.errors import Problem, RuleError
from daemon.rules.assemble import own_test_problems, put_together
from daemon.rules.condition import Condition, EntityNamed, EntityOfKind, Terms, parts_of
from daemon.rules.read import ReadFile
from daemon.rules.ruleset import RuleSet
from daemon.yamlfile import YamlFile, YamlPath

_DEFAULTS: YamlPath = ("defaults",)


@dataclass(frozen=True, slots=True)
class Sound:
    """What is right."""

    rules: RuleSet
    failures: tuple[Problem, ...]  #: of the rules' own tests
    is_all: bool  #: nothing had to be left out: all that is wrong are such failures


def sound_part(read: Sequence[ReadFile], problems: Sequence[Problem], *, all_read: bool) -> Sound | None:
    """The set of all rules, entities and terms that have no problem, nor lead to one that has; None if that is none.

    Law: nothing that is wrong with the rest makes one of these fail its own tests.
    """
    left, wrong = list(read), _errors(problems)
    is_all = all_read and not wrong
    while True:
        kept = [_without_wrong(one, wrong) for one in left]
        try:
            built, _, untried = put_together(kept, (), all_read=True)
        except RuleError as error:
            found = _errors(error.problems)
            if found <= wrong and sum(map(_size, kept)) == sum(map(_size, left)):
                return None
            left, wrong, is_all = kept, found, False
        else:
            tried = untried if is_all else [name for name in untried if not _asks_widely(built, name)]
            return Sound(built, tuple(own_test_problems(built, tried)), is_all)


def _errors(problems: Sequence[Problem]) -> frozenset[Problem]:
    return frozenset(one for one in problems if one.severity == "error")


def _size(read: ReadFile) -> int:
    return len(read.rules) + len(read.entities) + len(read.terms)


def _without_wrong(read: ReadFile, problems: frozenset[Problem]) -> ReadFile:
    """What a file holds but for what a problem stands in; where a default is wrong, so are all rules."""
    files = [*(one.file for one in read.rules), *(one.file for one in read.entities), *(one.file for one in read.terms)]
    wrong = set(_wrong_members(files[0], problems)) if files else set()
    return replace(
        read,
        rules=[] if _DEFAULTS in wrong else [one for one in read.rules if one.path not in wrong],
        entities=[one for one in read.entities if one.path not in wrong],
        terms=[one for one in read.terms if one.path not in wrong],
        places=[one for one in read.places if one[1].path[:2] not in wrong],
        broken=set(),  # a name that leads there leads nowhere
    )


def _wrong_members(file: YamlFile, problems: frozenset[Problem]) -> Iterator[YamlPath]:
    """The rules, entities and terms, or the key at the top of a file, in which problems stand."""
    members = [(at, path) for path, at in file.key_positions.items() if path[1:] == () or path[:-1] == ("terms",)]
    members += [(at, path) for path, at in file.positions.items() if path[:-1] in {("rules",), ("entities",)}]
    members.sort(key=lambda one: one[0])
    for problem in problems:
        if problem.file == file.name:
            before = bisect_right(members, (problem.line, problem.column or inf), key=lambda one: one[0])
            yield from (path for _, path in members[before - 1 : before])


def _asks_widely(rules: RuleSet, name: str) -> bool:
    """Does a rule ask for whatever entities there are of a kind, or within another one?"""
    if rules.origin is None:
        return False
    rule = rules.origin.rules[name]
    waiting: list[Condition | None] = [rule.when, rule.unless, rule.beside]
    while waiting:
        node = waiting.pop()
        if isinstance(node, EntityOfKind) or (isinstance(node, EntityNamed) and node.descend):
            return True
        if isinstance(node, Terms):
            waiting.append(rules.origin.terms[node.name].condition)
        elif node is not None:
            waiting += parts_of(node)
    return False
