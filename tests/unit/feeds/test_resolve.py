"""The system's resolver."""

import pytest

from daemon.feeds.resolve import SystemResolver


async def test_addresses_resolve_to_themselves() -> None:
    """The answer has the form that a connector needs."""
    resolver = SystemResolver()
    (found,) = await resolver.resolve("127.0.0.1", 80)
    await resolver.close()
    assert (found["hostname"], found["host"], found["port"]) == ("127.0.0.1", "127.0.0.1", 80)


@pytest.mark.parametrize("name", ["a" * 64 + ".test", "a..test"])
async def test_names_that_cannot_be_asked_for_do_not_resolve(name: str) -> None:
    """F4: a name that no resolver could know is an OSError like any other that does not resolve."""
    resolver = SystemResolver()
    with pytest.raises(OSError, match="cannot be asked for"):
        await resolver.resolve(name, 80)
    await resolver.close()
