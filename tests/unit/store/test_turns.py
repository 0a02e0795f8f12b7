"""Whose turn it is on the store's thread."""

import asyncio
import threading

import pytest

from daemon.store.turns import Turns


def _name(done: list[str], name: str) -> None:
    done.append(name)


async def test_what_a_chat_waits_for_goes_before_what_waits() -> None:
    """Urgent work goes before ordinary work that came sooner; in each queue the first comes first; all of it runs."""
    turns, held, done = Turns(), threading.Event(), list[str]()
    first = turns.submit(lambda: held.wait(10))
    waiting = [turns.submit(lambda n=name: _name(done, n), urgent=name in "cd") for name in "abcd"]
    held.set()
    await asyncio.gather(*map(asyncio.wrap_future, [first, *waiting]))
    turns.end()
    assert done == ["c", "d", "a", "b"]


async def test_an_error_reaches_who_waits_and_nobody_else() -> None:
    """Work that raises raises where it is waited for, and the next piece runs."""
    turns = Turns()

    def fail() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        await turns.run(fail)
    assert await turns.run(lambda: 7, urgent=True) == 7
    turns.end()


async def test_nobody_waits_for_what_was_given_up() -> None:
    """Work whose caller was cancelled before its turn is not begun, and takes nobody else's turn."""
    turns, held, done = Turns(), threading.Event(), list[str]()
    first = turns.submit(lambda: held.wait(10))
    given_up = asyncio.create_task(turns.run(lambda: _name(done, "given up")))
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.gather(given_up, return_exceptions=True)
    other = turns.submit(lambda: _name(done, "other"))
    held.set()
    await asyncio.gather(*map(asyncio.wrap_future, [first, other]))
    turns.end()
    assert done == ["other"]
