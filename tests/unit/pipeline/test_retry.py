"""When a delivery is tried again: by what the other side said, and never without end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from daemon.errors import PermanentSendError, TransientSendError
from daemon.model import DeliveryState
from daemon.pipeline import retry
from tests.helpers.build import NOW, a_delivery

SENDING = a_delivery(state=DeliveryState.SENDING, attempts=1)


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 5), (2, 10), (3, 20), (7, 320), (8, 600), (299, 600)])
def test_plain_failures_back_off_without_a_label(attempts: int, seconds: int) -> None:
    """T2: a refused connection is retried ever later, up to ten minutes, and never labelled."""
    after = retry.after_error(replace(SENDING, attempts=attempts), TransientSendError("desk", "refused"), now=NOW)
    assert (after.state, after.possible_repeat) == (DeliveryState.PENDING, False)
    assert after.next_attempt_at == NOW + timedelta(seconds=seconds)


def test_an_unknown_outcome_is_repeated_after_a_minute_with_a_label() -> None:
    """T1: a time-out after the request went out may have delivered; the repeat waits and says so, from then on."""
    after = retry.after_error(SENDING, TransientSendError("desk", "timed out", ambiguous=True), now=NOW)
    assert after.possible_repeat
    assert after.next_attempt_at == NOW + timedelta(minutes=1)
    refused = retry.after_error(replace(after, attempts=2), TransientSendError("desk", "refused"), now=NOW)
    assert refused.possible_repeat


def test_flood_control_is_obeyed_to_the_second() -> None:
    """T3: the wait that the server asked for, however long, and no label."""
    error = TransientSendError("desk", "flood", retry_after=timedelta(seconds=10_072))
    after = retry.after_error(SENDING, error, now=NOW)
    assert (after.next_attempt_at, after.possible_repeat) == (NOW + timedelta(seconds=10_072), False)


def test_a_permanent_error_ends_it() -> None:
    """T10: what will never work is dead at once, with its reason."""
    after = retry.after_error(SENDING, PermanentSendError("desk", "blocked"), now=NOW)
    assert (after.state, after.last_error) == (DeliveryState.DEAD, "blocked")


def test_a_refused_token_ends_nothing_for_days() -> None:
    """T11: the message waits without a label for whoever mends the token; after 300 attempts it is told as dead."""
    error = PermanentSendError("desk", "the token is refused", way_refused=True)
    after = retry.after_error(SENDING, error, now=NOW)
    assert (after.state, after.next_attempt_at, after.possible_repeat) == (DeliveryState.PENDING, NOW, False)
    assert retry.after_error(replace(SENDING, attempts=300), error, now=NOW).state is DeliveryState.DEAD


def test_a_moved_receiver_is_tried_at_its_new_address_at_once() -> None:
    """T9: a group that became a supergroup gets the same message without delay."""
    after = retry.after_error(SENDING, PermanentSendError("desk", "migrated", moved_to="-100"), now=NOW)
    assert (after.state, after.next_attempt_at) == (DeliveryState.PENDING, NOW)


def test_a_receiver_that_moves_at_each_attempt_is_not_followed_for_ever() -> None:
    """T9: the fourth new address in a row is one too many."""
    error = PermanentSendError("desk", "migrated", moved_to="-100")
    assert retry.after_error(replace(SENDING, attempts=3), error, now=NOW).state is DeliveryState.PENDING
    assert retry.after_error(replace(SENDING, attempts=4), error, now=NOW).state is DeliveryState.DEAD


def test_it_is_given_up_after_many_attempts_and_not_by_age() -> None:
    """T12: after 300 attempts an alert is dead, so that it is told; a standstill of days alone kills nothing."""
    error = TransientSendError("desk", "refused")
    late = NOW + timedelta(days=30)
    assert retry.after_error(replace(SENDING, attempts=2), error, now=late).state is DeliveryState.PENDING
    after = retry.after_error(replace(SENDING, attempts=300), error, now=NOW)
    assert after.state is DeliveryState.DEAD
    assert after.last_error == "given up: refused"


def test_parts_that_went_out_are_remembered() -> None:
    """T8: a failure at part two keeps part one, whatever failed before."""
    error = TransientSendError("desk", "refused", sent=("1",))
    after = retry.after_error(SENDING, error, now=NOW)
    assert after.parts_sent == ("1",)
    assert retry.after_error(after, TransientSendError("desk", "refused"), now=NOW).parts_sent == ("1",)
    assert retry.after_success(after, ("1", "2")).state is DeliveryState.SENT
