"""What a subscriber asks of a hub and believes of it; links to hubs as publishers write them."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.config import Feed, Push
from daemon.feeds import websub
from daemon.feeds.hublinks import read_link_headers, read_links
from daemon.feeds.jsonfeed import parse_json
from daemon.model import Offer, Subscription, SubscriptionState

FEED = Feed(id="wire", url="https://wire.example/feed", push=True)
PUSH = Push(listen="127.0.0.1:8077", public_url="https://desk.example/push")
FRESH = websub.Fresh(token="t", secret="s")
HUB, OTHER = "https://hub.example/", "https://other.example/"


def _follow(current: Subscription | None, now: datetime, *hubs: str) -> list[Subscription]:
    return websub.follow(current, Offer(hubs=hubs), feed=FEED, push=PUSH, fresh=FRESH, now=now)


def test_a_hub_is_kept_while_it_is_named(now: datetime) -> None:
    """Other hubs beside it, in whatever order, change nothing; without it the next one is asked."""
    (first,) = _follow(None, now, HUB, OTHER)
    assert (first.hub, first.topic, first.callback) == (HUB, FEED.url, "https://desk.example/push/t")
    assert _follow(first, now, OTHER, HUB) == []
    left, second = _follow(first, now, OTHER)
    assert (left.state, second.hub) == (SubscriptionState.LEAVING, OTHER)


def test_a_denied_hub_gives_way_to_another(now: datetime) -> None:
    """With one hub only, a denial is waited out; with two the other is asked."""
    (first,) = _follow(None, now, HUB, OTHER)
    denied = replace(first, state=SubscriptionState.DENIED)
    assert _follow(denied, now, HUB) == []
    assert _follow(denied, now, HUB, OTHER)[-1].hub == OTHER


@pytest.mark.parametrize(
    "hub", ["http://hub.example/", "ftp://hub.example/", "javascript:x", "https://u:p@hub.example/"]
)
def test_a_hub_must_be_as_safe_as_its_feed(now: datetime, hub: str) -> None:
    """A feed over https sends its secret to no hub without, and to nothing that is not the web."""
    assert _follow(None, now, hub) == []


@given(body=st.binary(), secret=st.text(min_size=1), wrong=st.text())
def test_only_the_right_signature_is_believed(body: bytes, secret: str, wrong: str) -> None:
    """Whatever a stranger writes into the header, a document without the secret's signature is not believed."""
    assert websub.is_signed(secret, body, [wrong], allow_sha1=True) is not None
    assert websub.is_signed(secret, body, [], allow_sha1=True) == "no signature"
    assert websub.is_signed(secret, body, [wrong, wrong], allow_sha1=True) == "more than one signature"


def test_a_short_lease_is_renewed_after_four_fifths(now: datetime) -> None:
    """However short a lease is, the hub is not asked again within a minute."""
    (row,) = _follow(None, now, HUB)
    asked = websub.before_request(row, now=now)
    assert asked is not None
    for seconds, after in ((100, 80), (10, 60), (864_000, 777_600)):
        query = {
            "hub.mode": "subscribe",
            "hub.topic": FEED.url,
            "hub.challenge": "c",
            "hub.lease_seconds": str(seconds),
        }
        live = websub.answer_question(asked, query, lease=PUSH.lease, now=now).after
        assert live is not None
        assert live.next_step_at == now + timedelta(seconds=after)


def test_nobody_is_verified_before_we_asked(now: datetime) -> None:
    """A challenge for a subscription that no hub was asked for is not echoed."""
    (row,) = _follow(None, now, HUB)
    query = {"hub.mode": "subscribe", "hub.topic": FEED.url, "hub.challenge": "c"}
    assert websub.answer_question(row, query, lease=PUSH.lease, now=now).status == 404


@pytest.mark.parametrize(
    ("header", "hubs", "topic"),
    [
        ('<https://hub.example/>; rel="hub", <https://a.example/f>; rel=self', (HUB,), "https://a.example/f"),
        ('</hub>; title="a, b"; REL="other hub"', ("https://wire.example/hub",), None),
        ("<https://hub.example/>; rev=hub", (), None),
        ("<http://[>; rel=hub", (), None),
        ("nonsense", (), None),
    ],
)
def test_link_headers(header: str, hubs: tuple[str, ...], topic: str | None) -> None:
    """Links are read as RFC 8288 has them: relations in any case, several in one, relative addresses."""
    assert read_link_headers([header], base=FEED.url) == Offer(hubs=hubs, topic=topic)


@given(header=st.text(alphabet='<>;,="\\ relhubsf/:', max_size=300))
def test_any_link_header_is_survived(header: str) -> None:
    """No header raises."""
    read_link_headers([header], base=FEED.url)


def test_links_of_documents_are_hostile() -> None:
    """What is no link is left out, however it is shaped."""
    assert read_links([None, 3, {"rel": ["hub"], "href": {}}, {"rel": "hub"}], base=FEED.url)["hubs"] == []
    assert read_links("hub", base=FEED.url) == {"hubs": [], "topic": None}


def test_a_json_feed_names_its_hubs() -> None:
    """Hubs of type WebSub count, others do not."""
    text = """{"version": "https://jsonfeed.org/version/1.1", "items": [], "feed_url": "https://a.example/f",
        "hubs": [{"type": "rssCloud", "url": "https://x.example/"}, {"type": "WebSub", "url": "https://hub.example/"}]}"""
    found = parse_json(text, url=FEED.url)
    assert (found["hubs"], found["topic"]) == ([HUB], "https://a.example/f")
