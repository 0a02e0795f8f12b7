"""What the operators are told about watchdesk itself: feeds that fail, receivers that are down. Pure.

A notice is told once for each spell of trouble: its id is made of what it is about and of when the spell began.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from daemon.config import Config
from daemon.feeds.health import MOVES_BEFORE_MOVED
from daemon.model import Alert, AlertReason, Delivery, DeliveryState, FeedHealth, FeedState, Planned, Severity, Silence

SAID_LONG_AGO = timedelta(days=7)  #: after which a gap is worth another word
MOST_NAMED = 40  #: feeds that one notice names
MOST_CAUSES = 4
PROBLEMS_SHOWN = 10  #: of a refused change; the command `reload` shows all
FAILS, SILENT = "fails", "is silent"  #: the troubles of `Told`


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


def to_operators(told: Alert, config: Config) -> Planned:
    """A notice as a delivery to the operators' receiver, without a sound."""
    return Planned(alert=told, receiver=config.operators, silent=True)


def past_the_outbox(told: Alert, receiver: str, *, now: datetime) -> Delivery:
    """A delivery of which nothing is saved: it is sent now or not at all."""
    return Delivery(
        id=0,
        key=f"{told.id}:{receiver}",
        alert=told,
        receiver=receiver,
        state=DeliveryState.SENDING,
        silent=False,
        next_attempt_at=now,
    )


def feed_notice(before: FeedState, after: FeedState, *, label: str, now: datetime) -> Alert | None:
    """What a poll's outcome gives cause to tell about a feed that can be read, if anything."""
    about = f"feed:{after.feed}:{after.url_key}"
    if after.gap_at and after.gap_at != before.gap_at and not (before.gap_at and now - before.gap_at < SAID_LONG_AGO):
        text = f"{label} showed nothing that it had shown before: what it published in between may be lost."
        text += " It is polled more often for a week, if its interval is not a fixed one."
        about = f"{about}:gap:{now.isoformat()}"
        return notice(about, f"Feed {label} may have lost items", text, now=now, severity=Severity.MEDIUM)
    if after.moved_count == MOVES_BEFORE_MOVED and before.moved_count < MOVES_BEFORE_MOVED:
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


def feed_fails(state: FeedState, *, label: str, now: datetime) -> Alert:
    """One feed cannot be read, and it is not a passing fault."""
    about = f"feed:{state.feed}:{state.url_key}:{state.failing_since}"
    if state.health is FeedHealth.QUARANTINED:
        text = f"{label} made the parser hang or crash {state.crashes} times in a row: {state.last_error}."
        text += " It is in quarantine: tried again after an hour, then every 6 hours. Other feeds are not held up."
        return notice(about, f"Feed {label} hangs the parser", text, now=now)
    if state.health is FeedHealth.GONE:
        text = f"{label} says that it has ended (410 Gone). It is asked once a day. Remove it, or mend its URL."
        return notice(about, f"Feed {label} has ended", text, now=now)
    if state.health is FeedHealth.RATE_LIMITED and state.next_poll_at:
        text = f"{label} asked to be left alone until {_moment(state.next_poll_at)}: {state.last_error}."
        return notice(about, f"Feed {label} is put off", text, now=now, severity=Severity.MEDIUM)
    if state.health is FeedHealth.PREVIEW_OFF:
        text = f"{label} shows no posts on the web: its channel is private, gone, or has its preview turned off."
        return notice(about, f"Feed {label} has no preview", text, now=now)
    text = f"{label} failed {state.failures} times in a row ({state.health}): {state.last_error}."
    return notice(about, f"Feed {label} fails", text + " It is tried ever less often.", now=now)


def renamed_notice(feed_id: str, *, label: str, count: int, shown: int, now: datetime) -> Alert:
    """A feed has given known entries new ids, so many of those that it shows; told at most once a month."""
    text = (
        f"{label} gave {count} of the {shown} entries that it shows new ids. They were recognised by their words, and"
    )
    text += " nobody was alerted. If others follow, you are not told again this month."
    about = f"feed:{feed_id}:renamed:{now:%Y-%m}"
    return notice(about, f"Feed {label} changed its ids", text, now=now, severity=Severity.LOW)


def feed_is_silent(state: FeedState, *, label: str, now: datetime) -> Alert:
    """One feed answers well and has shown nothing new for longer than its own habit."""
    text = f"{label} answers as ever. Nothing in it was new since {_moment(state.last_new_at)}, and by its habit there"
    text += " should have been. See whether it still lives, or has moved without a word."
    about = f"feed:{state.feed}:{state.url_key}:news:{state.last_new_at}"
    return notice(about, f"Feed {label} has gone quiet", text, now=now, severity=Severity.MEDIUM)


