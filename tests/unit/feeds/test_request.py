"""What is asked for a feed, and for the pages that it links to."""

import pytest

from daemon.config import Feed
from daemon.feeds.request import for_page


@pytest.mark.parametrize(
    ("page", "allowed"),
    [
        ("http://news.lan/story", True),
        ("http://NEWS.lan:8080/story", True),
        ("http://router.lan/", False),
        ("http://169.254.169.254/", False),
        ("https://example.org/story", False),
    ],
)
def test_a_feed_in_ones_own_network_leads_to_no_other_host_there(page: str, allowed: bool) -> None:
    """F1: `allow_private` is for the feed's own host: what a publisher links to is asked as anybody's page is."""
    feed = Feed.model_validate({"id": "lan", "url": "http://news.lan/rss", "allow_private": True})
    assert for_page(feed, page).allow_private is allowed


def test_who_may_not_ask_a_private_network_may_not_by_a_page() -> None:
    """The feed's own host is no reason by itself."""
    feed = Feed.model_validate({"id": "a", "url": "https://example.org/rss"})
    assert not for_page(feed, "https://example.org/story").allow_private
