"""What a further look at the page of an alerted item tells: another headline, that it is gone, a correction. Pure.

Law: later looks are compared with what the page said when it was first seen, or told of last; a change is told once;
a page that was never seen is not missed; gone is gone when two looks in a row say so.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from daemon.incidents.amendments import amendment_of
from daemon.incidents.revision import is_live_page
from daemon.incidents.wording import plain_words
from daemon.model import Incident, Item, Report
from daemon.store.pages import WatchedPage

_MINUTE = timedelta(minutes=1)
_AFTER = (10, 30, 60, 120, 240, 480, 960)  #: minutes after the alert; then once a day, as long as it is watched
_CERTAIN_AFTER = 5 * _MINUTE  #: between the two looks that must find a page gone
GONE = frozenset({404, 410})  #: what a publisher answers for a page that was taken away


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one look came to."""

    gone: bool = False
    headline: str = ""  #: empty: the page could not be had
    opening: str = ""  #: the beginning of its text


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is worth telling of a page."""

    kind: str  #: headline | removal | correction | retraction
    was: str  #: its headline, as it was first seen
    now: str  #: as it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What an item's feed says of it by now."""

    title: str
    amendment: str | None = None


def known_of(item: Item, incident: Incident | None) -> Known:
    """The item's title, and what its report takes back."""
    report = next((one for one in (incident.reports if incident else ()) if one.item_id == item.id), None)
    return Known(title=item.title, amendment=(report.amends or amendment_of(report)) if report else None)


def after_look(
    page: WatchedPage, seen: Seen, *, known: Known, watched_for: timedelta, now: datetime
) -> tuple[WatchedPage, News | None]:
    """The page as it is known now, with its next look; and what is to be told, if anything.

    `known`: as its feed has it by now: what the feed told of is told already.
    """
    looked = replace(page, looks=page.looks + 1, missing=page.missing + 1 if seen.gone else 0)
    news = None
    if seen.gone:
        news = _removal(looked)
    elif seen.headline and not page.headline:
        looked = replace(looked, headline=seen.headline, amended=_amendment(page, seen) is not None)
    elif seen.headline:
        news = _change(looked, seen, known=known)
    if news is not None:
        looked = replace(looked, told=(*looked.told, news.kind), headline=news.now)
    return replace(looked, next_at=_next_look(looked, watched_for=watched_for, now=now)), news


def _removal(page: WatchedPage) -> News | None:
    certain = page.headline and page.missing >= 2 and "removal" not in page.told
    return News(kind="removal", was=page.headline, now=page.headline) if certain else None


def _change(page: WatchedPage, seen: Seen, *, known: Known) -> News | None:
    amendment = _amendment(page, seen)
    if amendment and not page.amended and amendment not in (*page.told, known.amendment):
        return News(kind=amendment, was=page.headline, now=seen.headline)
    words = plain_words(seen.headline)
    is_told = "headline" in page.told or words in (plain_words(page.headline), plain_words(known.title))
    is_live = is_live_page(_as_report(page, seen))
    return None if is_told or is_live else News(kind="headline", was=page.headline, now=seen.headline)


def _amendment(page: WatchedPage, seen: Seen) -> str | None:
    return amendment_of(_as_report(page, seen))


def _as_report(page: WatchedPage, seen: Seen) -> Report:
    return Report(
        item_id=page.item_id,
        feed=page.feed,
        source="",
        title=seen.headline,
        text=seen.opening,
        url=page.url,
        arrived_at=page.alerted_at,
    )


def first_look(now: datetime) -> datetime:
    """When a page is looked at first."""
    return now + _AFTER[0] * _MINUTE


def _next_look(page: WatchedPage, *, watched_for: timedelta, now: datetime) -> datetime | None:
    """The next time of the plan that is still to come; soon, if the page seems gone; None: enough was looked."""
    never_there = page.missing >= 2 and not page.headline
    if never_there or "removal" in page.told:
        return None
    if page.missing == 1:
        return now + _CERTAIN_AFTER
    end = page.alerted_at + watched_for
    planned = [page.alerted_at + minutes * _MINUTE for minutes in _AFTER] + [end]
    return next((at for at in planned if now + _CERTAIN_AFTER < at <= end), None)


def leads_home(asked: str, came: str) -> bool:
    """Whether a page was taken away by leading everybody who asks for it to the start page."""
    return urlsplit(asked).path.strip("/") != "" and urlsplit(came).path.strip("/") == ""