def feeds_fail(labels: Sequence[tuple[str, FeedState]], *, live: int, total: int, now: datetime) -> Alert:
    """Several feeds fail together: one message for all of them, with what they have in common."""
    causes = Counter(str(state.last_error) for _, state in labels).most_common(MOST_CAUSES)
    said = "; ".join(f"{cause} ({count})" for cause, count in causes)
    text = f"{len(labels)} feeds began to fail together: {said}. Sources live {live}/{total}. It concerns"
    text += f" {_named(labels)}. If they have one cause, it is on our side: the network, the resolver, a proxy."
    return notice(_about(labels, now), f"{len(labels)} feeds fail together", text, now=now, severity=Severity.CRITICAL)


def feeds_are_silent(labels: Sequence[tuple[str, FeedState]], *, live: int, total: int, now: datetime) -> Alert:
    """Several feeds show nothing new together, though they answer."""
    text = f"{len(labels)} feeds answer, and show nothing new for longer than their habits: {_named(labels)}."
    text += f" Sources live {live}/{total}. A cache or proxy on the way may give old documents."
    return notice(_about(labels, now), f"{len(labels)} feeds have gone quiet together", text, now=now)


def feed_is_back(label: str, state: FeedState, *, trouble: str, since: datetime, now: datetime) -> Alert:
    """One feed is well again after a trouble that was told."""
    text = f"{label} answers again; it failed since {_moment(since)}."
    if trouble == SILENT:
        text = f"{label} has something new again; it was quiet since {_moment(since)}."
    elif state.last_new_at and state.last_new_at <= since and now - since > SAID_LONG_AGO:
        text += f" Nothing in it was new since {_moment(state.last_new_at)}."
    about = f"feed:{state.feed}:{state.url_key}:{since}:{trouble}:back"
    return notice(about, f"Feed {label} is back", text, now=now, severity=Severity.LOW)


def feeds_are_back(
    labels: Sequence[tuple[str, FeedState]], *, out: Sequence[tuple[str, FeedState]], since: datetime, now: datetime
) -> Alert:
    """Feeds that were told together are well again, most or all of them."""
    who = "1 feed is" if len(labels) == 1 else f"{len(labels)} feeds are"
    text = f"{who} well again since the trouble of {_moment(since)}: {_named(labels)}."
    if out:
        text += f" Still in trouble: {_named(out)}."
    about = _about(labels, since) + ":back"
    if len(labels) == 1:
        return notice(about, f"Feed {labels[0][0]} is back", text, now=now, severity=Severity.LOW)
    return notice(about, f"{len(labels)} feeds are back", text, now=now, severity=Severity.LOW)


def daily_summary(lines: Sequence[str], *, live: int, total: int, now: datetime) -> Alert:
    """Once a day: how many sources are live, and which are not."""
    text = "\n".join([f"Sources live {live}/{total}.", *lines])
    return notice(f"summary:{now:%Y-%m-%d}", f"Sources live {live}/{total}", text, now=now, severity=Severity.LOW)


def _about(labels: Sequence[tuple[str, FeedState]], when: datetime) -> str:
    return f"feeds:{' '.join(sorted(state.feed for _, state in labels))}:{when.isoformat()}"


def _named(labels: Sequence[tuple[str, FeedState]]) -> str:
    names = sorted(label for label, _ in labels)
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more (see watchdesk feeds)" if more > 0 else "")


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "ever"


def receiver_down(receiver: str, *, reason: str, since: datetime, fallback: str | None, now: datetime) -> Alert:
    """A receiver cannot be reached: for good, or for longer than a desk should wait."""
    heir = f" Its alerts go to {fallback} as well." if fallback else ""
    text = f"{receiver} takes no messages since {since:%Y-%m-%d %H:%M} UTC: {reason}.{heir}"
    about = f"receiver:{receiver}:{since.isoformat()}"
    return notice(about, f"Receiver {receiver} is down", text, now=now, severity=Severity.CRITICAL)


def people_refused(receiver: str, refused: Mapping[str, str], *, now: datetime) -> Alert:
    """A receiver's messages arrive, and some of its people get none of them."""
    lines = [f"• {name}: {reason}" for name, reason in sorted(refused.items())]
    text = "\n".join(["Its other people have the messages. Correct the recipients.", *lines])
    about = f"refused:{receiver}:{','.join(sorted(refused))}:{now.isoformat()}"
    return notice(about, f"Receiver {receiver}: not everybody is reached", text, now=now)


def receiver_moved(receiver: str, moved_to: str, *, now: datetime) -> Alert:
    """A receiver has a new address; it is used from now on, and the config should follow."""
    text = f"{receiver} has moved to {moved_to}. Alerts go there from now on; put the new address into the config."
    return notice(f"moved:{receiver}:{moved_to}", f"Receiver {receiver} has moved", text, now=now)


def disk_full(*, now: datetime) -> Alert:
    """Nothing new can be saved."""
    text = "The disk under the store is full. No feed is polled until there is room; what is stored goes on being sent."
    text += " Make room: everything goes on by itself then, and feeds show what they have published meanwhile."
    return notice(f"disk:full:{now.isoformat()}", "The disk is full", text, now=now, severity=Severity.CRITICAL)


