"""A rule set that works -> what in it looks wrong: rules that never match, that add nothing, entities unused. Pure.

For `watchdesk check`, not for loading: a daemon in a hurry to take a mended rule does not wait for it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from daemon.errors import Problem
from daemon.language.fold import fold
from daemon.language.stopwords import SMALL_ANYWHERE
from daemon.rules.condition import (
    All,
    Any,
    AtLeast,
    Condition,
    EntityNamed,
    EntityOfKind,
    Exact,
    Near,
    Not,
    Phrase,
    Score,
    Sentence,
    Terms,
    Title,
    Word,
    parts_of,
)
from daemon.rules.rate_conditions import NO_ITEM, Absence, FirstSeen
from daemon.rules.ruleset import Entity, Rule, RuleSet

#: A condition as clauses that all hold, each with alternatives of which one does.
Clauses = frozenset[frozenset[Condition]]
_SHOWN = 5  #: unused entities that are named


def lint(rules: RuleSet, *, is_all: bool = True) -> list[Problem]:
    """What looks wrong, in the order of files and lines.

    Law: a rule is only complained of if no text can prove the complaint wrong; so not all such rules are found.
    `is_all`: there are no more rules; else one of these may ask for any entity.
    """
    asked = [rule for rule in rules.ordered if not rule.is_off and rule.when != NO_ITEM]
    never = {rule.facts.id: reason for rule in asked if (reason := _why_never(rule, rules))}
    complaints = {name: f"this rule can never match: {reason}" for name, reason in never.items()}
    steps = set(rules.followers)
    for narrow, wide in _subsumed([rule for rule in asked if rule.facts.id not in never]):
        if narrow.facts.id not in steps:
            what = f"every item that this rule matches, the rule {wide.facts.id!r} matches too"
            complaints[narrow.facts.id] = f"{what}, with no lower severity; remove one, or ask for something else"
    told = [
        Problem((rule := rules.rules[name]).file, rule.line, rule.column, message, severity="warning")
        for name, message in complaints.items()
    ]
    return sorted([*told, *_never_meant(rules), *(_unused(rules) if is_all else ())])


def _never_meant(rules: RuleSet) -> Iterator[Problem]:
    """Names of entities that never count: they are phrases of `unless` themselves."""
    for entity in rules.entities.values():
        excluded = set(map(fold, entity.unless))
        for name in dict.fromkeys((entity.name, *entity.aliases, *entity.exact)):
            if fold(name) in excluded:
                told = f"{name!r} never counts: it stands under `unless` too; name there the phrases that hold it"
                yield Problem(entity.file, entity.line, entity.column, told, severity="warning")


def _why_never(rule: Rule, rules: RuleSet) -> str | None:
    read = rules.origin.rules.get(rule.facts.id) if rules.origin is not None else None
    whole: Condition = rule.when
    if read is not None and read.beside is not None:  # the item that fires is one that counts
        whole = All((rule.when, *(read.beside.parts if isinstance(read.beside, All) else (read.beside,))))
    reason = _impossible(whole, rule.fields)
    if reason is None and rule.unless is not None and _implies(_implied(rule.when), _clauses(rule.unless)):
        return "its `unless` holds wherever its `when` does"
    return reason


def _impossible(condition: Condition, fields: Sequence[str]) -> str | None:
    """Why a condition can hold in no text; None if nothing speaks against it."""
    if isinstance(condition, Title) and "title" not in fields:
        return "it asks for something in the title, and its `fields` leave the title out"
    if isinstance(condition, Not):
        return None
    reasons = [_impossible(part, fields) for part in parts_of(condition)]
    known = [reason for reason in reasons if reason is not None]
    match condition:
        case All(parts):
            return next(iter(known), None) or _contradiction(parts)
        case Near():
            return next(iter(known), None) or _too_wide(condition)
        case Sentence() | Title():
            return next(iter(known), None)
        case AtLeast(count, parts):
            return known[0] if len(parts) - len(known) < count else None
        case Any():
            return known[0] if known and len(known) == len(reasons) else None
        case Score(least, weights):
            most = sum(
                weight for (_, weight), reason in zip(weights, reasons, strict=True) if not reason and weight > 0
            )
            return None if most >= least else f"its weights add up to {most:g} at most, and at_least is {least:g}"
        case _:
            return None


def _too_wide(near: Near) -> str | None:
    """Is one of the parts by itself longer than what they may stand apart?"""
    width = max(map(_words_of, near.parts)) - 1
    if width <= near.within:
        return None
    return f"from its first word to its last are {width} words at least, and it allows {near.within}"


def _words_of(condition: Condition) -> int:
    """How many words a condition takes at least; a number may be written as a part of another word."""
    match condition:
        case Phrase(text) | Exact(text):
            return max(1, sum(word.isalpha() for word in text.split()))
        case Any(parts):
            return min(map(_words_of, parts))
        case Near(parts):
            return max(map(_words_of, parts))
        case _:
            return 1


def _contradiction(parts: Sequence[Condition]) -> str | None:
    wanted = _implied(All(tuple(part for part in parts if not isinstance(part, Not))))
    for part in parts:
        if isinstance(part, Not) and _implies(wanted, _clauses(part.part)):
            return "one branch of it forbids what the others ask for"
    return None


def _clauses(condition: Condition) -> Clauses:
    """What a condition asks for; what is neither `all` nor `any` stands for itself."""
    if isinstance(condition, All):
        return frozenset[frozenset[Condition]]().union(*map(_clauses, condition.parts))
    if isinstance(condition, Any):
        return frozenset({frozenset(chain.from_iterable(map(_alternatives, condition.parts)))})
    return frozenset({frozenset({condition})})


def _implied(condition: Condition) -> Clauses:
    """What a condition asks for, and what follows from that: of what stands near each other, each is there.

    Not of small words of other languages: those are found beside others only.
    """
    clauses = _clauses(condition)
    found, waiting = set(clauses), list(clauses)
    while waiting:
        clause = waiting.pop()
        near = next(iter(clause))
        if len(clause) != 1 or not isinstance(near, Near):
            continue
        for part in near.parts:
            more = _clauses(part)
            if not any(isinstance(one, Word) and fold(one.text) in SMALL_ANYWHERE for one in chain(*more)):
                waiting += more - found
                found |= more
    return frozenset(found)


def _alternatives(part: Condition) -> frozenset[Condition]:
    clauses = _clauses(part)
    return next(iter(clauses)) if len(clauses) == 1 else frozenset({part})


def _implies(narrow: Clauses, wide: Clauses) -> bool:
    """Does the second hold wherever the first does? Law: never said in vain, but not always found."""
    return bool(wide) and all(any(one <= clause for one in narrow) for clause in wide)


def _subsumed(rules: Sequence[Rule]) -> Iterator[tuple[Rule, Rule]]:
    """Rules that add nothing to another one, which comes second; of two that ask the same, the later adds nothing."""
    clauses = [_clauses(rule.when) for rule in rules]
    implied = [_implied(rule.when) for rule in rules]
    holding: dict[Condition, set[int]] = defaultdict(set)
    for number, of_rule in enumerate(implied):
        for one in chain.from_iterable(of_rule):
            holding[one].add(number)
    uses = Counter({one: len(numbers) for one, numbers in holding.items()})
    told: set[int] = set()
    for wide, of_wide in enumerate(clauses):
        rarest = min(of_wide, key=lambda clause: sum(map(uses.__getitem__, clause)))
        for narrow in sorted(set().union(*map(holding.__getitem__, rarest)) - told - {wide}):
            same = clauses[narrow] == of_wide
            if (same and wide in told) or not _implies(implied[narrow], of_wide):
                continue
            if _serves_for(rules[wide], rules[narrow]):
                told.add(narrow)
                yield rules[narrow], rules[wide]


def _serves_for(wide: Rule, narrow: Rule) -> bool:
    """Does a rule that hears more also tell all of it, as loudly and to the same people?"""
    big, small = wide.facts, narrow.facts
    alike = (wide.fields, wide.languages, wide.rate) == (narrow.fields, narrow.languages, narrow.rate)
    is_heard = big.severity.rank >= small.severity.rank and big.mode == small.mode and wide.rate is None
    tells_all = set(small.tags) <= set(big.tags) and set(small.notify) <= set(big.notify)
    return alike and is_heard and tells_all and big.min_sources <= small.min_sources and _hears_all(wide, narrow)


def _hears_all(wide: Rule, narrow: Rule) -> bool:
    """Is the first asked of every item of which the second is, and stopped by no more?"""
    feeds = wide.feed_ids, wide.feed_tags, wide.feeds_not
    if any(feeds) and feeds != (narrow.feed_ids, narrow.feed_tags, narrow.feeds_not):
        return False
    return wide.unless in {None, narrow.unless} and wide.expires in {None, narrow.expires}


def _unused(rules: RuleSet) -> Iterator[Problem]:
    """The entities beside which rules stand in their file, and that no rule asks for: a note for each file.

    Why not those of other files: a list of entities alone serves to tell events apart.
    """
    used, with_rules = _used(rules), {rule.file for rule in rules.ordered}
    by_file: dict[str, list[Entity]] = defaultdict(list)
    for entity in rules.entities.values():
        if entity.id not in used and entity.file in with_rules:
            by_file[entity.file].append(entity)
    for file, unused in by_file.items():
        names = ", ".join(one.id for one in unused[:_SHOWN]) + (", …" if len(unused) > _SHOWN else "")
        message = f"no rule asks for {names} ({len(unused)} in this file); they only help to tell events apart"
        first = min(unused, key=lambda one: one.line)
        yield Problem(file, first.line, first.column, message, severity="note")


def _used(rules: RuleSet) -> set[str]:
    """The entities that a rule asks for, and those that they lie within."""
    leaves: set[Condition] = set()
    if rules.origin is not None:
        terms = {name: one.condition for name, one in rules.origin.terms.items()}
        written = [tree for one in rules.origin.rules.values() for tree in (one.when, one.unless, one.beside)]
        leaves.update(chain.from_iterable(_leaves(tree, terms) for tree in written if tree is not None))
    for rule in rules.ordered:
        if isinstance(rule.rate, FirstSeen) and rule.rate.entity is not None:
            leaves.add(rule.rate.entity)
        if not isinstance(rule.rate, Absence | None) and rule.rate.by == "entity":
            return set(rules.entities)
    ids = {one.id for one in leaves if isinstance(one, EntityNamed)}
    above = {one.id for one in leaves if isinstance(one, EntityNamed) and one.descend}
    kinds = {one.kind for one in leaves if isinstance(one, EntityOfKind)}
    found = [
        one
        for one in rules.entities.values()
        if one.id in ids or one.kind in kinds or above.intersection(one.ancestors)
    ]
    return {name for one in found for name in (one.id, *one.ancestors)}


def _leaves(condition: Condition, terms: Mapping[str, Condition]) -> Iterator[Condition]:
    if isinstance(condition, Terms):
        yield from _leaves(terms[condition.name], terms)
    parts = parts_of(condition)
    if not parts:
        yield condition
    for part in parts:
        yield from _leaves(part, terms)
