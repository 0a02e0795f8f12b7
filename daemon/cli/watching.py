"""Files that are looked at again and again: when to do something anew."""

from collections.abc import Callable, Iterator


def changes(look: Callable[[], object], wait: Callable[[], None]) -> Iterator[None]:
    """Once at the start, then whenever something has changed and two looks after one another saw the same (R1)."""
    seen = look()
    yield
    while True:
        wait()
        now = look()
        if now == seen:
            continue
        while True:
            wait()
            again = look()
            if again == now:
                break
            now = again
        seen = now
        yield
