"""Whose article is fetched, what of it is taken, and when it is tried again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.items.fulltext import MAX_ATTEMPTS, MIN_TEXT, after_failure, take_text, wants_text, with_text
from daemon.model import FullText, TextState, Verdict, VerdictKind
from tests.helpers.build import NOW, an_item

DUE = FullText(item_id="item-1", feed="wire", url="https://example.org/news/1", next_at=NOW)
LONG = "A helicopter came down near the river. " * 20


@pytest.mark.parametrize(
    ("when", "matched", "kind", "wanted"),
    [
        ("never", True, VerdictKind.NEW, False),
        ("matched", True, VerdictKind.NEW, True),
        ("matched", False, VerdictKind.NEW, False),
        ("always", False, VerdictKind.REVISED, True),
        ("always", True, VerdictKind.DUPLICATE, False),
    ],
)
def test_who_is_asked(when: str, matched: bool, kind: VerdictKind, wanted: bool) -> None:
    """What the feed says decides, but never for copies, and without a link."""
    verdict = Verdict(kind=kind, reason="x")
    assert wants_text(an_item(), verdict, when=when, matched=matched) is wanted
    assert not wants_text(an_item(url=None), verdict, when=when, matched=matched)


@pytest.mark.parametrize(
    ("raw", "body", "known", "state"),
    [
        (LONG, "", "", TextState.TAKEN),
        ("x" * (MIN_TEXT - 1), "", "", TextState.SHORT),
        (LONG, LONG * 2, "", TextState.SHORT),
        (LONG, LONG * 2, LONG * 2, TextState.TAKEN),
        ("We and our 700 partners value your privacy. " * 20, "", "", TextState.OTHER),
    ],
    ids=["article", "teaser", "less than the feed", "less than before", "cookies"],
)
def test_what_is_taken(raw: str, body: str, known: str, state: TextState) -> None:
    """An article about its item that says more than the feed is taken, also a shorter version of itself."""
    after = take_text(replace(DUE, text=known), an_item(body=body), raw)
    assert (after.state, after.attempts) == (state, 1)
    assert after.text == (LONG.strip() if state is TextState.TAKEN else known)
    assert (after.error is None) == (state is TextState.TAKEN)


def test_a_title_without_long_words_fits_any_page() -> None:
    """Where the title cannot tell, the page is not refused by it; words count in any script and case."""
    assert take_text(DUE, an_item(title="Hit by a car"), LONG).state is TextState.TAKEN
    assert take_text(DUE, an_item(title="ВЕРТОЛЁТ упал"), "Вертолет упал у реки. " * 40).state is TextState.TAKEN


def test_the_fingerprint_stays() -> None:
    """The entry is recognised by the feed's words whatever its article says; more words of the feed's own stay."""
    item = an_item(body="short")
    assert with_text(item, LONG) == replace(item, body=LONG)
    assert with_text(an_item(body=LONG), "less").body == LONG
    assert with_text(an_item(body=LONG), "less", was=LONG).body == "less"


@given(waits=st.lists(st.integers(0, 10**6) | st.none(), min_size=MAX_ATTEMPTS, max_size=MAX_ATTEMPTS))
def test_failures_come_to_an_end(waits: list[int | None]) -> None:
    """Whatever servers ask for, each try is later than the last, by two hours at most, and the last one is the last."""
    due = DUE
    for count, wait in enumerate(waits, start=1):
        asked = None if wait is None else timedelta(seconds=wait)
        after = after_failure(due, "HTTP 500", retry_after=asked, final=False, now=due.next_at)
        assert after.attempts == count
        assert after.state is (TextState.FAILED if count == MAX_ATTEMPTS else TextState.DUE)
        if after.state is TextState.DUE:
            assert timedelta(minutes=1) <= after.next_at - due.next_at <= timedelta(hours=2)
        due = after


def test_what_will_not_mend_ends_at_once() -> None:
    """A final failure is not tried again, and keeps its reason and the text that was had before."""
    after = after_failure(replace(DUE, text="x"), "HTTP 410", retry_after=None, final=True, now=NOW)
    assert (after.state, after.error, after.text) == (TextState.FAILED, "HTTP 410", "x")
