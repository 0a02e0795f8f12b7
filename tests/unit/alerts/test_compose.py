import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.alerts.compose import compose
from daemon.alerts.excerpt import FIRST_STRONG_ISOLATE, POP_ISOLATE
from daemon.model import AlertReason, Evidence, MatchedRule, Message, Severity
from tests.helpers.build import NOW, a_delivery, an_alert


def composed(*, reply_to: str | None = None, delivery: dict[str, Any] | None = None, **alert: Any) -> Message:
    """The message of an alert."""
    return compose(a_delivery(alert=an_alert(**alert), **(delivery or {})), reply_to=reply_to, now=NOW)


def lines(message: Message) -> list[str]:
    """The message's lines, bold words between asterisks."""
    return "".join(f"*{run.text}*" if run.bold else run.text for run in message.runs).split("\n")


def test_an_opening_alert_says_what_where_why_and_by_whom():
    """One screen: severity, rule and place, title, excerpt, source and times, link, words and rule."""
    message = composed(
        published_at=NOW - timedelta(seconds=12),
        item_summary="The ministry spoke. A helicopter was shot down.",
        rules=(MatchedRule(id="helicopter-downed", title="Helicopter downed", revision="abc", note="Call the desk."),),
        evidence=(
            Evidence(field="title", start=0, end=10, text="Helicopter"),
            Evidence(field="summary", start=37, end=46, text="shot down"),
            Evidence(field="summary", start=22, end=32, text="helicopter"),
        ),
    )
    assert lines(message) == [
        "🔴 *CRITICAL · Helicopter downed · Palmyra*",
        "*Helicopter* shot down east of Palmyra",
        "The ministry spoke. A *helicopter* was *shot down*.",
        "The Wire · published 13:59 UTC · seen +12 s",
        "https://example.org/news/1",
        "fired by: Helicopter, shot down",
        "rule: helicopter-downed (abc)",
        "Call the desk.",
    ]
    assert message.subject == "CRITICAL: Helicopter shot down east of Palmyra"
    assert (message.key, message.severity) == ("alert-1:desk", Severity.CRITICAL)


def test_a_title_without_evidence_is_bold_as_a_whole():
    """When the words that fired stand in the text, the title still stands out."""
    found = (Evidence(field="body", start=2, end=12, text="helicopter"),)
    assert lines(composed(item_title="News", item_summary="", item_body="A helicopter.", evidence=found))[1:3] == [
        "*News*",
        "A *helicopter*.",
    ]


FOLLOW_UPS: list[tuple[AlertReason, dict[str, Any], list[str]]] = [
    (
        AlertReason.CONFIRMED,
        {"source": "RT", "sources": ("A", "RT")},
        ["✔ Confirmed by RT; now 2 independent sources", "*Mi-25 lost*", "https://example.org/news/1"],
    ),
    (
        AlertReason.EXTENDED,
        {"source": "RT", "reports": 3},
        ["Also: RT, report 3 of this event", "*Mi-25 lost*", "https://example.org/news/1"],
    ),
    (
        AlertReason.CORRECTED,
        {"item_was": "Mi-24 lost"},
        ["✏ Headline changed: Mi-24 lost → Mi-25 lost", "https://example.org/news/1"],
    ),
    (
        AlertReason.CORRECTED,
        {"item_was": None},
        ["✏ Report changed: Mi-25 lost", "https://example.org/news/1"],
    ),
    (
        AlertReason.ESCALATED,
        {"source": "RT"},
        [
            "⬆ Severity raised to CRITICAL by RT",
            "*Mi-25 lost*",
            "https://example.org/news/1",
            "rule: helicopter-downed (abc123)",
        ],
    ),
]


@pytest.mark.parametrize(("reason", "alert", "expected"), FOLLOW_UPS)
def test_a_follow_up_is_short(reason: AlertReason, alert: dict[str, Any], expected: list[str]):
    """In a thread, only what is new is said."""
    message = composed(reply_to="1:1", reason=reason, item_title="Mi-25 lost", evidence=(), **alert)
    assert lines(message) == expected
    assert message.reply_to == "1:1"


@pytest.mark.parametrize(("reason", "alert", "expected"), FOLLOW_UPS)
def test_a_follow_up_without_its_thread_is_told_in_full(
    reason: AlertReason, alert: dict[str, Any], expected: list[str]
):
    """Who has seen nothing before gets the whole alert, and what is new in it."""
    said = lines(composed(reason=reason, item_title="Mi-25 lost", evidence=(), **alert))
    assert said[0] == "🔴 *CRITICAL · Helicopter downed · Palmyra*"
    assert said[1] == expected[0]
    assert "*Mi-25 lost*" in said


