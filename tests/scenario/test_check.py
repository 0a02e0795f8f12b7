"""`watchdesk check` for continuous integration: forms, exit codes, and what it tells beside errors."""

import json
from pathlib import Path

import pytest
import yaml

from daemon.errors import ConfigError
from tests.helpers.shell import CONFIG, call, said, stand_in

RULES = """entities:
  - {id: march, name: March, kind: place}
rules:
  - {id: old, severity: low, when: "@march", expires: 2020-01-01, tests: {match: [March], skip: [April]}}
  - {id: bare, severity: low, when: fire}
"""
BAD = """rules:
  - {id: "a,b", severity: loud, when: "100% sure\\nof: it"}
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a config, and rules that work and want care."""
    return stand_in(tmp_path, monkeypatch, config=CONFIG, rules=RULES)


def test_what_wants_care_is_told_with_its_severity(desk: Path) -> None:
    """A rule that expired is a warning; one without tests, and an alias that is an ordinary word, are notes."""
    told = [json.loads(line) for line in said("check", "--format", "json").splitlines()]
    known = {(one["file"], one["line"], one["severity"], one["message"].partition(";")[0]) for one in told}
    assert ("rules/rules.yaml", 4, "warning", "this rule expired on 2020-01-01") in known
    assert ("rules/rules.yaml", 5, "note", "this rule has no tests") in known
    (alias,) = [one for one in told if "'March'" in one["message"]]
    assert (alias["line"], alias["column"], alias["severity"]) == (2, 23, "note")
    assert "about one report in " in alias["message"]


def test_a_word_that_says_nothing_is_no_alias(desk: Path) -> None:
    """The commonest words stand in no table of frequencies, and are told all the same."""
    (desk / "rules" / "more.yaml").write_text("entities: [{id: may, name: May, kind: person}]\n", encoding="utf-8")
    told = [json.loads(line) for line in said("check", "--format", "json").splitlines()]
    (alias,) = [one for one in told if "'May'" in one["message"]]
    assert "about one report in 2" in alias["message"]


def test_a_query_nested_too_deeply_hides_no_other_mistake(desk: Path) -> None:
    """It is a mistake like others: told at its line, beside those of other files."""
    deep = f"'{'(fire ' * 1_500}x{')' * 1_500}'"
    for name, when in {"deep": deep, "small": "the"}.items():
        text = f"rules:\n  - id: {name}\n    severity: low\n    when: {when}\n"
        (desk / "rules" / f"{name}.yaml").write_text(text, encoding="utf-8")
    error = call("check").exception
    assert isinstance(error, ConfigError)
    assert "rules/deep.yaml:4:12: the query is nested too deeply" in str(error)
    assert "rules/small.yaml:4:11: 'the' stands in nearly every text" in str(error)


def test_a_receiver_that_nothing_leads_to_is_told(desk: Path) -> None:
    """Where there are routes, a receiver that no route, rule, escalation or handover names is a warning at its key."""
    told = [json.loads(line) for line in said("check", "--format", "json").splitlines()]
    (night,) = [one for one in told if "receiver" in one["message"]]
    assert (night["file"], night["line"], night["column"]) == ("config.yaml", 1, 34)
    for heard in (
        "routes: [{to: desk, escalate: [{after: 5m, to: night}]}]",
        "routes: [{to: desk, routes: [{to: night, tags: [x]}]}]",
        "routes: [{to: desk}]\noperators: night",
        "routes: [{to: desk}]\nhandover: {at: '08:00', to: night}",
    ):
        text = CONFIG.replace("routes: [{to: desk}]", heard)
        (desk / "config.yaml").write_text(text, encoding="utf-8")
        assert "nothing leads to this receiver" not in said("check", "--format", "json"), heard


