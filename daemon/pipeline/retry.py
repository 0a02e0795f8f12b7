"""When a delivery is tried again, and when it is given up. Pure.

One retry layer only, and this is it: the channels try once and say what happened.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from daemon.errors import PermanentSendError, SendError, TransientSendError
from daemon.model import Delivery, DeliveryState

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=10)
AMBIGUOUS_WAIT = timedelta(minutes=1)  #: the first message may only be slow: give it time to be seen
MAX_ATTEMPTS = 300  #: about two days at the longest wait; counted in attempts, so that a long standstill loses nothing
TOLD_AFTER = 8  #: attempts, about ten minutes: whoever is put off for so long is not put off for a moment
MAX_MOVES = 3  #: a receiver that names a new address at each attempt is not followed for ever


def after_success(delivery: Delivery, parts: tuple[str, ...]) -> Delivery:
    """The delivery is done; `parts` are the references of its messages."""
    return replace(delivery, state=DeliveryState.SENT, parts_sent=parts, last_error=None)


def after_error(delivery: Delivery, error: SendError, *, now: datetime) -> Delivery:
    """What becomes of a delivery whose attempt failed: tried again later, labelled or not, or dead."""
    failed = replace(
        delivery,
        state=DeliveryState.PENDING,
        parts_sent=error.sent or delivery.parts_sent,
        last_error=error.message,
    )
    if isinstance(error, PermanentSendError):
        if error.moved_to is not None and delivery.attempts <= MAX_MOVES:
            return replace(failed, next_attempt_at=now)  # the same message goes to the new address at once
        if not error.way_refused:
            return replace(failed, state=DeliveryState.DEAD)
    if delivery.attempts >= MAX_ATTEMPTS:
        return replace(failed, state=DeliveryState.DEAD, last_error=f"given up: {error.message}")
    ambiguous = isinstance(error, TransientSendError) and error.ambiguous
    retry_after = error.retry_after if isinstance(error, TransientSendError) else None
    if isinstance(error, PermanentSendError):
        return replace(failed, next_attempt_at=now)  # its receiver waits, until somebody has mended the way to it
    wait = retry_after or _wait(delivery.attempts, AMBIGUOUS_WAIT if ambiguous else FIRST_WAIT)
    return replace(failed, next_attempt_at=now + wait, possible_repeat=delivery.possible_repeat or ambiguous)


def _wait(attempts: int, first: timedelta) -> timedelta:
    """Doubling from `first`, up to ten minutes. `attempts` counts from 1."""
    doublings = min(attempts - 1, 20)
    return min(first * (1 << doublings), LONGEST_WAIT)
