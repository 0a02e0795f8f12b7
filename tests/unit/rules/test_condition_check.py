"""What is wrong with the conditions of a rule file, and what is only doubtful."""

import pytest

from tests.unit.rules.parts import a_rule_set, a_set, a_text, matched, problems_of

RULE = "rules:\n  - id: r\n    severity: low\n    when: "


def _warnings(when: str, *more: str) -> list[str]:
    """The first lines of what is doubtful in a set of one rule that loads."""
    return [str(one).splitlines()[0] for one in a_rule_set(when, *more).warnings]


@pytest.mark.parametrize(
    ("when", "says"),
    [
        ("/.+/", "a.yaml:4:11: this regular expression matches nearly every text; ask for a word"),
        ("fire | /e/", "a.yaml:4:18: this regular expression matches nearly every text in English"),
        ("TITLE(/./)", "a.yaml:4:17: this"),
        ("{any: [fire, {regex: '[a-z]+'}]}", "in English"),
        ("{all: [/./]}", "nearly every text;"),
        (r"/\p{Lu}{3,}/", "write (?-i:"),
        ("'/[а-яё]+/'\n    languages: [ru]", "in Russian"),
        ("fire\n    unless: '/.+/'", "a.yaml:5:14: this"),
        ("fire\n    unless: [flood, {regex: '.'}]", "nearly every text;"),
    ],
)
def test_a_regular_expression_that_decides_alone_says_something(when: str, says: str) -> None:
    """One that would make a rule match nearly every text, or keep it from all, is refused where it stands."""
    told = problems_of(RULE + when)
    assert len(told) == 1
    assert says in told[0]


@pytest.mark.parametrize(
    "when",
    [
        r"fire & /\w+/",
        r"'fire & !/\w+/'",
        "{regex: '.+', phrase: fire}",
        "{count: {of: /.+/, at_least: 500, within: 1h}}",
        "'/.+/'\n    feeds: {ids: [a-feed]}",
        "'/[а-яё]{4,}/'",
        "fire\n    unless: '/[a-z]{4,}/'",
        "'/[a-z]{4,}/'\n    languages: [ar]",
        "'fire & /(?:[A-Z]\\.?)+/'",
        "$some\nterms: {some: [fire, /./]}",
    ],
)
def test_one_that_is_a_part_only_is_doubtful(when: str) -> None:
    """A regular expression that matches much and does not decide alone, or may mean so, gets one warning."""
    assert ["matches nearly every text" in one for one in _warnings(when)] == [True]


@pytest.mark.parametrize(
    "when",
    [
        "fire\n    unless: '/[а-яё]{4,}/'",
        r"fire & /[\u0600-\u06FF]{3,}/",
        r"'fire & !/[\u0600-\u06FF]{3,}/'",
        r"fire & /\bthe [A-Z]\w+ of/",
        r"TITLE(/^\w+ dead/)",
    ],
)
def test_one_that_keeps_to_a_script_may_be_meant(when: str) -> None:
    """Texts of one script are kept out, or asked for beside a word, without complaint."""
    assert _warnings(when) == []


def test_a_doubt_in_the_defaults_is_told_once() -> None:
    """What several rules inherit is one doubt at its own place."""
    two = "[{id: r, severity: low, when: fire}, {id: s, severity: low, when: flood}]"
    rules = a_set(f"defaults: {{unless: '/[a-z]{{4,}}/'}}\nrules: {two}\n")
    assert len(rules.rules) == 2
    assert [str(one).splitlines()[0].split(": ")[:2] for one in rules.warnings] == [["a.yaml:1:21", "warning"]]


def test_a_name_that_is_a_small_word_of_the_rules_language_is_taken() -> None:
    """It is found, with a warning that says how to find it with its capital only; quoted ones too."""
    rules = a_rule_set("Oder & Hochwasser", "languages: [de]")
    assert matched(rules, a_text("Hochwasser an der Oder", language="de"))
    assert [one.message.splitlines()[0] for one in rules.warnings] == [
        "'Oder' stands in nearly every text; =Oder matches it with its capital only"
    ]
    assert len(_warnings("'\"al\" & Qaeda'", "languages: [es]")) == 1
    assert "=The matches it with its capital only" in problems_of(RULE + "The")[0]


@pytest.mark.parametrize("count", ["20", "12", "101", "999"])
def test_a_number_behind_a_likely_name_is_a_word(count: str) -> None:
    """What can be no likeness stands near the name: so many dead."""
    assert matched(a_rule_set(f"Gaddafi~ {count} dead"), f"Qaddafi: {count} dead")
    assert "without a space" in problems_of(RULE + "Gaddafi~ 90 dead")[0]
