"""What to ask of a hub, and what to make of what it says: W3C WebSub, seen from the subscriber. Pure.

https://www.w3.org/TR/websub/. A hub is a stranger whom a feed's document names: nothing it says is believed beyond the
subscription that we asked it for. Randomness (tokens, secrets) and the clock are handed in.
"""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from urllib.parse import urlsplit

from daemon.config import Feed, Push
from daemon.feeds.address import parse_url
from daemon.model import Offer, Subscription, SubscriptionState

VERIFIED_WITHIN = timedelta(minutes=10)  #: of asking; a hub that takes longer is asked again
FIRST_WAIT = timedelta(minutes=1)  #: after a failure; doubled with each further one
LONGEST_WAIT = timedelta(hours=6)
DENIED_FOR = timedelta(days=1)
LONGEST_LEASE = timedelta(days=90)
RENEWED_BEFORE = timedelta(days=1)  #: the lease ends, at most
LEAVES_AFTER = 3  #: requests: a hub that does not hear us then is left with a lease that runs out
UNPUSHED_TOLERATED = 2  #: polls in a row with news that had not been pushed
_LONGEST_CHALLENGE = 4_096
_LONGEST_REASON = 200
_DIGESTS = ("sha256", "sha384", "sha512")
_S = SubscriptionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """Random words for a new subscription."""

    token: str
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a hub's question comes to."""

    status: int
    text: str = ""
    after: Subscription | None = None  #: None: nothing changes
    over: bool = False  #: the subscription is ended


def key_of(feed: Feed) -> str:
    """A hash of the feed's URL: a subscription that was made for another one is ended."""
    return blake2b(feed.url.encode("utf-8", "replace"), digest_size=8).hexdigest()


def usable_hubs(feed: Feed, offer: Offer) -> list[str]:
    """The hubs that may be asked: those that are reached as safely as the feed itself, for the secret goes there."""
    return [hub for hub in offer.hubs if _is_usable(hub, feed)]


def _is_usable(hub: str, feed: Feed) -> bool:
    try:
        scheme = parse_url(hub).scheme
    except ValueError:
        return False
    return scheme == "https" or urlsplit(feed.url).scheme == "http"


def follow(
    current: Subscription | None, offer: Offer, *, feed: Feed, push: Push, fresh: Fresh, now: datetime
) -> list[Subscription]:
    """What a feed's document, with the hubs it offers, makes of the feed's subscription: those to save.

    Law: a subscription stays as long as the document names its hub and its topic; the denied one gives way to another
    hub, if there is one. Whoever offers a hub without saying what the feed's own URL is means the one we poll.
    """
    hubs, topic = usable_hubs(feed, offer), offer.topic or feed.url
    if current and _is_denied(current) and len(hubs) > 1:
        hubs = [hub for hub in hubs if hub != current.hub]
    if current and current.hub in hubs and hmac.compare_digest(current.topic.encode(), topic.encode()):
        return []
    ended = [leave(current, now=now)] if current else []
    if not hubs:
        return ended
    new = Subscription(
        token=fresh.token,
        secret=fresh.secret,
        feed=feed.id,
        feed_key=key_of(feed),
        hub=hubs[0],
        topic=topic,
        callback=callback_of(push, fresh.token),
        next_step_at=now,
        plain=is_plain(feed),
    )
    return [*ended, new]


def _is_denied(subscription: Subscription) -> bool:
    return subscription.state is _S.DENIED


def callback_of(push: Push, token: str) -> str:
    """The URL that a hub calls."""
    return f"{push.public_url.rstrip('/')}/{token}"


def still_wanted(subscription: Subscription, feeds: Mapping[str, Feed], push: Push) -> bool:
    """Does the config still want this subscription, just as it is?"""
    feed = feeds.get(subscription.feed)
    wanted = feed is not None and feed.enabled and feed.push and key_of(feed) == subscription.feed_key
    return wanted and subscription.callback == callback_of(push, subscription.token)


def is_plain(feed: Feed) -> bool:
    """Is the feed asked for as any other: through the proxy of all, if there is one, and at public addresses alone?"""
    return feed.proxy is None and not feed.direct and not feed.allow_private


def leave(subscription: Subscription, *, now: datetime) -> Subscription:
    """The subscription, to be ended."""
    return replace(subscription, state=_S.LEAVING, asked_at=None, next_step_at=now, failures=0, last_error=None)


def request_form(subscription: Subscription, *, lease: timedelta) -> dict[str, str]:
    """What is sent to the hub (sections 5.1 and 5.3.1)."""
    form = {"hub.callback": subscription.callback, "hub.topic": subscription.topic}
    if subscription.state is _S.LEAVING:
        return {**form, "hub.mode": "unsubscribe"}
    seconds = str(int(lease.total_seconds()))
    return {**form, "hub.mode": "subscribe", "hub.secret": subscription.secret, "hub.lease_seconds": seconds}