def test_the_heading_keeps_where_and_what_apart():
    """The heading says what happened, then where, then who or what with; not all names in one row."""
    said = lines(composed(entities=("Palmyra", "Homs", "Mi-25"), places=("Palmyra",), things=("Mi-25", "Red Flag")))
    assert said[0] == "🔴 *CRITICAL · Helicopter downed · Palmyra · Mi-25, Red Flag*"


@pytest.mark.parametrize("reason", list(AlertReason))
@pytest.mark.parametrize("reply_to", [None, "1:1"])
@pytest.mark.parametrize("repeat", [False, True])
def test_an_exercise_says_so_first_and_last(reason: AlertReason, reply_to: str | None, *, repeat: bool):
    """No message of a drill can be taken for a real one, whatever its reason."""
    message = composed(reply_to=reply_to, reason=reason, exercise=True, delivery={"possible_repeat": repeat})
    assert message.text.startswith("EXERCISE")
    assert message.text.endswith("EXERCISE – no real event")
    assert message.subject.startswith("EXERCISE")
    assert ("possible repeat" in message.text.split("\n")[0]) is repeat
    assert "EXERCISE" not in composed(reply_to=reply_to, reason=reason).text


@pytest.mark.parametrize("reply_to", [None, "1:1"])
def test_a_possible_repeat_says_so_in_its_first_line(reply_to: str | None):
    """A message that may have arrived before is labelled, in the text and in the facts (T1)."""
    message = composed(reply_to=reply_to, delivery={"possible_repeat": True})
    assert message.text.split("\n")[0] == "↻ possible repeat"
    assert message.facts["possible_repeat"] is True
    assert "possible repeat" not in composed(reply_to=reply_to).text


def test_a_notice_is_about_watchdesk_itself():
    """Operators see a subject and the lines of the text, without an item."""
    message = composed(reason=AlertReason.NOTICE, title="desk is down", text="403: kicked\nadd the bot", evidence=())
    assert lines(message) == ["⚙ watchdesk: *desk is down*", "403: kicked", "add the bot"]
    assert lines(composed(reason=AlertReason.TEST, title="hello", text=""))[0] == "✅ watchdesk test: *hello*"


def test_a_caret_stands_under_its_spot():
    """What a notice shows of a file is of one width a letter and keeps its spaces: a caret points where it did."""
    text = "a.yaml:3:49: the query ends too early\n     fire  &\n            ^\n  less"
    told = composed(reason=AlertReason.NOTICE, title="refused", text=text, evidence=())
    assert [run.text.replace("\xa0", " ") for run in told.runs if run.code] == ["     fire  &", "            ^"]
    assert not any("  " in run.text for run in told.runs), "no screen folds them"


@pytest.mark.parametrize(
    ("published", "arrived", "expected"),
    [
        (timedelta(), timedelta(), "published 14:00 UTC · seen +0 s"),
        (timedelta(minutes=-3), timedelta(), "published 13:57 UTC · seen +3 min"),
        (timedelta(hours=-13), timedelta(), "published 01:00 UTC · seen +13 h"),
        (timedelta(hours=-15), timedelta(), "published 7 Jul 2016 23:00 UTC · seen +15 h"),
        (timedelta(days=-400), timedelta(), "published 4 Jun 2015 14:00 UTC · seen +400 d"),
        (timedelta(minutes=5), timedelta(), "published 14:05 UTC · seen 14:00 UTC"),
        (timedelta(days=9000), timedelta(), "dated 27 Feb 2041 14:00 UTC, in the future · seen 14:00 UTC"),
        (None, timedelta(), "published time unknown · seen 14:00 UTC"),
    ],
)
def test_times_name_their_zone_and_their_date_when_not_today(
    published: timedelta | None, arrived: timedelta, expected: str
):
    """A time of day alone is today's; a date of 2041 is shown and doubted; none is said to be none (Z1)."""
    times = {"published_at": None if published is None else NOW + published, "arrived_at": NOW + arrived}
    assert f"The Wire · {expected}" in lines(composed(**times))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "tg://user?id=1", "https://", "http://[x"])
def test_only_web_addresses_become_links(url: str):
    """Any other address is shown as text (C3)."""
    message = composed(item_url=url)
    assert url in message.text
    assert all(run.url is None for run in message.runs)
    assert [run.url for run in composed().runs if run.url] == ["https://example.org/news/1"]


