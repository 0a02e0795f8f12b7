"""When a receiver counts as out of reach, so that somebody else must hear. Pure.

A receiver under flood control, or one that fails for minutes, keeps its messages and gets them in the end; but an alert
that nobody can see meanwhile goes to the fallback as well.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from daemon.errors import PermanentSendError, SendError, TransientSendError
from daemon.model import AlertReason, Delivery
from daemon.store.due import LONGEST_WAIT
from daemon.store.outbox import WAY_REFUSED, ReceiverState

OUT_AFTER = timedelta(minutes=10)  #: of nothing but failures
LONG_WAIT = timedelta(minutes=5)  #: flood control that lasts longer is an outage
WAY_REFUSED_WAIT = timedelta(minutes=10)  #: until a way is tried again that somebody must mend first


def after_failure(state: ReceiverState, error: SendError, *, now: datetime) -> ReceiverState:
    """What is known of a receiver after an attempt failed."""
    retry_after = error.retry_after if isinstance(error, TransientSendError) else None
    reason = error.message
    if isinstance(error, PermanentSendError) and error.way_refused:
        retry_after, reason = WAY_REFUSED_WAIT, f"{WAY_REFUSED}{error.message}"
    return replace(
        state,
        failing_since=min(state.failing_since or now, now),
        reason=reason,
        not_before=now + min(retry_after, LONGEST_WAIT) if retry_after else state.not_before,
    )


def after_success(state: ReceiverState) -> ReceiverState:
    """What is known of a receiver that took a message."""
    return replace(state, failing_since=None, reason=None, not_before=None)


def is_out(state: ReceiverState, *, now: datetime) -> bool:
    """Whether others must hear what is meant for this receiver."""
    waits_long = state.not_before is not None and state.not_before - now > LONG_WAIT
    return waits_long or (state.failing_since is not None and now - state.failing_since >= OUT_AFTER)


def needs_fallback(delivery: Delivery, state: ReceiverState, *, now: datetime) -> bool:
    """Whether this waiting delivery should be told elsewhere too: it was tried, or it must not be tried yet."""
    held = state.not_before is not None and state.not_before > now
    return delivery.alert.reason is not AlertReason.TEST and (delivery.attempts > 0 or held)
