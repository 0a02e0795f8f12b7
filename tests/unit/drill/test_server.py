"""The drill's site over real HTTP."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

import aiohttp
import pytest

from daemon.drill.server import DrillSite
from daemon.drill.story import load_story

STORY = load_story()
NOW = datetime(2024, 3, 1, 12, 0, 0, 250_000, tzinfo=UTC)
FIRST = STORY.steps[0]


async def get(site, feed_id, **headers):
    """Status, headers and body of one request."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{site.base_url}/{feed_id}", headers=headers) as answer,
    ):
        return answer.status, answer.headers, await answer.text()


async def test_every_feed_shows_its_baseline_and_no_more():
    """Before the first step each feed holds exactly the everyday entries of the baseline."""
    async with DrillSite(STORY, now=NOW) as site:
        for feed in STORY.feeds_config(site.base_url):
            status, headers, body = await get(site, feed.id)
            assert status == 200
            assert headers["ETag"]
            titles = [step.entry.title for step in STORY.baseline if step.feed == feed.id]
            assert all(title in body for title in titles)
            assert not any(step.entry.title in body for step in STORY.steps if step.feed == feed.id)


async def test_a_published_step_is_dated_to_its_moment():
    """What is published now is served with the date of now, in whole seconds."""
    async with DrillSite(STORY, now=NOW) as site:
        site.publish(FIRST, now=NOW)
        _, headers, body = await get(site, FIRST.feed)
    assert FIRST.entry.title in body
    assert format_datetime(NOW.replace(microsecond=0), usegmt=True) in body
    assert parsedate_to_datetime(headers["Last-Modified"]) == NOW.replace(microsecond=0)


async def test_an_unchanged_feed_answers_304_to_its_etag_and_its_date():
    """A client that sends either validator back gets 304 with both validators and no body (F13)."""
    async with DrillSite(STORY, now=NOW) as site:
        _, headers, _ = await get(site, FIRST.feed)
        by_tag = await get(site, FIRST.feed, **{"If-None-Match": f'"other", W/{headers["ETag"]}'})
        by_date = await get(site, FIRST.feed, **{"If-Modified-Since": headers["Last-Modified"]})
    for status, again, body in (by_tag, by_date):
        assert (status, body) == (304, "")
        assert again["ETag"] == headers["ETag"]
        assert again["Last-Modified"] == headers["Last-Modified"]


async def test_a_publication_changes_only_its_own_feed():
    """A step makes the validators of its feed stale, and those of no other."""
    other = next(feed.id for feed in STORY.feeds if feed.id != FIRST.feed)
    async with DrillSite(STORY, now=NOW) as site:
        tags = {feed: (await get(site, feed))[1] for feed in (FIRST.feed, other)}
        site.publish(FIRST, now=NOW)
        assert (await get(site, FIRST.feed, **{"If-None-Match": tags[FIRST.feed]["ETag"]}))[0] == 200
        assert (await get(site, other, **{"If-None-Match": tags[other]["ETag"]}))[0] == 304


async def test_the_etag_decides_over_the_date():
    """A stale ETag is answered in full, even if the date sent with it is new enough."""
    async with DrillSite(STORY, now=NOW) as site:
        _, headers, _ = await get(site, FIRST.feed)
        sent = {"If-None-Match": '"stale"', "If-Modified-Since": headers["Last-Modified"]}
        assert (await get(site, FIRST.feed, **sent))[0] == 200


async def test_two_publications_in_one_second_have_two_dates():
    """A client that knows only dates sees the second of two publications in one second."""
    (copy,) = (step for step in STORY.steps if step.outcome == "copy")
    lookalike = next(step for step in STORY.steps if step.feed == copy.feed)
    async with DrillSite(STORY, now=NOW) as site:
        site.publish(lookalike, now=NOW)
        _, headers, _ = await get(site, copy.feed)
        site.publish(copy, now=NOW)
        assert (await get(site, copy.feed, **{"If-Modified-Since": headers["Last-Modified"]}))[0] == 200


@pytest.mark.parametrize("date", ["yesterday", "Fri, 01 Mar 2099 12:00:00 -0000", "1"])
async def test_a_strange_date_is_answered_in_full(date):
    """A date that cannot be understood is as good as none."""
    async with DrillSite(STORY, now=NOW) as site:
        assert (await get(site, FIRST.feed, **{"If-Modified-Since": date}))[0] == 200


async def test_an_edited_headline_takes_the_old_ones_place():
    """A step with a known id replaces the entry, keeps its date of publication, and moves nothing."""
    (edited,) = (step for step in STORY.steps if step.outcome == "corrected")
    before = next(step for step in STORY.steps if step.entry.guid == edited.entry.guid)
    async with DrillSite(STORY, now=NOW) as site:
        site.publish(before, now=NOW)
        site.publish(edited, now=NOW + timedelta(minutes=1))
        _, _, body = await get(site, edited.feed)
    assert before.entry.title not in body
    assert body.count(edited.entry.title) == 1
    assert "<published>2024-03-01T12:00:00Z</published><updated>2024-03-01T12:01:00Z</updated>" in body


async def test_newest_entries_stand_first():
    """The feed's order is that of publication, newest first."""
    (video,) = (step for step in STORY.steps if step.feed == "drill-video-agency")
    async with DrillSite(STORY, now=NOW) as site:
        site.publish(video, now=NOW)
        _, headers, body = await get(site, video.feed)
    assert headers["Content-Type"].startswith("application/feed+json")
    assert [item["id"] for item in json.loads(body)["items"]] == ["video-71", "video-70"]


async def test_a_strange_address_is_not_found():
    """The site has the story's feeds and nothing else."""
    async with DrillSite(STORY, now=NOW) as site:
        assert (await get(site, "admin"))[0] == 404


async def test_the_site_has_an_address_only_while_it_runs():
    """Asking for the address before the start is an error, and closing twice is none."""
    site = DrillSite(STORY, now=NOW)
    with pytest.raises(RuntimeError):
        _ = site.base_url
    await site.start()
    assert site.base_url.startswith("http://127.0.0.1:")
    await site.close()
    await site.close()