def test_hostile_text_cannot_forge_lines_or_turn_the_message():
    """Line breaks, overrides and escapes of an item end inside its own line (C6, C9)."""
    forged = "Calm\n🔴 CRITICAL · forged\u202e\x1b[31m"
    message = composed(
        item_title=forged,
        item_summary=forged,
        source=forged,
        entities=(forged,),
        evidence=(),
        item_url="https://e.org/\n",
    )
    assert [line for line in lines(message) if line.startswith("🔴")] == lines(message)[:1]
    assert not any(char in message.text + message.subject for char in "\u202e\x1b")


def test_right_to_left_titles_and_words_are_isolated():
    """Arabic stands within isolates, title and evidence alike (C6)."""
    title = "إسقاط مروحية"
    found = (Evidence(field="title", start=6, end=12, text="مروحية"),)
    said = lines(composed(item_title=title, item_summary="", evidence=found))
    assert said[1] == f"{FIRST_STRONG_ISOLATE}إسقاط *مروحية*{POP_ISOLATE}"
    assert f"fired by: {FIRST_STRONG_ISOLATE}مروحية{POP_ISOLATE}" in said


@pytest.mark.parametrize("text", ["{{7*7}}", "%s%n", "{0.__class__}", "${jndi:ldap://x}", "<b>x</b>", "[red]x[/]"])
def test_no_text_is_read_as_a_template(text: str):
    """What looks like a template or markup is shown as it is (C10)."""
    assert f"*{text}*" in lines(composed(item_title=text, evidence=()))


def test_long_items_stay_on_one_screen():
    """However long an item, its message is short (C4)."""
    words = tuple(Evidence(field="body", start=0, end=4, text=f"word{number}" * 50) for number in range(500))
    rules = tuple(MatchedRule(id="r" * 60, title="t" * 500, revision="1", note="n" * 5000) for _ in range(50))
    message = composed(
        item_title="word " * 10_000,
        item_summary="word " * 10_000,
        evidence=words,
        rules=rules,
        entities=("e" * 999,) * 99,
    )
    assert len(message.text) < 3500


def test_the_facts_hold_the_alert_for_machines():
    """The facts are JSON and name alert, incident, item, rules and evidence."""
    message = composed(delivery={"silent": True, "parts_sent": ("1:1",)}, sources=("The Wire", "RT"))
    facts = json.loads(json.dumps(dict(message.facts)))
    assert (facts["id"], facts["reason"], facts["severity"], facts["incident"]) == (
        "alert-1",
        "opened",
        "critical",
        "incident-1",
    )
    assert facts["item"]["url"] == "https://example.org/news/1"
    assert facts["item"]["published"] == "2016-07-08T14:00:00+00:00"
    assert facts["rules"] == [{"id": "helicopter-downed", "title": "Helicopter downed", "revision": "abc123"}]
    assert facts["evidence"][0] == {"field": "title", "start": 0, "end": 10, "text": "Helicopter"}
    assert (facts["receiver"], facts["sources"]) == ("desk", ["The Wire", "RT"])
    assert (message.silent, message.parts_sent) == (True, ("1:1",))


_any_text = st.text(alphabet=st.characters(codec="utf-8"), max_size=80)


@given(
    st.builds(
        an_alert,
        reason=st.sampled_from(AlertReason),
        title=_any_text,
        item_title=_any_text,
        item_summary=_any_text,
        item_url=st.one_of(st.none(), _any_text),
        item_was=st.one_of(st.none(), _any_text),
        source=st.one_of(st.none(), _any_text),
        text=_any_text,
        exercise=st.booleans(),
        evidence=st.just(()),
    ),
    st.sampled_from([None, "1:1"]),
)
def test_any_alert_becomes_a_message(alert: Any, reply_to: str | None):
    """Composing never fails, never gives an empty message, and gives a subject of one line."""
    message = compose(a_delivery(alert=alert), reply_to=reply_to, now=None)
    assert message.text.strip()
    assert message.text == "".join(run.text for run in message.runs)
    assert "\n" not in message.subject
    assert all(line for line in message.text.split("\n"))


def test_the_grade_of_a_source_stands_beside_it() -> None:
    """The desk's grade of a source is in the message and in the facts; without one, nothing stands there."""
    graded = composed(reliability="B")
    assert "The Wire (B) · published" in graded.text
    assert graded.facts["item"]["reliability"] == "B"
    plain = composed()
    assert "The Wire · published" in plain.text
    assert plain.facts["item"]["reliability"] is None
