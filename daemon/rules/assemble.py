"""What all files hold -> RuleSet: names looked up, entities filed, rules built, indexed and tried on their tests."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from daemon.errors import Problem, RuleError
from daemon.rules.build import Builder
from daemon.rules.check import Names, can_stand_near
from daemon.rules.condition import Condition, EntityNamed, EntityOfKind, Terms, parts_of
from daemon.rules.condition_check import condition_problems
from daemon.rules.gazette import ancestors_of, entity_problems, gazetteer_of, spelling_problems
from daemon.rules.index import RuleIndex, Ways
from daemon.rules.leads import Leads
from daemon.rules.lexicon import Lexicon
from daemon.rules.make import make_entity, make_rule
from daemon.rules.origin import Origin
from daemon.rules.progress import Progress, told
from daemon.rules.rate_check import rate_problems
from daemon.rules.rate_conditions import Order
from daemon.rules.read import ReadEntity, ReadFile, ReadRule, ReadTerms
from daemon.rules.reading import Readings
from daemon.rules.ruleset import Rule, RuleSet
from daemon.rules.selftest import failure_of
from daemon.yamlfile import YamlFile, YamlPath


class _Read(Protocol):
    """Anything that was read from a place of a file."""

    @property
    def file(self) -> YamlFile: ...

    @property
    def path(self) -> YamlPath: ...


_R = TypeVar("_R", bound=_Read)


def assemble(
    read: Sequence[ReadFile],
    problems: Sequence[Problem],
    *,
    all_read: bool,
    previous: RuleSet | None = None,
    on_progress: Progress | None = None,
) -> RuleSet:
    """The rule set of all files. Errors: RuleError with these problems and all that are found here.

    `all_read`: no file is missing from these; else names that lead nowhere are not complained of. `previous`: a set
    that was made of some of the very same files. `on_progress` is told how many rules are built and tried.
    """
    built, found, untried = put_together(read, problems, all_read=all_read, previous=previous, on_progress=on_progress)
    failures = list(own_test_problems(built, told(on_progress, "tests", untried)))
    if failures:
        raise RuleError(list(dict.fromkeys([*found, *failures])))
    return built


def put_together(
    read: Sequence[ReadFile],
    problems: Sequence[Problem],
    *,
    all_read: bool,
    previous: RuleSet | None = None,
    on_progress: Progress | None = None,
) -> tuple[RuleSet, list[Problem], list[str]]:
    """The same without trying the rules on their own tests; what is found, and the rules that are not tried yet."""
    found = list(problems)
    entities = _unique("entity", ((one.shape.id, one) for file in read for one in file.entities), found)
    terms = _unique("terms", ((one.name, one) for file in read for one in file.terms), found)
    rules = _unique("rule", ((one.shape.id, one) for file in read for one in file.rules), found)
    if not rules and not entities and not found:
        found.append(Problem("rules", 0, 0, "no rules: the files hold no rule and no entity"))
    broken = frozenset[str]().union(*(file.broken for file in read))
    kinds = frozenset(one.shape.kind for one in entities.values())
    names = Names(entities, kinds, terms, broken, all_read)
    kept = previous.origin if previous is not None else None
    languages = previous.lexicon.languages() if previous is not None else []
    if previous is None or kept is None or not kept.serves(entities, terms, len(previous.lexicon.commonness)):
        previous = kept = None
    spelling = _spelling(entities, kept)
    if kept is not None and kept.is_of(entities, terms):
        shared = list(kept.warnings)
    else:
        of_names = [problem for problems in spelling.values() for problem in problems]
        shared = [*of_names, *entity_problems(entities, names), *_terms_problems(terms)]
    found += shared
    seen = set(map(id, kept.read)) if kept else set()
    fresh = [one for one in read if id(one) not in seen]
    found += dict.fromkeys(condition_problems(fresh, names))
    found += [problem for rule in rules.values() for problem in rate_problems(rule, rules, all_read=all_read)]
    if any(problem.severity == "error" for problem in found):
        raise RuleError(list(dict.fromkeys(found)))  # the warnings too: one of them may explain an error
    if previous is None or kept is None:
        built = _build(entities, terms, told(on_progress, "rules", _in_order(rules)), tuple(found), languages)
        untried = list(built.rules)
    else:
        built = _rebuilt(previous, replace(kept, entities=entities, terms=terms), rules, tuple(found))
        untried = [name for name, rule in built.rules.items() if previous.rules.get(name) is not rule]
    origin = None if built.origin is None else replace(
        built.origin, read=tuple(read), warnings=tuple(shared), spelling=spelling
    )  # fmt: skip
    return replace(built, origin=origin), found, untried


def _spelling(entities: Mapping[str, ReadEntity], kept: Origin | None) -> dict[str, Sequence[Problem]]:
    """What is wrong with the names of each entity; of those that were read before, it is known."""
    if kept is None:
        return {name: tuple(spelling_problems(one)) for name, one in entities.items()}
    return {
        name: kept.spelling[name] if kept.entities.get(name) is one else tuple(spelling_problems(one))
        for name, one in entities.items()
    }


def _unique(kind: str, pairs: Iterator[tuple[str, _R]], problems: list[Problem]) -> dict[str, _R]:
    """By id; the second of two with one id is a problem that names both."""
    known: dict[str, _R] = {}
    for name, one in pairs:
        first = known.setdefault(name, one)
        if first is not one:
            line, column = first.file.position((*first.path, "id"))
            message = f"the {kind} {name!r} is defined already in {first.file.name}:{line}:{column}; rename one of them"
            problems.append(one.file.problem((*one.path, "id"), message))
    return known


def _terms_problems(terms: Mapping[str, ReadTerms]) -> Iterator[Problem]:
    for one in terms.values():
        if not can_stand_near(one.condition):
            message = f"the terms {one.name!r} may hold words, phrases, entities and alternatives of these only"
            yield one.file.problem(one.path, message)
        elif one.name in reachable_terms(one.condition, terms):
            yield one.file.problem(one.path, f"the terms {one.name!r} contain themselves; take ${one.name} out")


def reachable_terms(condition: Condition, terms: Mapping[str, ReadTerms]) -> set[str]:
    """The names of all lists that a condition leads to."""
    reached: set[str] = set()
    waiting = [condition]
    while waiting:
        node = waiting.pop()
        waiting += parts_of(node)
        if isinstance(node, Terms) and node.name in terms and node.name not in reached:
            reached.add(node.name)
            waiting.append(terms[node.name].condition)
    return reached


def _build(
    entities: Mapping[str, ReadEntity],
    terms: Mapping[str, ReadTerms],
    rules: Iterable[ReadRule],
    warnings: tuple[Problem, ...],
    languages: Iterable[str],
) -> RuleSet:
    """`languages`: in which texts came so far; what they ask for is worked out before the set serves."""
    ancestors = ancestors_of(entities)
    by_kind, descendants = _kin(entities, ancestors)
    lexicon = Lexicon()
    builder = Builder(
        lexicon,
        by_kind={kind: frozenset(ids) for kind, ids in by_kind.items()},
        descendants={name: frozenset(ids) for name, ids in descendants.items()},
        terms={name: one.condition for name, one in terms.items()},
    )
    used = _Used(entities, terms, descendants, by_kind)
    read, built = {}, {}
    for one in rules:
        read[one.shape.id], built[one.shape.id] = one, make_rule(one, builder, used.revision_of(one))
    gazetteer = gazetteer_of(entities, lexicon)
    ways = {name: builder.ways(rule.when, rule.languages) for name, rule in built.items()}
    index = _indexed(built, ways, builder)
    leads = Leads(index, gazetteer)
    for language in languages:
        lexicon.file_in(language)
    return RuleSet(
        rules=built,
        entities={name: make_entity(one, ancestors[name]) for name, one in entities.items()},
        warnings=tuple(sorted(warnings)),
        lexicon=lexicon,
        gazetteer=gazetteer,
        index=index,
        leads=leads,
        readings=Readings(lexicon, leads.of),
        ordered=tuple(built.values()),
        facts=tuple([rule.facts for rule in built.values()]),
        series={rule.series: rule for rule in built.values() if rule.rate is not None},
        followers=_followers(built),
        origin=Origin((), entities, terms, read, (), {}, ways, builder, len(lexicon.commonness)),
    )


def _kin(
    entities: Mapping[str, ReadEntity], ancestors: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The entities of each kind, and those within each entity."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    descendants: dict[str, set[str]] = defaultdict(set)
    for name, one in entities.items():
        by_kind[one.shape.kind].add(name)
        for ancestor in ancestors[name]:
            descendants[ancestor].add(name)
    return by_kind, descendants


def _rebuilt(previous: RuleSet, kept: Origin, rules: Mapping[str, ReadRule], warnings: tuple[Problem, ...]) -> RuleSet:
    """A set like the previous one, with these rules; those that were read before are taken over.

    Both sets share one lexicon, which only grows: the previous set serves on until this one is ready.
    """
    by_kind, descendants = _kin(kept.entities, {name: one.ancestors for name, one in previous.entities.items()})
    used = _Used(kept.entities, kept.terms, descendants, by_kind)
    built: dict[str, Rule] = {}
    ways: dict[str, Ways] = {}
    for one in _in_order(rules):
        name = one.shape.id
        if kept.rules.get(name) is one:
            built[name], ways[name] = previous.rules[name], kept.ways[name]
        else:
            built[name] = make_rule(one, kept.builder, used.revision_of(one))
            ways[name] = kept.builder.ways(built[name].when, built[name].languages)
    index = _indexed(built, ways, kept.builder)
    leads = Leads(index, previous.gazetteer)
    return replace(
        previous,
        rules=built,
        entities={name: make_entity(one, previous.entities[name].ancestors) for name, one in kept.entities.items()},
        warnings=tuple(sorted(warnings)),
        index=index,
        leads=leads,
        readings=Readings(previous.lexicon, leads.of),
        ordered=tuple(built.values()),
        facts=tuple([rule.facts for rule in built.values()]),
        series={rule.series: rule for rule in built.values() if rule.rate is not None},
        followers=_followers(built),
        origin=replace(kept, rules=rules, ways=ways),
    )


def _in_order(rules: Mapping[str, ReadRule]) -> list[ReadRule]:
    return sorted(rules.values(), key=lambda one: (-one.shape.severity.rank, one.shape.id))


def _indexed(rules: Mapping[str, Rule], ways: Mapping[str, Ways], builder: Builder) -> RuleIndex:
    index = RuleIndex()
    for number, (name, rule) in enumerate(rules.items()):
        index.add(number, ways[name], rule.direct.anchors if rule.direct else frozenset())
    index.seal(builder.anchor_commonness)
    return index


def _followers(rules: Mapping[str, Rule]) -> dict[str, tuple[Rule, ...]]:
    """Rule id -> the rules over several items in whose order it stands."""
    waiting: dict[str, dict[str, Rule]] = defaultdict(dict)
    for rule in rules.values():
        if isinstance(rule.rate, Order):
            for step in rule.rate.rules:
                waiting[step][rule.facts.id] = rule
    return {step: tuple(found.values()) for step, found in waiting.items()}


class _Used:
    """What rules refer to, for their revisions."""

    def __init__(
        self,
        entities: Mapping[str, ReadEntity],
        terms: Mapping[str, ReadTerms],
        descendants: Mapping[str, set[str]],
        by_kind: Mapping[str, set[str]],
    ) -> None:
        self._entities, self._terms, self._descendants, self._by_kind = entities, terms, descendants, by_kind

    def revision_of(self, rule: ReadRule) -> str:
        """A short hash of the rule's wording, with that of the entities and terms it refers to; its tests aside."""
        wording: dict[str, object] = {key: value for key, value in rule.raw.items() if key != "tests"}
        names = set()
        lists: set[str] = set()
        for condition in (one for one in (rule.when, rule.unless, rule.beside) if one is not None):
            lists |= reachable_terms(condition, self._terms)
            names |= self._entity_names(condition)
        for name in lists:
            names |= self._entity_names(self._terms[name].condition)
        wording["$terms"] = {name: self._terms[name].raw for name in lists}
        wording["@entities"] = {name: self._entities[name].shape.model_dump(mode="json") for name in names}
        canonical = json.dumps(wording, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(canonical.encode()).hexdigest()[:12]

    def _entity_names(self, condition: Condition) -> set[str]:
        match condition:
            case EntityNamed(name, descend):
                return {name} | (self._descendants.get(name, set()) if descend else set())
            case EntityOfKind(kind):
                return self._by_kind[kind]
            case _:
                return {name for part in parts_of(condition) for name in self._entity_names(part)}


def own_test_problems(built: RuleSet, untried: Iterable[str]) -> Iterator[Problem]:
    """The own tests of these rules that fail."""
    for name in untried:
        rule = built.rules[name]
        for test in rule.tests:
            failure = failure_of(built, rule, test)
            if failure:
                yield Problem(rule.file, test.line, test.column, failure)
