"""How far a load has come, for those who wait for it."""

from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

Progress = Callable[[str, int, int], None]  #: at what the load is, how much of it is done, of how many
_T = TypeVar("_T")
_EVERY = 100  #: of so many one is told: there may be many, and each soon done


def told(on_progress: Progress | None, what: str, members: Collection[_T]) -> Iterator[_T]:
    """The members one by one, while it is told how many of them were taken."""
    for number, member in enumerate(members):
        if on_progress is not None and number % _EVERY == 0:
            on_progress(what, number, len(members))
        yield member
    if on_progress is not None:
        on_progress(what, len(members), len(members))