def disk_has_room(*, now: datetime) -> Alert:
    """The end of the above."""
    text = "There is room on the disk under the store: feeds are polled again."
    return notice(f"disk:room:{now.isoformat()}", "The disk has room again", text, now=now)


def disk_fails(reason: str, *, now: datetime) -> Alert:
    """What is saved cannot be relied on any more."""
    text = (
        f"The disk under the store fails: {reason}. Nothing can be promised of what would be saved, so watchdesk ends."
    )
    text += " See to the disk; then start it again."
    return notice(f"disk:fails:{now.isoformat()}", "The disk fails", text, now=now, severity=Severity.CRITICAL)


def broken_promises(kind: str, found: Sequence[str], *, now: datetime) -> Alert:
    """What the auditor found of one kind; told once a day, however it grows."""
    more = [f"… and {len(found) - PROBLEMS_SHOWN} more"] if len(found) > PROBLEMS_SHOWN else []
    text = "\n".join(["An alert may not have reached you. Report it as a bug.", *found[:PROBLEMS_SHOWN], *more])
    return notice(
        f"audit:{now:%Y-%m-%d}:{kind}", "A promise of delivery is broken", text, now=now, severity=Severity.CRITICAL
    )


def shift_summary(lines: Sequence[str], *, now: datetime) -> Alert:
    """At the shift's change: what the next one must know."""
    return notice(f"handover:{now.isoformat()}", "Handover", "\n".join(lines), now=now, severity=Severity.LOW)


def desk_alive(text: str, *, now: datetime) -> Alert:
    """A word that watchdesk is there."""
    return notice(f"alive:{now.isoformat()}", "Desk alive", text, now=now, severity=Severity.LOW)


def drill_ended(lines: Sequence[str], *, now: datetime) -> Alert:
    """What came of a drill that somebody asked for in a chat."""
    return notice(f"drill:{now.isoformat()}", "Drill ended", "\n".join(lines), now=now, severity=Severity.LOW)


def silence_waits(silence: Silence, subject: str, *, now: datetime) -> Alert:
    """A silence of the config that holds back critical alerts for long: it holds nothing until somebody agrees."""
    times = f"from {silence.starts_at:%d %b %H:%M} to {silence.ends_at:%d %b %H:%M} UTC"
    text = (
        f"{subject}, {times} ({silence.why}): it would hold back CRITICAL alerts for more than a day. Nothing is held"
    )
    text += f" back by it until somebody agrees: /agree {silence.id}, or: watchdesk agree {silence.id}"
    return notice(f"silence:waits:{silence.id}", f"Silence {silence.id} waits for a second person", text, now=now)


def silence_over(silence: Silence, subject: str, *, held: int, titles: Sequence[str], now: datetime) -> Alert:
    """A silence has ended: what it held back, by the incidents' titles."""
    shown = [f"• {title}" for title in titles[:PROBLEMS_SHOWN]]
    more = [f"… and {len(titles) - PROBLEMS_SHOWN} more"] if len(titles) > PROBLEMS_SHOWN else []
    count = f"{held} messages of {len(titles)} incidents" if held else "nothing"
    ended = f", ended early by {silence.ended_by}" if silence.ended_by else ""
    opening = f"{subject} ({silence.why}, {silence.by}{ended}). Held back: {count}."
    text = "\n".join([opening, *shown, *more])
    return notice(f"silence:{silence.id}", f"Silence {silence.id} is over", text, now=now, severity=Severity.LOW)


def restored(lines: Sequence[str], *, token: str, now: datetime) -> Alert:
    """The store is a backup of a former time: what is not sent again, and what it cannot know."""
    return notice(f"restored:{token}", "The store was restored from a backup", "\n".join(lines), now=now)


def held_by_restore(titles: Sequence[str], *, waiting: int, token: str, now: datetime) -> Alert:
    """What feeds showed after a restore and nobody was told of, because it may have been told before."""
    shown = [f"• {title}" for title in titles[:MOST_NAMED]]
    more = [f"… and {len(titles) - MOST_NAMED} more"] if len(titles) > MOST_NAMED else []
    left = f" {waiting} feeds have not answered since; what they show first is held back, too." if waiting else ""
    text = f"Not told after the restore, because it may have been told before: {len(titles)} incidents.{left}"
    about = f"restored:{token}:{now.isoformat()}"
    links = "With their links: /held restored, or `watchdesk held restored`. An incident is told with its next report."
    return notice(about, "Held back after the restore", "\n".join([text, *shown, *more, links]), now=now)


def ear_is_deaf(bot: str, *, reason: str, now: datetime) -> Alert:
    """What people press and write in chats is not heard; told once a day."""
    text = f"Buttons and commands of bot {bot} are not heard: {reason}. Alerts go out all the same."
    return notice(f"ear:{bot}:{reason}:{now:%Y-%m-%d}", "The chats are not heard", text, now=now)


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
