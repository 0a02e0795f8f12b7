"""The headers of a request, and what the headers of an answer mean. Pure."""

import base64
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from multidict import CIMultiDict

from daemon import __version__
from daemon.config import Feed
from daemon.feeds.decode import ACCEPT_ENCODING
from daemon.model import Validators

_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)
_LONGEST_VALIDATOR = 2_000
_NOTHING = Validators()
_LONGEST_WAIT = timedelta(days=366)
_LONGEST_FRESH = timedelta(days=1)
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age=\"?([0-9]{1,9})")


def user_agent(contact: str) -> str:
    """Who is asking, and where to complain."""
    return f"watchdesk/{__version__} (+{contact})" if contact else f"watchdesk/{__version__}"


def request_headers(feed: Feed, validators: Validators, *, contact: str, trusted: bool) -> CIMultiDict[str]:
    """The headers of one request for a feed.

    `trusted`: the request goes to the origin that the feed's secrets are meant for; elsewhere they are left out (F7).
    """
    headers = CIMultiDict({"User-Agent": user_agent(contact), "Accept": _ACCEPT})
    headers.update(feed.headers)
    if trusted:
        headers.update({name: secret.get_secret_value() for name, secret in feed.secret_headers.items()})
        if feed.login is not None:
            pair = f"{feed.login.user}:{feed.login.password.get_secret_value()}"
            headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode("ascii")
    headers["Accept-Encoding"] = ACCEPT_ENCODING
    if _is_plain(validators.etag):
        headers["If-None-Match"] = str(validators.etag)
    if _is_plain(validators.last_modified):
        headers["If-Modified-Since"] = str(validators.last_modified)
    return headers


def is_conditional(validators: Validators) -> bool:
    """Whether a request with these validators may be answered 304."""
    return _is_plain(validators.etag) or _is_plain(validators.last_modified)


def read_validators(headers: Mapping[str, str], *, before: Validators = _NOTHING) -> Validators:
    """The validators of an answer; what it does not name stays as it was `before` (for a 304) (F13).

    Law: a value that could not be sent back in one header line is not kept (F17).
    """
    etag, modified = headers.get("ETag"), headers.get("Last-Modified")
    return Validators(
        etag=etag if _is_plain(etag) else before.etag,
        last_modified=modified if _is_plain(modified) else before.last_modified,
    )


def _is_plain(value: str | None) -> bool:
    return value is not None and 0 < len(value) <= _LONGEST_VALIDATOR and value.isprintable() and value.isascii()


def read_retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """How long the publisher asks us to wait, at most a year; None for nothing, nonsense or the past.

    A date is taken relative to the answer's own Date, so that neither side's clock has to be right.
    """
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        # Python refuses to read thousands of digits; nine are thirty years.
        return min(timedelta(seconds=int(value[:9] if len(value) < 10 else "999999999")), _LONGEST_WAIT)
    until, sent = _date(value), _date(headers.get("Date", ""))
    if until is None or sent is None or until < sent:
        return None
    return min(until - sent, _LONGEST_WAIT)


def read_date(headers: Mapping[str, str]) -> datetime | None:
    """What the server's clock showed when it answered; None if it does not say, or a cache gave an old answer."""
    return None if headers.get("Age", "0").strip() not in {"", "0"} else _date(headers.get("Date", ""))


def read_fresh_for(headers: Mapping[str, str]) -> timedelta | None:
    """How long the answer stays fresh: max-age less its Age, else Expires less Date (RFC 9111, section 4.2).

    None for no word, no-cache or no-store, nonsense and what is stale already; never more than a day.
    """
    said = headers.get("Cache-Control", "").lower()
    if "no-cache" in said or "no-store" in said:
        return None
    if found := _MAX_AGE.search(said):
        age = headers.get("Age", "").strip()
        spent = int(age) if age.isascii() and age.isdigit() and len(age) < 10 else 0
        left = timedelta(seconds=int(found.group(1)) - spent)
    else:
        until, sent = _date(headers.get("Expires", "")), _date(headers.get("Date", ""))
        if until is None or sent is None:
            return None
        left = until - sent
    return min(left, _LONGEST_FRESH) if left > timedelta(0) else None


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
        return date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