def test_a_tag_that_nearly_says_for_whom_a_feed_speaks_is_told(desk: Path) -> None:
    """A feed's tag that is a letter off one of those is a note at its place; other tags, and those, are none."""
    (desk / "config.yaml").write_text(
        CONFIG.replace("id: wire,", "id: wire, tags: [offical, mena, state],"), encoding="utf-8"
    )
    told = [json.loads(line) for line in said("check", "--format", "json").splitlines()]
    (tag,) = [one for one in told if "the tag" in one["message"]]
    assert (tag["severity"], tag["message"].rpartition("; ")[2]) == ("note", "is 'official' meant?")


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("note", 1)])
def test_the_exit_code_is_what_ci_asks_for(desk: Path, fail_on: str, code: int) -> None:
    """Warnings and notes fail a build only where --fail-on says so; errors always do."""
    assert call("check", "--fail-on", fail_on).exit_code == code
    assert call("check", "--fail-on", fail_on, "--format", "github").exit_code == code
    (desk / "rules" / "bad.yaml").write_text(BAD, encoding="utf-8")
    for form in ("json", "github", "gitlab"):
        assert call("check", "--fail-on", fail_on, "--format", form).exit_code == 2


def test_clean_rules_give_no_annotations(desk: Path) -> None:
    """Nothing wrong: no line for GitHub and JSON, an empty report for GitLab, and `ok` for people."""
    rule = "rules:\n  - {id: fire, severity: low, when: fire, tests: {match: [fire], skip: [fir]}}\n"
    (desk / "rules" / "rules.yaml").write_text(rule, encoding="utf-8")
    (desk / "config.yaml").write_text(CONFIG.replace(", night: {console: {}}", ""), encoding="utf-8")
    assert said("check", "--format", "github") == ""
    assert said("check", "--format", "json") == ""
    assert json.loads(said("check", "--format", "gitlab")) == []
    assert said("check", "--fail-on", "note").startswith("ok: ")


def test_github_annotations_cannot_be_broken_out_of(desk: Path) -> None:
    """R2, R9: each problem is one line with file, line and column, whatever signs operators wrote."""
    (desk / "rules" / "a,b%.yaml").write_text(BAD, encoding="utf-8")
    lines = call("check", "--format", "github").stdout.splitlines()
    assert lines
    for line in lines:
        command, _, message = line.removeprefix("::").partition("::")
        assert command.partition(" file=")[0] in {"error", "warning", "notice"}
        assert message
    (severity,) = [line for line in lines if "severity" in line]
    assert "file=rules/a%2Cb%25.yaml,line=2,col=" in severity


def test_gitlab_reports_have_fingerprints_that_stay(desk: Path) -> None:
    """The same problem on another line has the same fingerprint; no two problems share one."""
    first = json.loads(said("check", "--format", "gitlab"))
    assert {one["severity"] for one in first} == {"minor", "info"}
    assert len({one["fingerprint"] for one in first}) == len(first)
    assert all(one["location"]["lines"]["begin"] >= 1 for one in first)
    (desk / "rules" / "rules.yaml").write_text(f"# a comment\n{RULES}", encoding="utf-8")
    second = json.loads(said("check", "--format", "gitlab"))
    assert [one["fingerprint"] for one in second] == [one["fingerprint"] for one in first]


MIXED = """terms: {ships: [ferry], lost: ["a*"]}
entities:
  - {id: june, name: June, kind: place}
  - {id: broken, name: the, kind: person}
  - {id: other, name: Another One, kind: person}
  - {id: shapeless, name: Elsewhere}
  - {id: inside, name: Anywhere, kind: place, within: [shapeless]}
  - {id: wanted, name: Wanted, kind: place}
rules:
  - {id: mistyped, severity: low, when: "@wanted &", tests: {match: [fire]}}
  - {id: leads-there, severity: low, when: $lost, tests: {match: [nothing]}}
  - {id: inside-it, severity: low, when: "@inside", tests: {match: [nothing]}}
  - {id: by-kind, severity: low, when: "@kind:person", tests: {match: [The Person]}}
  - {id: fails, severity: low, when: "$ships & @june", tests: {match: [A ferry sinks], skip: [July]}}
  - {id: bare, severity: low, when: ferry}
"""


