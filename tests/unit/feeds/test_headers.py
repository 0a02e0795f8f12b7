"""Headers of requests, and what answers' headers mean."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict

from daemon.config import Feed
from daemon.feeds.headers import (
    is_conditional,
    read_fresh_for,
    read_retry_after,
    read_validators,
    request_headers,
    user_agent,
)
from daemon.model import Validators

DATE = "Fri, 08 Jul 2016 14:00:00 GMT"


def feed(**over: object) -> Feed:
    """A feed with everything secret that a feed can have."""
    secrets = {"login": {"user": "desk", "password_env": "FEED_PASSWORD"}, "headers_env": {"X-Key": "FEED_KEY"}}
    return Feed.model_validate(
        {"id": "wire", "url": "https://example.org/", "headers": {"X-Plain": "1"}, **secrets, **over}
    )


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """The secrets that the feeds of these tests name."""
    monkeypatch.setenv("FEED_PASSWORD", "pässword")
    monkeypatch.setenv("FEED_KEY", "key-123")


def test_who_is_asking_is_said() -> None:
    """The User-Agent names the program, its version and a contact, if there is one."""
    assert user_agent("desk@example.org").endswith("(+desk@example.org)")
    assert user_agent("desk@example.org").startswith("watchdesk/")
    assert "(" not in user_agent("")


def test_secrets_are_sent_only_where_they_belong() -> None:
    """F7: login and secret headers go to their origin, plain headers everywhere."""
    there = request_headers(feed(), Validators(), contact="", trusted=True)
    elsewhere = request_headers(feed(), Validators(), contact="", trusted=False)
    assert there["Authorization"] == "Basic ZGVzazpww6Rzc3dvcmQ="
    assert there["X-Key"] == "key-123"
    assert "Authorization" not in elsewhere
    assert "X-Key" not in elsewhere
    assert elsewhere["X-Plain"] == "1"


def test_an_operators_header_replaces_ours() -> None:
    """A User-Agent of the feed's own is sent once, in place of ours."""
    sent = request_headers(feed(headers={"user-agent": "Desk/1"}), Validators(), contact="", trusted=True)
    assert sent.getall("User-Agent") == ["Desk/1"]


def test_both_validators_are_sent() -> None:
    """F13: ETag and date are both shown to the publisher, if there are any."""
    sent = request_headers(feed(), Validators(etag='W/"1"', last_modified=DATE), contact="", trusted=True)
    assert (sent["If-None-Match"], sent["If-Modified-Since"]) == ('W/"1"', DATE)
    none = request_headers(feed(), Validators(), contact="", trusted=True)
    assert not {"If-None-Match", "If-Modified-Since"} & set(none)
    assert not is_conditional(Validators())


def test_validators_are_taken_from_every_answer() -> None:
    """F13: what an answer names replaces what was known; what a 304 does not name stays."""
    before = Validators(etag='"1"', last_modified=DATE)
    assert read_validators({"ETag": '"2"'}, before=before) == Validators(etag='"2"', last_modified=DATE)
    later = "Sat, 09 Jul 2016 14:00:00 GMT"
    assert read_validators({"Last-Modified": later}, before=before) == Validators(etag='"1"', last_modified=later)
    assert read_validators({}, before=before) == before
    assert read_validators({"ETag": '"2"'}) == Validators(etag='"2"')


@pytest.mark.parametrize("value", ['"a"\r\nX-Evil: 1', '"a\x00"', "", '"é"', '"' + "x" * 3_000 + '"', "\udcff"])
def test_validators_that_cannot_be_sent_back_are_dropped(value: str) -> None:
    """F17: no line break, control or endless value of a publisher gets into our next request."""
    assert read_validators({"ETag": value, "Last-Modified": value}) == Validators()
    sent = request_headers(feed(), Validators(etag=value, last_modified=value), contact="", trusted=True)
    assert not {"If-None-Match", "If-Modified-Since"} & set(sent)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("5", 5),
        (" 120 ", 120),
        ("0", 0),
        ("Fri, 08 Jul 2016 14:10:00 GMT", 600),
        ("Friday, 08-Jul-16 14:10:00 GMT", 600),
        ("315360000", 366 * 86_400),
        ("9" * 10_000, 366 * 86_400),
        ("Fri, 08 Jul 2036 14:10:00 GMT", 366 * 86_400),
    ],
)
def test_retry_after_is_read(value: str, seconds: int) -> None:
    """F14: seconds and dates are understood, however far away, and never longer than a year."""
    headers = CIMultiDict({"Retry-After": value, "Date": DATE})
    assert read_retry_after(headers) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "value", ["-1", "", "soon", "1.5", "5 minutes", "٣", "Thu, 07 Jul 2016 14:00:00 GMT", "Fri, 99 Foo 2016", "1e9"]
)
def test_nonsense_is_no_wish(value: str) -> None:
    """F14: negative, past or unreadable values are as good as none."""
    assert read_retry_after({"Retry-After": value, "Date": DATE}) is None


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_retry_after_is_read_or_ignored(value: str, date: str) -> None:
    """F14: no header value is an error."""
    wait = read_retry_after({"Retry-After": value, "Date": date})
    assert wait is None or timedelta() <= wait <= timedelta(days=366)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Cache-Control": "public, max-age=300"}, 300),
        ({"Cache-Control": "max-age=300", "Age": "100"}, 200),
        ({"Cache-Control": "max-age=300", "Age": "900"}, None),
        ({"Cache-Control": "s-maxage=900"}, None),
        ({"Cache-Control": "no-cache, max-age=300"}, None),
        ({"Cache-Control": "max-age=999999999"}, 86_400),
        ({"Cache-Control": "max-age=0"}, None),
        ({"Expires": "Fri, 08 Jul 2016 14:10:00 GMT", "Date": "Fri, 08 Jul 2016 14:00:00 GMT"}, 600),
        ({"Expires": "0", "Date": "Fri, 08 Jul 2016 14:00:00 GMT"}, None),
        ({"Expires": "Fri, 08 Jul 2016 14:10:00 GMT"}, None),
        ({}, None),
    ],
)
def test_freshness_is_read(headers: dict[str, str], seconds: int | None) -> None:
    """It is max-age less Age, else Expires by the answer's own Date; none for no-cache, nonsense and the past."""
    assert read_fresh_for(headers) == (None if seconds is None else timedelta(seconds=seconds))
