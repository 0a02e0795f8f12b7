"""A rule over several items, among all rules -> what is wrong with it. Pure."""

import hashlib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from daemon.errors import Problem
from daemon.rules.rate_conditions import Absence, Order
from daemon.rules.read import ReadRule


def rate_problems(rule: ReadRule, rules: Mapping[str, ReadRule], *, all_read: bool) -> Iterator[Problem]:
    """What is wrong with a rule's condition over several items, if it has one.

    `all_read`: no file is missing; else a rule that is not among these may well be there.
    """
    if isinstance(rule.rate, Order):
        yield from _order_problems(rule, rule.rate, rules, all_read=all_read)
    if isinstance(rule.rate, Absence):
        yield from _absence_problems(rule)


def series_of(rule: ReadRule) -> str:
    """The name under which the store keeps what the rule has counted.

    Law: it changes with what is counted, so that items of the old wording are not counted with those of the new;
    thresholds, severity and the like do not change it.
    """
    rate = rule.rate
    match rate:
        case None | Absence():
            counted: object = rate
        case Order(rules, by=by):
            counted = (rules, by)
        case _:
            counted = rate.by
    wording = repr((type(rate).__name__, rule.when, rule.unless, counted))
    return f"{rule.shape.id}:{hashlib.sha256(wording.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}"


def _order_problems(rule: ReadRule, rate: Order, rules: Mapping[str, ReadRule], *, all_read: bool) -> Iterator[Problem]:
    for index, name in enumerate(rate.rules):
        step = rules.get(name)
        if step is None:
            if not all_read:
                continue
            close = get_close_matches(name, list(rules), n=1)
            mend = f"did you mean {close[0]!r}?" if close else "define it, or correct its spelling"
            yield _at_step(rule, index, f"there is no rule {name!r}; {mend}")
        elif isinstance(step.rate, Order | Absence):
            kind = "sequence" if isinstance(step.rate, Order) else "absence"
            yield _at_step(rule, index, f"{name!r} is itself a rule of {kind}; name rules that match single items")
        elif step.shape.mode == "off":
            yield _at_step(rule, index, f"the rule {name!r} is off, so this order never comes about; make it shadow")
    if _says(rule, "unless"):
        yield _misplaced(rule, "unless", "a sequence looks at rules, not at texts; put it into the rules that it names")


def _absence_problems(rule: ReadRule) -> Iterator[Problem]:
    if _says(rule, "unless"):
        yield _misplaced(rule, "unless", "absence: there is no text to look at; remove it")
    if rule.shape.tests.match:
        yield _misplaced(rule, "tests", "absence: no text can make it fire; remove its tests")
    if rule.shape.min_sources > 1 and _says(rule, "min_sources"):
        yield _misplaced(rule, "min_sources", "absence: there are no sources to wait for; remove it")


def _at_step(rule: ReadRule, index: int, message: str) -> Problem:
    path = (*rule.path, "when")
    place = (*path, "sequence", index)
    if place not in rule.file.positions:  # it stands in a branch of `all`
        branches = (one for one in rule.file.positions if one[: len(path)] == path and one[-2:] == ("sequence", index))
        place = next(branches, path)
    return rule.file.problem(place, message)


def _says(rule: ReadRule, key: str) -> bool:
    """Does the rule say so itself, rather than its file's defaults?"""
    return (*rule.path, key) in rule.file.key_positions


def _misplaced(rule: ReadRule, key: str, message: str) -> Problem:
    return rule.file.problem((*rule.path, key), message, key=True)
