"""Who hears of a change, how, and what became of the item."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.alerts.plan import Plan, plan
from daemon.model import (
    AlertReason,
    Change,
    Evidence,
    Incident,
    Item,
    Match,
    Mention,
    Report,
    RuleFacts,
    Severity,
)
from tests.helpers.build import NOW, an_item

STALE = "stale: published 3 d before it arrived"
TITLE = Evidence(field="title", start=0, end=10, text="Helicopter")
SUMMARY = Evidence(field="summary", start=2, end=12, text="helicopter")


def a_match(**over: Any) -> Match:
    """A match of a live rule."""
    evidence = over.pop("evidence", (TITLE,))
    facts = {"id": "downed", "title": "Downed", "severity": Severity.HIGH, "revision": "1", "tags": ("air",), **over}
    return Match(rule=RuleFacts(**facts), item_id="item-1", evidence=evidence)


def a_change(reason: AlertReason | None, *sources: str, copy_of: str | None = None, **over: Any) -> Change:
    """A change of an incident in which these sources spoke."""
    reports = tuple(
        Report(item_id=f"r{n}", feed="wire", source=source, title="t", arrived_at=NOW, copy_of=copy_of)
        for n, source in enumerate(sources or ("The Wire",))
    )
    incident = Incident(
        id="i1", title="First title", severity=Severity.CRITICAL, opened_at=NOW, last_report_at=NOW, reports=reports
    )
    return Change(incident=incident, report=reports[-1], reason=reason, why="", **over)


def planned(change: Change, *matches: Match, item: Item | None = None, **over: Any) -> Plan:
    """The plan for a change, for the receivers `desk` and `boss`, of whom nobody heard yet."""
    values: dict[str, Any] = {
        "mentions": (),
        "receivers": ("desk", "boss"),
        "heard": frozenset(),
        "held": None,
        "exercise": False,
        "now": NOW,
        **over,
    }
    return plan(change, item or an_item(), matches, **values)


def told(result: Plan) -> list[tuple[str, str, bool, str | None]]:
    """Receiver, reason, silence and mute reason of each delivery."""
    return [(one.receiver, one.alert.reason.value, one.silent, one.mute_reason) for one in result.deliveries]


OPENED, CONFIRMED = AlertReason.OPENED, AlertReason.CONFIRMED
BOTH = frozenset({"desk", "boss"})
HIGH = a_match()
SHADOW = a_match(id="trial", mode="shadow")
PAIR = a_match(min_sources=2)

CASES: dict[str, tuple[Change, tuple[Match, ...], dict[str, Any], list[tuple[str, str, bool, str | None]], str]] = {
    "the first report": (
        a_change(OPENED),
        (HIGH,),
        {},
        [("desk", "opened", False, None), ("boss", "opened", False, None)],
        "alerted",
    ),
    "of low severity": (
        a_change(OPENED),
        (a_match(severity=Severity.LOW),),
        {"receivers": ("desk",)},
        [("desk", "opened", True, None)],
        "alerted",
    ),
    "confirmed": (
        a_change(CONFIRMED, "A", "B"),
        (HIGH,),
        {"heard": BOTH},
        [("desk", "confirmed", True, None), ("boss", "confirmed", True, None)],
        "followed up",
    ),
    "extended": (
        a_change(AlertReason.EXTENDED),
        (HIGH,),
        {"heard": BOTH, "receivers": ("desk",)},
        [("desk", "extended", True, None), ("boss", "extended", True, None)],
        "followed up",
    ),
    "escalated": (
        a_change(AlertReason.ESCALATED),
        (HIGH,),
        {"heard": BOTH, "receivers": ("desk",)},
        [("desk", "escalated", False, None), ("boss", "escalated", False, None)],
        "followed up",
    ),
    "confirmed, and one hears for the first time": (
        a_change(CONFIRMED, "A", "B"),
        (HIGH,),
        {"heard": frozenset({"desk"})},
        [("boss", "opened", False, None), ("desk", "confirmed", True, None)],
        "alerted",
    ),
    "a copy": (a_change(None, "A", copy_of="x"), (HIGH,), {"heard": BOTH}, [], "copy"),
    "a copy, and one hears for the first time": (
        a_change(None, "A", copy_of="x"),
        (HIGH,),
        {"heard": frozenset({"desk"})},
        [("boss", "opened", False, None)],
        "alerted",
    ),
    "revised without news": (a_change(None), (HIGH,), {"heard": BOTH}, [], "unchanged"),
    "corrected": (
        a_change(AlertReason.CORRECTED, was_title="Old"),
        (HIGH,),
        {"heard": BOTH},
        [("desk", "corrected", True, None), ("boss", "corrected", True, None)],
        "corrected",
    ),
    "corrected, and matching no more": (
        a_change(AlertReason.CORRECTED, was_title="Old"),
        (),
        {"heard": BOTH, "receivers": ()},
        [("boss", "corrected", True, None), ("desk", "corrected", True, None)],
        "corrected",
    ),
    "corrected long after": (
        a_change(AlertReason.CORRECTED, was_title="Old"),
        (HIGH,),
        {"heard": frozenset({"desk"}), "held": STALE},
        [("boss", "opened", False, STALE), ("desk", "corrected", True, None)],
        "corrected",
    ),
    "stale": (
        a_change(OPENED),
        (HIGH,),
        {"held": STALE},
        [("desk", "opened", False, STALE), ("boss", "opened", False, STALE)],
        "stale",
    ),
    "a stale follow-up": (
        a_change(CONFIRMED, "A", "B"),
        (HIGH,),
        {"held": STALE, "heard": BOTH, "receivers": ("desk",)},
        [("desk", "confirmed", True, STALE), ("boss", "confirmed", True, STALE)],
        "stale",
    ),
    "only shadow rules": (a_change(OPENED), (SHADOW,), {}, [], "shadow"),
    "too few sources": (a_change(OPENED), (PAIR,), {}, [], "below min_sources"),
    "enough sources at last": (
        a_change(CONFIRMED, "A", "B"),
        (PAIR,),
        {"receivers": ("desk",)},
        [("desk", "opened", False, None)],
        "alerted",
    ),
    "the easiest rule counts": (
        a_change(OPENED),
        (PAIR, HIGH),
        {"receivers": ("desk",)},
        [("desk", "opened", False, None)],
        "alerted",
    ),
    "a shadow rule opens nothing for others": (a_change(OPENED), (PAIR, SHADOW), {}, [], "below min_sources"),
    "copies are one source": (a_change(OPENED, "A", "B", copy_of="x"), (PAIR,), {}, [], "below min_sources"),
    "nobody to tell": (a_change(OPENED), (HIGH,), {"receivers": ()}, [], "no receiver"),
    "no rule": (a_change(OPENED), (), {"receivers": ()}, [], "nothing to tell"),
    "a report without a rule": (
        a_change(CONFIRMED, "A", "B"),
        (),
        {"receivers": (), "heard": BOTH},
        [],
        "nothing to tell",
    ),
    "the same first report again": (a_change(OPENED), (HIGH,), {"heard": BOTH}, [], "nothing to tell"),
}


@pytest.mark.parametrize(("change", "matches", "over", "deliveries", "fate"), CASES.values(), ids=CASES)
def test_who_hears_and_what_became_of_it(
    change: Change,
    matches: tuple[Match, ...],
    over: dict[str, Any],
    deliveries: list[tuple[str, str, bool, str | None]],
    fate: str,
) -> None:
    """D10, D12, D13: first alerts sound, follow-ups are silent, what is held is in the outbox with its reason."""
    result = planned(change, *matches, **over)
    assert told(result) == deliveries
    assert result.fate == fate


def test_the_alert_is_a_snapshot() -> None:
    """An alert holds all that its message needs, from live rules only, each span once and in reading order."""
    item = an_item(author="x", tags=("feed-tag",))
    other = a_match(id="b", severity=Severity.LOW, tags=("air", "war"), note="call", evidence=(SUMMARY, TITLE))
    named = [
        Mention(entity="mi-25", name="Mi-25", kind="helicopter", evidence=TITLE),
        Mention(entity="palmyra", name="Palmyra", kind="place", evidence=TITLE),
        Mention(entity="mi-25", name="Mi-25", kind="helicopter", evidence=SUMMARY),
    ]
    change = a_change(CONFIRMED, "A", "B", "A", was_title="Old")
    change = replace(change, incident=replace(change.incident, previous="i0"))
    alert = planned(change, HIGH, other, SHADOW, item=item, mentions=named, exercise=True).deliveries[0].alert
    assert (alert.reason, alert.severity, alert.created_at, alert.exercise) == (OPENED, Severity.HIGH, NOW, True)
    assert (alert.title, alert.incident_id, alert.previous) == ("First title", "i1", "i0")
    assert (alert.item_id, alert.item_title, alert.item_summary) == (item.id, item.title, item.summary)
    assert (alert.item_url, alert.item_was, alert.feed, alert.source) == (item.url, "Old", item.feed, item.source)
    assert (alert.published_at, alert.arrived_at, alert.language) == (item.published_at, item.arrived_at, "en")
    assert (alert.sources, alert.reports) == (("A", "B"), 3)
    assert [(rule.id, rule.title, rule.revision, rule.note) for rule in alert.rules] == [
        ("downed", "Downed", "1", ""),
        ("b", "Downed", "1", "call"),
    ]
    assert alert.entities == ("Palmyra", "Mi-25")
    assert (alert.places, alert.things) == (("Palmyra",), ("Mi-25",))
    assert alert.evidence == (TITLE, SUMMARY)
    assert alert.tags == ("air", "war")


def test_the_place_of_an_alert_is_the_narrowest() -> None:
    """A place in which another named place lies is an entity of the alert, but not where it happened."""
    named = [
        Mention(entity="syria", name="Syria", kind="country", evidence=TITLE),
        Mention(entity="homs", name="Homs Governorate", kind="place", evidence=TITLE, within=("syria",)),
        Mention(entity="palmyra", name="Palmyra", kind="place", evidence=TITLE, within=("homs", "syria")),
        Mention(entity="iraq", name="Iraq", kind="country", evidence=SUMMARY),
    ]
    alert = planned(a_change(OPENED, "A"), HIGH, mentions=named).deliveries[0].alert
    assert alert.places == ("Palmyra", "Iraq")
    assert alert.things == ()
    assert alert.entities == ("Homs Governorate", "Palmyra", "Syria", "Iraq")


def test_a_copy_without_its_origin_names_who_brought_it() -> None:
    """An incident known from copies only has the reporting outlet as its source, so that no alert is without one."""
    alert = planned(a_change(OPENED, "A", copy_of="x"), HIGH).deliveries[0].alert
    assert alert.sources == (an_item().source,)


def test_a_correction_without_a_rule_keeps_the_incidents_severity() -> None:
    """Where no rule matches any more, the incident says how much it matters."""
    result = planned(a_change(AlertReason.CORRECTED), receivers=(), heard=frozenset({"desk"}))
    assert result.deliveries[0].alert.severity is Severity.CRITICAL


def test_the_same_poll_again_gives_the_same_alerts() -> None:
    """S2: after a crash the same change leads to the same ids; another version of the item leads to others."""
    change = a_change(CONFIRMED, "A", "B")
    heard = {"heard": frozenset({"desk"})}
    first = planned(change, HIGH, **heard)
    again = planned(change, HIGH, **heard, now=NOW + timedelta(minutes=1))
    other = planned(change, HIGH, **heard, item=an_item(fingerprint="1:01"))
    assert [one.alert.id for one in first.deliveries] == [one.alert.id for one in again.deliveries]
    assert not {one.alert.id for one in first.deliveries} & {one.alert.id for one in other.deliveries}
    assert len({one.alert.id for one in first.deliveries}) == 2


@given(st.integers(0, 20_000), st.integers(0, 20_000))
def test_a_long_body_is_cut_behind_its_evidence(length: int, start: int) -> None:
    """Spans index the same words in the alert as in the item, however long the body is; a long rest is left out."""
    body = "".join(chr(97 + n % 26) for n in range(length))
    spans = tuple(
        Evidence(field="body", start=at, end=at + 10, text=body[at : at + 10]) for at in (0, start) if at + 10 <= length
    )
    match = a_match(evidence=spans or (TITLE,))
    alert = planned(a_change(OPENED), match, item=an_item(body=body)).deliveries[0].alert
    assert body.startswith(alert.item_body)
    assert len(alert.item_body) <= max(4_000, start + 310)
    assert all(alert.item_body[span.start : span.end] == span.text for span in alert.evidence if span.field == "body")


@given(
    st.sampled_from(
        [*(reason for reason in AlertReason if reason not in {AlertReason.NOTICE, AlertReason.TEST}), None]
    ),
    st.lists(st.sampled_from([HIGH, SHADOW, PAIR]), max_size=3),
    st.lists(st.sampled_from(["desk", "boss", "night"]), max_size=4),
    st.frozensets(st.sampled_from(["desk", "boss", "gone"])),
    st.sampled_from([None, STALE]),
)
def test_nobody_hears_twice_of_one_change(
    reason: AlertReason | None, matches: list[Match], receivers: list[str], heard: frozenset[str], held: str | None
) -> None:
    """One delivery a receiver at most; a first alert only for who heard nothing, a follow-up only for who did."""
    result = planned(a_change(reason), *matches, receivers=receivers, heard=heard, held=held)
    names = [one.receiver for one in result.deliveries]
    assert len(names) == len(set(names))
    assert all((one.alert.reason is OPENED) is (one.receiver not in heard) for one in result.deliveries)
    assert all(one.mute_reason for one in result.deliveries if held and one.alert.reason is not AlertReason.CORRECTED)
    assert result.fate
