"""The fixtures of all scenarios: the whole daemon between two fakes."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.helpers.desk import Desk, a_desk
from tests.helpers.story import Story, told_story


@pytest.fixture
async def story(tmp_path: Path) -> AsyncIterator[Story]:
    """A daemon that has polled its two empty feeds once, so that its baseline is behind it."""
    async with told_story(tmp_path) as told:
        yield told


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk in a Telegram group, with three people listed."""
    async with a_desk(tmp_path) as made:
        yield made
