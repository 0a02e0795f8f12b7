"""Too much at once: what is rolled up, and what never is."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from daemon.alerts.compose import compose
from daemon.alerts.rollup import FROM, digest_of, rolled_up
from daemon.model import AlertReason, Delivery, DeliveryState, MatchedRule, Severity
from tests.helpers.build import NOW, an_alert

RULES = {name: MatchedRule(id=name, title=name.title(), revision="1") for name in ("floods", "fires")}


def waiting(number: int, *, rule: str = "floods", severity: Severity = Severity.HIGH, attempts: int = 0,
            reason: AlertReason = AlertReason.OPENED) -> Delivery:  # fmt: skip
    """A delivery that waits."""
    alert = an_alert(
        id=f"a{number}", incident_id=f"i{number}", rules=(RULES[rule],), severity=severity, reason=reason,
        title=f"Flood number {number}",
    )  # fmt: skip
    return Delivery(
        id=number, key=f"a{number}:desk", alert=alert, receiver="desk", state=DeliveryState.PENDING, silent=False,
        attempts=attempts, next_attempt_at=NOW,
    )  # fmt: skip


def test_few_alerts_come_one_by_one() -> None:
    """What can be read singly is told singly."""
    assert rolled_up([waiting(number) for number in range(FROM - 1)], now=NOW) == []


def test_many_of_a_rule_become_one_message_that_names_them() -> None:
    """A roll-up says how many, names the first ones, and says where the rest is."""
    ((alert, told),) = rolled_up([waiting(number) for number in range(40)], now=NOW)
    assert (alert.title, len(told)) == ("40 incidents of Floods", 40)
    assert "Flood number 0" in alert.text
    assert "and 25 more: /open" in alert.text


def test_what_is_urgent_or_was_tried_is_never_rolled_up() -> None:
    """Critical alerts, attempts under way and follow-ups keep their own message, however much waits."""
    single = [
        waiting(100, severity=Severity.CRITICAL),
        waiting(101, attempts=1),
        waiting(102, reason=AlertReason.CONFIRMED),
        waiting(103, reason=AlertReason.UNACKED),
    ]
    rolled = {one.id for _, told in rolled_up([*single, *map(waiting, range(40))], now=NOW) for one in told}
    assert rolled == set(range(40))


@given(st.lists(st.sampled_from(["floods", "fires"]), max_size=60))
def test_each_delivery_is_told_of_once(rules: list[str]) -> None:
    """No delivery is in two roll-ups, and the same ones always make the alert of the same id."""
    deliveries = [waiting(number, rule=rule) for number, rule in enumerate(rules)]
    made = rolled_up(deliveries, now=NOW)
    told = [one.id for _, group in made for one in group]
    assert len(told) == len(set(told))
    assert {alert.id for alert, _ in made} == {alert.id for alert, _ in rolled_up(deliveries[::-1], now=NOW)}


def test_ranks_go_by_severity_and_further_reports_come_last() -> None:
    """T19: the order in which one receiver's alerts go out."""
    alert = an_alert(severity=Severity.CRITICAL)
    ranks = [
        replace(alert, reason=reason).rank
        for reason in (AlertReason.UNACKED, AlertReason.OPENED, AlertReason.CORRECTED, AlertReason.EXTENDED)
    ]
    assert ranks == [3, 3, 3, 0]


def test_a_digest_names_the_worst_first_and_is_the_same_each_time() -> None:
    """The graver ones come first, of the same severity the incidents; the id depends on what is told alone."""
    group = [
        waiting(1, severity=Severity.LOW),
        waiting(3, reason=AlertReason.CORRECTED),
        waiting(2, severity=Severity.HIGH, rule="fires"),
    ]
    alert = digest_of(group, now=NOW)
    assert alert.title == "Digest: 2 incidents, 1 other message"
    lines = alert.text.splitlines()
    assert ["HIGH" in lines[0], "corrected:" in lines[1], "LOW" in lines[2]] == [True, True, True]
    assert alert.id == digest_of(group[::-1], now=NOW).id
    assert "and 25 more: /open" in digest_of([waiting(number) for number in range(40)], now=NOW).text


def test_a_roll_up_states_the_backlog() -> None:
    """Who reads one knows how much is still to come: the other roll-ups, and what is told singly."""
    group = [waiting(number, rule=("floods", "fires")[number % 2]) for number in range(40)]
    (first, _), (second, _) = rolled_up(group, backlog=45, now=NOW)
    assert "Backlog: 6 more messages wait for this chat" in first.text
    assert "Backlog: 6 more messages" in second.text
    ((only, _),) = rolled_up(group[::2], backlog=20, now=NOW)
    assert "Backlog" not in only.text


def test_a_digest_hides_no_grave_follow_up_behind_lesser_incidents() -> None:
    """What became graver is shown, however many small incidents waited with it."""
    risen = waiting(99, severity=Severity.CRITICAL, reason=AlertReason.ESCALATED)
    alert = digest_of([*(waiting(number, severity=Severity.LOW) for number in range(40)), risen], now=NOW)
    assert "CRITICAL escalated" in alert.text.splitlines()[0]


def test_each_right_to_left_title_of_a_digest_is_isolated_by_itself() -> None:
    """C6: an Arabic title that ends in Latin or digits does not pull the source or the next line round."""
    group = [replace(one, alert=replace(one.alert, title="انفجار في Tehran 5")) for one in map(waiting, range(2))]
    one = replace(group[0], alert=digest_of(group, now=NOW))
    assert compose(one, now=NOW).text.count("\u2068انفجار في Tehran 5\u2069") == 2


def test_a_right_to_left_subject_is_isolated() -> None:
    """C6: mail, Slack's notifications and a terminal show the severity before an Arabic title, not within it."""
    one = waiting(1)
    one = replace(one, alert=replace(one.alert, item_title="12 قتيلا في Tehran"))
    assert compose(one, now=NOW).subject == "HIGH: \u206812 قتيلا في Tehran\u2069"
