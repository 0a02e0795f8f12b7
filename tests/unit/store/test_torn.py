"""What a torn, cut or damaged file leaves of a store: every commit before the damage, or a word that it is damaged."""

import os
import random
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from daemon.errors import StoreError
from daemon.store.database import Transaction, open_store
from daemon.store.examine import examine

_COMMITS = 40
_POSITIONS = int(os.environ.get("WATCHDESK_TORN", "40"))  #: of the damage; set it to thousands before a release


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """A store and its log as a power cut leaves them: facts 0, 1, 2, ..., each in a transaction of its own."""
    path = tmp_path / "desk" / "watchdesk.sqlite"
    store = open_store(path)
    store.write_now(lambda tx: tx.feeds.save_fact("first", "kept"))
    store.close_now()
    store = open_store(path)
    for number in range(_COMMITS):
        store.write_now(partial(_save, at=number))
    shutil.copytree(path.parent, tmp_path / "left")
    store.close_now()
    return tmp_path / "left" / path.name


def _save(tx: Transaction, *, at: int) -> None:
    tx.feeds.save_fact(f"fact {at}", "x" * 3_000)


def facts_of(path: Path) -> list[int]:
    """Which of the facts are there, after the store was opened as the daemon opens it."""
    store = open_store(path)
    try:
        assert store.write_now(lambda tx: tx.feeds.fact("first")) == "kept"
        known = store.write_now(lambda tx: [tx.feeds.fact(f"fact {at}") for at in range(_COMMITS)])
    finally:
        store.close_now()
    return [at for at, fact in enumerate(known) if fact is not None]


def copies(left: Path, folder: Path) -> Iterator[tuple[Path, Path]]:
    """As many copies of a store as are damaged, each with its log."""
    for number in range(_POSITIONS):
        copy = folder / str(number)
        shutil.copytree(left.parent, copy)
        yield copy / left.name, copy / f"{left.name}-wal"


def test_a_log_that_was_cut_off_gives_every_commit_before_the_cut(left: Path, tmp_path: Path) -> None:
    """S8: wherever the log ends, the store opens, whole, with the commits up to there and no hole among them."""
    draw, counts = random.Random(8), set()
    for path, log in copies(left, tmp_path / "cut"):
        size = log.stat().st_size
        with log.open("r+b") as file:
            file.truncate(draw.randrange(size))
        found = facts_of(path)
        assert found == list(range(len(found)))
        assert not examine(path).problems
        counts.add(len(found))
    assert len(counts) > 5, "the cuts must fall between different commits"


def test_one_flipped_bit_of_the_log_gives_every_commit_before_it(left: Path, tmp_path: Path) -> None:
    """S8: what follows a damaged page of the log is not believed, and what stands before it is there."""
    draw = random.Random(9)
    for path, log in copies(left, tmp_path / "bit"):
        content = bytearray(log.read_bytes())
        at = draw.randrange(32, len(content))
        content[at] ^= 1 << draw.randrange(8)
        log.write_bytes(content)
        found = facts_of(path)
        assert found == list(range(len(found)))
        assert not examine(path).problems


def test_a_damaged_page_of_the_store_itself_is_told(left: Path, tmp_path: Path) -> None:
    """S8: a page that was written over is found by who looks, with a word; or the store is refused at once."""
    open_store(left).close_now()  # the log is taken into the store
    told = 0
    draw = random.Random(10)
    for path, _ in copies(left, tmp_path / "page"):
        content = bytearray(path.read_bytes())
        page = 4096 * draw.randrange(1, len(content) // 4096)
        content[page : page + 64] = bytes(draw.randrange(256) for _ in range(64))
        path.write_bytes(content)
        try:
            told += bool(examine(path).problems)
        except StoreError:
            told += 1
    assert told > _POSITIONS * 0.7, "free pages and the middles of long values have no form to check"
