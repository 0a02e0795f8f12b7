"""What the operators are told about watchdesk itself: feeds that fail, receivers that are down. Pure.

A notice is told once for each spell of trouble: its id is made of what it is about and of when the spell began.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from daemon.model import Alert, AlertReason, FeedHealth, FeedState, Severity

FAILURES_BEFORE_NOTICE = 5
LONG_WAIT = timedelta(hours=1)
MOVES_BEFORE_NOTICE = 3
CRASHES_BEFORE_NOTICE = 3
PROBLEMS_SHOWN = 10  #: of a refused change; the command `reload` shows all
NEWS_WITHIN = timedelta(days=7)  #: a feed that had news, answers well and has shown none for so long is told once (F12)


def notice(about: str, subject: str, text: str, *, now: datetime, severity: Severity = Severity.HIGH) -> Alert:
    """A notice to the operators. `about` names the spell: the same notice about the same spell has the same id."""
    digest = hashlib.blake2b(about.encode(), digest_size=8).hexdigest()
    return Alert(
        id=f"n{digest}",
        reason=AlertReason.NOTICE,
        severity=severity,
        created_at=now,
        title=subject,
        text=text,
    )


def feed_notice(before: FeedState, after: FeedState, *, label: str, now: datetime) -> Alert | None:
    """What a poll's outcome gives cause to tell about the feed, if anything."""
    since = after.last_success_at or "never"
    about = f"feed:{after.feed}:{after.url_key}:{since}"
    if after.crashes > before.crashes and after.crashes >= CRASHES_BEFORE_NOTICE:
        text = f"{label} made the parser hang or crash {after.crashes} times in a row: {after.last_error}."
        text += " It is in quarantine: tried again after an hour, then every 6 hours. Other feeds are not held up."
        return notice(f"{about}:crashing", f"Feed {label} hangs the parser", text, now=now)
    if after.failures >= FAILURES_BEFORE_NOTICE and after.health is not FeedHealth.PREVIEW_OFF:
        text = f"{label} failed {after.failures} times in a row: {after.last_error}. It is tried ever less often."
        return notice(f"{about}:failing", f"Feed {label} fails", text, now=now)
    if after.failures == 0 and _was_told(before):
        text = f"{label} answers again after {before.failures} failures.{_without_news(after)}"
        return notice(f"{about}:back", f"Feed {label} is back", text, now=now, severity=Severity.LOW)
    if after.health is FeedHealth.GONE and before.health is not FeedHealth.GONE:
        text = f"{label} says that it has ended (410 Gone). It is asked once a day. Remove it, or mend its URL."
        return notice(f"{about}:gone", f"Feed {label} has ended", text, now=now)
    if after.health is FeedHealth.PREVIEW_OFF and before.health is not FeedHealth.PREVIEW_OFF:
        text = f"{label} shows no posts on the web: its channel is private, gone, or has its preview turned off."
        text += " It is asked ever less often. Look for another way to read it."
        return notice(f"{about}:preview", f"Feed {label} has no preview", text, now=now)
    if _put_off_for_long(after, now=now) and not _put_off_for_long(before, now=now):
        text = f"{label} asked to be left alone until {after.next_poll_at:%Y-%m-%d %H:%M} UTC: {after.last_error}."
        return notice(f"{about}:put-off", f"Feed {label} is put off", text, now=now, severity=Severity.MEDIUM)
    if _without_news(after) and not _without_news(before):
        text = (
            f"{label} answers as ever.{_without_news(after)} See whether it still lives, or has moved without a word."
        )
        about = f"feed:{after.feed}:{after.url_key}:news:{after.last_new_at}"
        subject_since = f"{after.last_new_at:%Y-%m-%d}"
        return notice(
            about, f"Feed {label} has shown nothing new since {subject_since}", text, now=now, severity=Severity.MEDIUM
        )
    if after.moved_count == MOVES_BEFORE_NOTICE and before.moved_count < MOVES_BEFORE_NOTICE:
        text = f"{label} has moved for good to {after.moved_to}. It is still read from the old URL; mend the config."
        return notice(
            f"{about}:moved:{after.moved_to}", f"Feed {label} has moved", text, now=now, severity=Severity.LOW
        )
    return None


def missed_notice(feed: str, *, label: str, count: int, now: datetime) -> Alert:
    """Posts of a feed that were numbered and could not be had; some of them may have been deleted."""
    text = f"Up to {count} posts of {label} could not be read: more came between two polls than its pages lead back to."
    text += " Poll it more often, or allow it more pages. Posts that were deleted count as well."
    about = f"feed:{feed}:missed:{now.isoformat()}"
    return notice(about, f"Feed {label} may have lost posts", text, now=now, severity=Severity.MEDIUM)


def _was_told(failing: FeedState) -> bool:
    often = failing.failures >= FAILURES_BEFORE_NOTICE or failing.crashes >= CRASHES_BEFORE_NOTICE
    return often or failing.health is FeedHealth.PREVIEW_OFF


def _without_news(state: FeedState) -> str:
    """What to say of a feed that was read well and had nothing new for too long; empty for any other."""
    if state.last_new_at is None or state.last_success_at is None:
        return ""
    if state.last_success_at - state.last_new_at < NEWS_WITHIN:
        return ""
    return f" Nothing in it was new since {state.last_new_at:%Y-%m-%d %H:%M} UTC."


def _put_off_for_long(state: FeedState, *, now: datetime) -> bool:
    waits = state.health is FeedHealth.PUT_OFF and state.next_poll_at is not None
    return bool(waits and state.next_poll_at and state.next_poll_at - now >= LONG_WAIT)


def receiver_down(receiver: str, *, reason: str, since: datetime, fallback: str | None, now: datetime) -> Alert:
    """A receiver cannot be reached: for good, or for longer than a desk should wait."""
    heir = f" Its alerts go to {fallback} as well." if fallback else ""
    text = f"{receiver} takes no messages since {since:%Y-%m-%d %H:%M} UTC: {reason}.{heir}"
    about = f"receiver:{receiver}:{since.isoformat()}"
    return notice(about, f"Receiver {receiver} is down", text, now=now, severity=Severity.CRITICAL)


def receiver_moved(receiver: str, moved_to: str, *, now: datetime) -> Alert:
    """A receiver has a new address; it is used from now on, and the config should follow."""
    text = f"{receiver} has moved to {moved_to}. Alerts go there from now on; put the new address into the config."
    return notice(f"moved:{receiver}:{moved_to}", f"Receiver {receiver} has moved", text, now=now)


def reload_refused(problems: Sequence[str], *, since: datetime, now: datetime) -> Alert:
    """Config or rules were changed into something that cannot be used. `since`: when what goes on was applied."""
    listed = [*problems[:PROBLEMS_SHOWN], *(["…"] if len(problems) > PROBLEMS_SHOWN else [])]
    text = (
        f"{len(problems)} thing{'' if len(problems) == 1 else 's'} to mend; until then the config and rules of "
        f"{since:%Y-%m-%d %H:%M} UTC go on:\n" + "\n".join(listed)
    )
    about = "\n".join((f"reload:{since.isoformat()}", *problems))
    return notice(about, "A change of config or rules is refused", text, now=now)


def reload_applied(revision: str, *, now: datetime) -> Alert:
    """What was refused is mended."""
    text = f"What was wrong is mended; the rules in force are revision {revision}."
    about = f"reload:applied:{now.isoformat()}"
    return notice(about, "The change of config or rules is applied", text, now=now, severity=Severity.LOW)
