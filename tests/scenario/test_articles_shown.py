"""What the desk sees of the articles behind items."""

import asyncio
import json

from typer.testing import CliRunner

from daemon.cli import cli
from tests.helpers.site import Answer
from tests.helpers.story import Story
from tests.scenario.test_full_text import article, begun, published


async def _feeds(story: Story, *words: str) -> str:
    """What `watchdesk feeds` prints beside the running daemon."""
    command = ["feeds", "-c", str(story.folder / "config.yaml"), *words]
    return (await asyncio.to_thread(CliRunner().invoke, cli, command, env={"COLUMNS": "300"})).stdout


async def test_feeds_show_what_became_of_articles(story: Story) -> None:
    """How many were taken, how many were not and why not, for people and for machines; other feeds show nothing."""
    await begun(story, "always")
    published(story, "Pier closed", article("An explosion was heard at noon."))
    published(story, "Explosion near pier", Answer(status=410))
    await story.pass_time(minutes=2)
    facts = {one["feed"]: one["articles"] for one in map(json.loads, (await _feeds(story, "--json")).splitlines())}
    assert facts == {"wire": None, "paper": None, "press": {"taken": 1, "failed": 1, "error": "HTTP 410 Gone"}}
    (shown,) = [line for line in (await _feeds(story)).splitlines() if "press" in line]
    assert "1 taken, 1 failed (HTTP 410 Gone)" in shown


async def test_feeds_without_articles_have_no_column_for_them(story: Story) -> None:
    """A desk that fetches no articles reads nothing of them."""
    assert "articles" not in await _feeds(story)