def before_request(subscription: Subscription, *, now: datetime) -> Subscription | None:
    """The state that is saved before the hub is asked; None: it is over, and nobody is asked.

    Why before: a hub may verify while it still holds our request.
    """
    unheard = subscription.asked_at is not None  # the last request was never verified
    failures = subscription.failures + int(unheard)
    lapsed = subscription.lease_ends_at is not None and subscription.lease_ends_at <= now
    if subscription.state is _S.LEAVING and (failures >= LEAVES_AFTER or lapsed):
        return None
    state = subscription.state
    if state is not _S.LEAVING and (state is not _S.LIVE or lapsed):
        state = _S.ASKED
    error = "the hub did not verify" if unheard and subscription.last_error is None else subscription.last_error
    wait = max(VERIFIED_WITHIN, _wait(failures))
    return replace(
        subscription, state=state, asked_at=now, next_step_at=now + wait, failures=failures, last_error=error
    )


def after_refusal(subscription: Subscription, reason: str, *, now: datetime) -> Subscription:
    """The state after a request that did not get through, or that the hub refused at once."""
    failures = subscription.failures + 1
    return replace(
        subscription, asked_at=None, failures=failures, last_error=reason, next_step_at=now + _wait(failures)
    )


def _wait(failures: int) -> timedelta:
    doublings: int = min(max(failures - 1, 0), 16)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def answer_question(subscription: Subscription, query: Mapping[str, str], *, lease: timedelta, now: datetime) -> Reply:
    """A hub's GET to our callback: verification of intent, or a denial (sections 5.2 and 5.3).

    Law: a challenge is only ever echoed for the very topic, and the mode, that this subscription asked for.
    """
    topic = query.get("hub.topic", "")
    if not hmac.compare_digest(topic.encode("utf-8", "replace"), subscription.topic.encode("utf-8", "replace")):
        return Reply(status=404)
    mode, leaving = query.get("hub.mode"), subscription.state is _S.LEAVING
    if mode == "denied":
        return _denied(subscription, query.get("hub.reason", ""), now=now)
    challenge = query.get("hub.challenge", "")
    if not 0 < len(challenge) <= _LONGEST_CHALLENGE:
        return Reply(status=404)
    if mode == "unsubscribe" and leaving:
        return Reply(status=200, text=challenge, over=True)
    if mode != "subscribe" or subscription.state not in {_S.ASKED, _S.LIVE}:
        return Reply(status=404)
    span = _lease(query.get("hub.lease_seconds"), asked=lease)
    if span is None:
        return Reply(status=404)
    return Reply(status=200, text=challenge, after=_verified(subscription, span, now=now))


def _verified(subscription: Subscription, lease: timedelta, *, now: datetime) -> Subscription:
    renew_after = max(lease - min(lease / 5, RENEWED_BEFORE), FIRST_WAIT)
    return replace(
        subscription,
        state=_S.LIVE,
        asked_at=None,
        lease_ends_at=now + lease,
        next_step_at=now + renew_after,
        failures=0,
        last_error=None,
    )


def _denied(subscription: Subscription, reason: str, *, now: datetime) -> Reply:
    if subscription.state is _S.LEAVING:
        return Reply(status=200, over=True)
    said = "".join(sign for sign in reason if sign.isprintable())[:_LONGEST_REASON].strip()
    after = replace(
        subscription,
        state=_S.DENIED,
        asked_at=None,
        lease_ends_at=None,
        next_step_at=now + DENIED_FOR,
        last_error=f"the hub denied it: {said}" if said else "the hub denied it",
    )
    return Reply(status=200, after=after)


def _lease(text: str | None, *, asked: timedelta) -> timedelta | None:
    """How long the hub says that the subscription holds; what it leaves out is what we asked; None for nonsense."""
    if text is None:
        return asked
    if not (text.isascii() and text.isdigit() and len(text) <= 12 and int(text)):
        return None
    return min(timedelta(seconds=int(text)), LONGEST_LEASE)


def is_signed(secret: str, body: bytes, signatures: Sequence[str], *, allow_sha1: bool) -> str | None:
    """Why a document is not believed; None: it is signed with the secret (section 8).

    `signatures`: the values of the header `X-Hub-Signature`. Law: one signature, by a digest that we accept; compared
    in a time that says nothing of where it differs.
    """
    if len(signatures) != 1:
        return "no signature" if not signatures else "more than one signature"
    method, _, given = signatures[0].strip().partition("=")
    method = method.strip().lower()
    if method == "sha1" and not allow_sha1:
        return "signed by sha1, which push.allow_sha1 would accept"
    if method not in {*_DIGESTS, *(("sha1",) if allow_sha1 else ())}:
        return "signed by an unknown method"
    right = hmac.new(secret.encode(), body, method).hexdigest()
    matches = hmac.compare_digest(right.encode(), given.strip().lower().encode("utf-8", "replace"))
    return None if matches else "wrong signature"


def after_push(subscription: Subscription, *, now: datetime) -> Subscription:
    """The state after a document was taken in."""
    return replace(subscription, pushes=subscription.pushes + 1, last_push_at=now, unpushed=0)


def is_trusted(subscription: Subscription, *, now: datetime) -> bool:
    """May the feed be polled at a slower pace?

    Law: only while the lease holds, after the hub has shown that it pushes, and as long as polls do not find again and
    again what it should have pushed.
    """
    holds = subscription.lease_ends_at is not None and subscription.lease_ends_at > now
    proven = subscription.last_push_at is not None and subscription.unpushed < UNPUSHED_TOLERATED
    return subscription.state is _S.LIVE and holds and proven
