"""What the rules said before an item's turn is used if it is the same item, and only then."""

from dataclasses import replace

from daemon.incidents import cluster
from daemon.pipeline.asked import Asked, ask, finding_of, report_of, speech_of
from daemon.rules.load import build_rules
from daemon.rules.match import find
from daemon.yamlfile import parse_yaml
from tests.helpers.build import an_item

RULES = build_rules(
    [
        parse_yaml(
            "rules:\n"
            "  - {id: fire, severity: high, when: fire, tests: {match: [a fire], skip: [a fir]}}\n"
            "  - {id: fires, severity: high, when: {count: {of: fire, at_least: 2, within: 1h}},"
            " tests: {match: [a fire], skip: [a fir]}}\n",
            name="rules.yaml",
        )
    ]
)
ITEM = an_item(title="Fire in the harbour")


def test_what_was_said_before_is_what_is_said_now() -> None:
    """The finding is taken over, also where the item is known under another id: then it names that one."""
    asked = Asked(item=ITEM, finding=find(RULES, ITEM))
    assert finding_of(RULES, ITEM, asked) is asked.finding
    other = replace(ITEM, id="other")
    assert asked.finding.matches
    assert asked.finding.counted
    assert finding_of(RULES, other, asked) == find(RULES, other) != asked.finding


def test_another_text_is_asked_of_again() -> None:
    """Whatever else of the item is different, what was said of it before does not count."""
    asked = Asked(item=ITEM, finding=find(RULES, ITEM))
    for other in (replace(ITEM, title="Calm in the harbour"), replace(ITEM, body="The harbour burns", language="de")):
        assert finding_of(RULES, other, asked) == find(RULES, other)
    assert finding_of(RULES, ITEM, None) == asked.finding


def test_what_is_said_in_it_is_looked_for_once() -> None:
    """Who speaks in an item that a rule holds for is found with the rules' word, and holds for this text alone."""
    item = an_item(title="Fire in the harbour kills 12, says Reuters", summary="")
    asked = ask(RULES, item)
    mentions = asked.finding.mentions
    assert asked.speech == speech_of(item, mentions)
    assert speech_of(replace(item, id="other"), mentions, asked) is asked.speech
    assert ask(RULES, item, before=asked).speech is asked.speech
    other = replace(item, title="Fire in the harbour kills 13, says the mayor")
    assert speech_of(other, mentions, asked) == speech_of(other, mentions) != asked.speech
    assert ask(RULES, an_item(title="Calm in the harbour")).speech is None


def test_its_words_are_read_once() -> None:
    """The report that was made with the rules' word is the one that is made now, for this very finding alone."""
    asked = ask(RULES, ITEM)
    made = report_of(ITEM, asked.finding, asked, copy_of="origin", vector="v")
    fresh = cluster.report_of(ITEM, asked.finding, copy_of="origin", vector="v")
    assert made == fresh
    assert (made.words, made.keys) == (cluster.read(fresh).words, cluster.read(fresh).keys)
    assert made.words
    assert cluster.lookup_keys(made) == cluster.lookup_keys(fresh)
    other = replace(ITEM, title="Calm in the harbour")
    assert not report_of(other, find(RULES, other), asked, copy_of=None, vector="").words
    assert ask(RULES, ITEM, before=asked).report == asked.report
