"""The fixtures of all scenarios: the whole daemon between two fakes."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.helpers.desk import Desk, a_desk
from tests.helpers.site import FakeSite
from tests.helpers.story import Story


@pytest.fixture
async def story(tmp_path: Path) -> AsyncIterator[Story]:
    """A daemon that has polled its two empty feeds once, so that its baseline is behind it."""
    async with FakeSite() as site:
        told = Story(tmp_path, site)
        for feed in told.feeds:
            site.publish(f"/{feed}", [told.entry("Library lends out its first telescope")])
        await told.begin()
        await told.poll()
        yield told
        await told.end()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk in a Telegram group, with three people listed."""
    async with a_desk(tmp_path) as made:
        yield made
