"""The drill's story as it comes with the package."""

from datetime import timedelta

import pytest

from daemon.config import Feed
from daemon.drill.story import load_story
from daemon.model import AlertReason

STORY = load_story()


def test_every_step_belongs_to_a_feed_of_the_story():
    """No entry is published to a feed that nobody polls."""
    feeds = {feed.id for feed in STORY.feeds}
    assert {step.feed for step in (*STORY.baseline, *STORY.steps)} <= feeds


def test_every_feed_has_something_before_the_story_begins():
    """Every feed's first poll is a baseline with at least one everyday entry."""
    assert {step.feed for step in STORY.baseline} == {feed.id for feed in STORY.feeds}
    assert {step.outcome for step in STORY.baseline} == {"nothing"}


def test_steps_come_in_order_without_a_gap():
    """The steps' orders rise from 1 by at most one."""
    orders = [step.order for step in STORY.steps]
    assert orders == sorted(orders)
    assert sorted(set(orders)) == list(range(1, 10))


def test_outcomes_are_alert_reasons_or_silence():
    """A step's outcome is the reason of an alert, a copy, or nothing; the first is the opening and the only one."""
    reasons = [step.outcome for step in STORY.steps]
    assert set(reasons) <= {*AlertReason, "copy", "nothing"}
    assert reasons[0] == "opened"
    assert reasons.count("opened") == 1


def test_entries_have_all_that_a_feed_needs():
    """Every entry has an id, a link to a reserved domain, a title and a text, and no date of its own."""
    for step in (*STORY.baseline, *STORY.steps):
        assert all((step.entry.guid, step.entry.title, step.entry.summary))
        assert (step.entry.url or "").split("/")[2].endswith(".example")
        assert step.entry.published is None


def test_ids_repeat_only_for_the_edited_headline():
    """Exactly one entry appears twice under its id: the one whose headline is edited, with its link unchanged."""
    seen = {}
    repeated = []
    for step in (*STORY.baseline, *STORY.steps):
        key = (step.feed, step.entry.guid)
        repeated += [(seen[key], step)] if key in seen else []
        seen[key] = step
    ((before, after),) = repeated
    assert after.outcome == "corrected"
    assert before.entry.url == after.entry.url
    assert before.entry.title != after.entry.title


def test_the_copy_is_word_for_word_and_elsewhere():
    """The syndicated copy has the broadcaster's title and text, another publisher, another id and another link."""
    (copy,) = (step for step in STORY.steps if step.outcome == "copy")
    (origin,) = (step for step in STORY.steps if step.entry.title == copy.entry.title and step is not copy)
    assert origin.entry.summary == copy.entry.summary
    assert origin.entry.guid != copy.entry.guid
    assert origin.entry.url != copy.entry.url
    assert publisher(origin) != publisher(copy)


def test_confirmations_come_from_new_publishers_and_extensions_from_known_ones():
    """What the story calls confirmed adds an independent source; what it calls extended adds none."""
    heard = set()
    for step in STORY.steps:
        if step.outcome in {"opened", "confirmed"}:
            assert publisher(step) not in heard
            heard.add(publisher(step))
        elif step.outcome in {"extended", "corrected"}:
            assert publisher(step) in heard
    assert len(heard) == 4


def test_the_story_speaks_three_languages_and_four_formats():
    """The drill shows all feed formats and the languages of the desk."""
    assert {feed.language for feed in STORY.feeds} == {"en", "ru", "ar"}
    assert {feed.format for feed in STORY.feeds} == {"rss", "atom", "rdf", "json"}


def test_every_name_says_that_it_is_a_drill():
    """No outlet of the story can be taken for a real one."""
    for feed in STORY.feeds:
        assert "(drill)" in feed.publisher
        assert "drill" in feed.tags


def test_feeds_config_polls_the_site_often_and_without_a_proxy():
    """The configured feeds lead to the drill's site, may be private, and keep the story's publishers."""
    feeds = STORY.feeds_config("http://127.0.0.1:8080")
    assert all(isinstance(feed, Feed) for feed in feeds)
    assert [feed.url for feed in feeds] == [f"http://127.0.0.1:8080/{feed.id}" for feed in STORY.feeds]
    assert all(feed.allow_private and feed.direct and feed.interval == timedelta(seconds=1) for feed in feeds)
    assert len({feed.source for feed in feeds}) == len(STORY.feeds) - 2


def test_the_rules_file_is_free_of_problems():
    """The drill brings its own rules, and they can be read."""
    assert STORY.rules_file.problems == []
    assert [rule["id"] for rule in STORY.rules_file.value["rules"]] == ["helicopter-downed"]


def test_a_damaged_story_is_told(tmp_path):
    """A package file that is not YAML leads to an error that names it."""
    (tmp_path / "story.yaml").write_text("feeds: [", encoding="utf-8")
    with pytest.raises(ValueError, match=r"story\.yaml"):
        load_story(tmp_path)


def test_an_empty_story_is_told(tmp_path):
    """A package file without content leads to an error that names it."""
    (tmp_path / "story.yaml").write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match=r"story\.yaml is empty"):
        load_story(tmp_path)


def publisher(step):
    """Who speaks in a step."""
    return next(feed.publisher for feed in STORY.feeds if feed.id == step.feed)
