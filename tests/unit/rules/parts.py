"""What the tests of rules share: sets built from text."""

from typing import Any

from daemon.errors import RuleError
from daemon.model import Finding, Item
from daemon.rules.load import RuleSet, build_rules
from daemon.rules.match import find
from daemon.yamlfile import parse_yaml
from tests.helpers.build import an_item


def a_set(*texts: str) -> RuleSet:
    """A rule set from the texts of files a.yaml, b.yaml and so on."""
    return build_rules([parse_yaml(text, name=f"{letter}.yaml") for letter, text in zip("abcdef", texts, strict=False)])


def a_rule_set(when: str, *more: str, entities: str = "") -> RuleSet:
    """A set of one rule `r`, from the YAML of its condition and further lines."""
    lines = "".join(f"\n    {line}" for line in more)
    return a_set(f"{entities}\nrules:\n  - id: r\n    severity: high\n    when: {when}{lines}\n")


def a_text(title: str = "", **over: Any) -> Item:
    """An item that holds this title and nothing else, of unknown language."""
    return an_item(**{"title": title, "summary": "", "language": None, **over})


def matched(rules: RuleSet, item: Item | str) -> list[str]:
    """The texts of the evidence of rule `r`; empty if it does not match."""
    finding = find(rules, a_text(item) if isinstance(item, str) else item)
    return [one.text for match in finding.matches if match.rule.id == "r" for one in match.evidence]


def mentioned(finding: Finding) -> dict[str, str]:
    """Entity -> the words of its first mention."""
    return {mention.entity: mention.evidence.text for mention in finding.mentions}


def problems_of(*texts: str) -> list[str]:
    """The first lines of all problems of these files; empty if they load."""
    try:
        a_set(*texts)
    except RuleError as error:
        return [str(problem).splitlines()[0] for problem in error.problems]
    return []
