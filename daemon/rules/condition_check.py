"""What is wrong with the conditions of rule files, each at its place: words, names, and what matches every text."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from daemon.errors import Problem
from daemon.rules.caret import query_problem
from daemon.rules.check import Names, faults_of, holds_by_presence
from daemon.rules.condition import All, Any, AtLeast, Condition, Pattern, Sentence, Title, whole_tree
from daemon.rules.mapping import Place
from daemon.rules.pattern import LANGUAGES, common_in
from daemon.rules.query import QueryError, query_with_offsets
from daemon.rules.read import ReadFile, ReadRule
from daemon.yamlfile import YamlFile

_CASE = "upper and lower case are alike in it; write (?-i:\u2026) round what is to be taken as it is written"


def condition_problems(read: Sequence[ReadFile], names: Names) -> Iterator[Problem]:
    """What is wrong with words and names, each at its own column where it can be found."""
    for file_read in read:
        for file, place in file_read.places:
            faults = list(faults_of(place.condition, names, place.languages, beside_others=place.is_beside_others))
            if faults and place.query is not None:
                yield from _query_problems(file, place, place.query, names)
            else:
                yield from (file.problem(place.path, fault.message, severity=fault.severity) for fault in faults)
            if place.query is None or "/" in place.query:
                yield from _pattern_problems(file_read, file, place)
        yield from (problem for rule in file_read.rules if (problem := _presence_problem(rule)))


def _query_problems(file: YamlFile, place: Place, query: str, names: Names) -> Iterator[Problem]:
    """What is wrong with the words and names of a query, each where it stands, as the grammar says what is wrong."""
    tree, offsets = query_with_offsets(query)
    for fault in faults_of(tree, names, place.languages, beside_others=place.is_beside_others):
        offset = min((offsets[id(node)] for node in whole_tree(fault.node) if id(node) in offsets), default=0)
        error = QueryError(fault.message, max(query.find(fault.needle, offset), offset))
        yield replace(query_problem(file, place.path, query, error, key=place.is_key), severity=fault.severity)


def _presence_problem(rule: ReadRule) -> Problem | None:
    if holds_by_presence(rule.when):
        return None
    message = (
        "the condition can hold without any word being there; add what must be there, and use `unless` for the rest"
    )
    return rule.file.problem((*rule.path, "when"), message)


def _pattern_problems(read: ReadFile, file: YamlFile, place: Place) -> Iterator[Problem]:
    """Regular expressions that match nearly every text: wrong where they alone decide of a rule, else doubtful."""
    texts = dict.fromkeys(node.text for node in whole_tree(place.condition) if isinstance(node, Pattern))
    for text in texts:
        common = common_in(text)
        severity = _severity(read, place, text, common) if common else ""
        if not severity:
            continue
        message = _said_of(text, common)
        if place.query is None:
            yield file.problem(place.path, message, severity=severity)
            continue
        tree, offsets = query_with_offsets(place.query)
        offset = min((offsets[id(node)] for node in whole_tree(tree) if node == Pattern(text)), default=0)
        problem = query_problem(file, place.path, place.query, QueryError(message, offset), key=place.is_key)
        yield replace(problem, severity=severity)


def _said_of(text: str, common: Sequence[str]) -> str:
    where = "" if len(common) == len(LANGUAGES) else " in " + " and ".join(LANGUAGES[one] for one in common)
    mend = "ask for a word or a number" if common_in(text, is_case_regarded=True) else _CASE
    return f"this regular expression matches nearly every text{where}; {mend}"


def _severity(read: ReadFile, place: Place, text: str, common: Sequence[str]) -> str:
    """How wrong such a pattern is at a place; nothing where it may well be meant, as to keep out a script.

    Wrong where the rule would match nearly everything, or nothing: of one that counts, or that looks at some feeds
    only, everything may be meant.
    """
    is_all = len(common) == len(LANGUAGES)
    rule = next((one for one in read.rules if one.path == place.path[:2]), None)
    if "unless" in place.path[1:3]:
        rules = [rule] if rule is not None else read.rules
        if is_all and any(one.unless is not None and text in _alone(one.unless) for one in rules):
            return "error"
    elif rule is not None and text in _alone(rule.when):
        is_everything = is_all or not set(rule.shape.languages or ("en",)).isdisjoint(common)
        is_bounded = rule.rate is not None or rule.shape.feeds.ids or rule.shape.feeds.tags
        return "error" if is_everything and not is_bounded else "warning"
    return "warning" if "en" in common else ""


def _alone(condition: Condition) -> set[str]:
    """The regular expressions of which each suffices for the condition."""
    match condition:
        case Pattern(text):
            return {text}
        case Sentence(part) | Title(part) | All((part,)):
            return _alone(part)
        case Any(parts) | AtLeast(1, parts):
            return {text for part in parts for text in _alone(part)}
        case _:
            return set()
