"""A rule's own tests, run against it. Pure.

Of a rule over several items they try what it counts: `match` holds texts that count, `skip` texts that do not.
"""

from datetime import UTC, datetime

from daemon.language.fold import fold
from daemon.language.guess import reading_language
from daemon.model import Item
from daemon.rules.explain import failed_condition
from daemon.rules.match import evidence_of, view_of
from daemon.rules.places import Span
from daemon.rules.rate_conditions import Order
from daemon.rules.ruleset import Rule, RuleSet, RuleTest

_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)  # `expires` does not narrow a rule's own tests


def failure_of(rules: RuleSet, rule: Rule, test: RuleTest) -> str | None:
    """What is wrong, if the test fails. `feeds`, `languages`, `mode` and `expires` do not narrow a rule's tests."""
    item = _item_of(rule, test)
    text = item.title or item.summary or item.body
    language = reading_language(test.language, f"{item.title} {item.summary or item.body}")
    view = view_of(rules, item, language)
    spans = [span for asked in _asked(rules, rule) for span in evidence_of(asked, view) or []]
    if bool(spans) != test.must_match:
        must = "must match but does not" if test.must_match else "must not match but does"
        because = f" (by {_quoted(_texts(item, spans))})" if spans else ""
        if test.must_match and not isinstance(rule.rate, Order):
            failed = failed_condition(rules, rule, item, language)
            because = f" ({failed})" if failed else ""
        return f"rule {rule.facts.id!r} {must}{because}: {text!r}"
    found = {fold(one) for one in _texts(item, spans)}
    missing = [one for one in test.evidence if not any(fold(one) in text for text in found)]
    if missing:
        return f"rule {rule.facts.id!r}: {_quoted(missing)} is not among the evidence {_quoted(_texts(item, spans))}"
    return None


def _asked(rules: RuleSet, rule: Rule) -> tuple[Rule, ...]:
    """Whose condition the test is about: an item counts for an order of rules if any of them matches it."""
    return tuple(rules.rules[one] for one in rule.rate.rules) if isinstance(rule.rate, Order) else (rule,)


def _texts(item: Item, spans: list[Span]) -> list[str]:
    fields = (item.title, item.summary, item.body)
    return list(dict.fromkeys(fields[span.field][span.start : span.end] for span in sorted(spans)))


def _quoted(texts: list[str]) -> str:
    return ", ".join(map(repr, texts)) or "(none)"


def _item_of(rule: Rule, test: RuleTest) -> Item:
    """The test's text stands in the title, or in the first field that the rule looks at."""
    named = {"title": test.title, "summary": test.summary, "body": test.body}
    if "title" not in rule.fields and not (test.summary or test.body):
        named = {**dict.fromkeys(named, ""), rule.fields[0]: test.title}
    return Item(
        id="test",
        feed="test",
        source="test",
        title=named["title"],
        summary=named["summary"],
        body=named["body"],
        arrived_at=_ANY_TIME,
        language=test.language,
    )