def test_what_is_right_is_looked_at_beside_what_is_wrong(desk: Path) -> None:
    """Rules that lead to no mistake are tried on their tests and looked at for doubts, and no other is."""
    (desk / "rules" / "mixed.yaml").write_text(MIXED, encoding="utf-8")
    result = call("check", "--format", "json")
    told = [json.loads(line) for line in result.stdout.splitlines()]
    in_it = {(one["line"], one["severity"]) for one in told if one["file"] == "rules/mixed.yaml"}
    wrong = {(1, "error"), (4, "error"), (6, "error"), (10, "error"), (14, "error")}  # in line 14 a test fails
    assert result.exit_code == 2
    assert in_it == {*wrong, (3, "note"), (15, "note")}
    assert ("rules/rules.yaml", 4, "warning") in {(one["file"], one["line"], one["severity"]) for one in told}
    assert not any("no rule asks for" in one["message"] for one in told)  # a rule that is wrong may ask for it


def test_a_file_that_is_no_yaml_hides_no_other_problem(desk: Path) -> None:
    """Beside a file that cannot be read, a failing test, a doubt and a mistake of the config are told, once each."""
    (desk / "rules" / "broken.yaml").write_text("rules: [", encoding="utf-8")
    failing = "rules: [{id: fails, severity: low, when: smoke, tests: {match: [flood]}}]"
    (desk / "rules" / "failing.yaml").write_text(failing, encoding="utf-8")
    (desk / "config.yaml").write_text(f"{CONFIG}operators: nobody\n", encoding="utf-8")
    told = [json.loads(line) for line in call("check", "--format", "json").stdout.splitlines()]
    errors = sorted(one["file"] for one in told if one["severity"] == "error")
    assert errors == ["config.yaml", "rules/broken.yaml", "rules/failing.yaml"]
    assert {"rules/rules.yaml"} == {one["file"] for one in told if one["severity"] == "warning"}


def test_a_config_that_names_no_rule_is_told_beside_a_broken_one(desk: Path) -> None:
    """A route to a rule that is not there is an error whatever is wrong with rules; one to a broken rule is not."""
    (desk / "rules" / "mixed.yaml").write_text(MIXED, encoding="utf-8")
    route = "routes: [{to: desk, rules: [mistyped, bare, nowhere]}]"
    (desk / "config.yaml").write_text(CONFIG.replace("routes: [{to: desk}]", route), encoding="utf-8")
    told = [json.loads(line) for line in call("check", "--format", "json").stdout.splitlines()]
    assert [one["message"] for one in told if one["file"] == "config.yaml"] == ["there is no rule 'nowhere'"]


def test_a_mistake_of_the_config_hides_no_doubt_about_rules(desk: Path) -> None:
    """What looks wrong in rules is told beside what is wrong with the config, and a misspelt rule's name is guessed."""
    rules = RULES.replace("name: March", "name: March, aliases: [Xi]")
    (desk / "rules" / "rules.yaml").write_text(rules, encoding="utf-8")
    doubts = [json.loads(line) for line in said("check", "--format", "json").splitlines()]
    route = "routes: [{to: desk, rules: [bares]}]"
    (desk / "config.yaml").write_text(CONFIG.replace("routes: [{to: desk}]", route), encoding="utf-8")
    told = [json.loads(line) for line in call("check", "--format", "json").stdout.splitlines()]
    in_rules, beside = ([one for one in some if one["file"] == "rules/rules.yaml"] for some in (doubts, told))
    assert any("very short" in one["message"] for one in in_rules)
    assert beside == in_rules
    (wrong,) = [one["message"] for one in told if one["file"] == "config.yaml"]
    assert wrong == "there is no rule 'bares'; did you mean 'bare'?"


def test_a_set_of_which_nothing_is_right_ends(desk: Path) -> None:
    """Where every rule and entity leads to a mistake, the mistakes are told, and nothing else."""
    (desk / "rules" / "rules.yaml").write_text("rules: [{id: a, severity: low, when: $b}]\n", encoding="utf-8")
    told = [json.loads(line) for line in call("check", "--format", "json").stdout.splitlines()]
    assert [(one["severity"], one["message"].splitlines()[0]) for one in told] == [
        ("error", "there are no terms 'b'; define it, or correct its spelling")
    ]


def test_the_hook_that_is_shipped_calls_a_command_that_is_there() -> None:
    """.pre-commit-hooks.yaml is a hook that runs `watchdesk check` on rule files."""
    root = Path(__file__).parents[2]
    (hook,) = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    words = hook["entry"].split()
    assert words[0] == "watchdesk"
    assert call(*words[1:], "--help").exit_code == 0
    assert hook["pass_filenames"] is False
