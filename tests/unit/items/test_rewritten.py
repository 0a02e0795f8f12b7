"""Pages that keep their address while ids, dates and headlines change."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.items.dedup import decide
from daemon.items.rewritten import WINDOW, is_rewritten
from daemon.model import Item, VerdictKind
from tests.helpers.build import NOW
from tests.unit.items.test_dedup import an_item_in, seen

LINES = (Path(__file__).parents[2] / "data" / "rewritten_pages.tsv").read_text(encoding="utf-8").splitlines()
PAGES = [tuple(line.split("\t")) for line in LINES if not line.startswith("#")]
LATER = timedelta(hours=4)


def version(path: str, title: str, text: str, *, guid: str = "a", later: timedelta = timedelta(0)) -> Item:
    """An entry of a page, as the feed tells it with an id and a date of their own."""
    return an_item_in(
        "wire",
        guid=guid,
        url=f"https://news.example{path}",
        title=title,
        summary=text,
        published=NOW + later,
        at=NOW + later,
    )


@pytest.mark.parametrize("page", PAGES, ids=[page[4] for page in PAGES])
def test_a_page_is_one_item_as_long_as_it_tells_of_one_event(page: tuple[str, ...]) -> None:
    """At one address, what goes on in its words and names is a new version; another event, or a siren, is new."""
    expected, path, title, text, later_title, later_text = page
    one, other = version(path, title, text), version(path, later_title, later_text, guid="b", later=LATER)
    verdict = decide(other, [seen(one)], now=NOW + LATER)
    kind = VerdictKind.REVISED if expected == "version" else VerdictKind.NEW
    assert (verdict.kind, verdict.of) == (kind, one.id if expected == "version" else None)


LIVE = ("Ukraine war latest: Kharkiv shelled overnight", "Kharkiv was shelled by Russia; 40 drones were brought down.")
NEXT = ("Ukraine war latest: Kharkiv counts its dead", "Kharkiv was shelled by Russia; two people died.")


def test_a_page_that_was_left_for_half_a_day_tells_anew() -> None:
    """The same page, later than the window, is another item."""
    other = version("/latest", *NEXT, guid="b", later=WINDOW + timedelta(minutes=1))
    assert decide(other, [seen(version("/latest", *LIVE))], now=other.arrived_at).kind is VerdictKind.NEW


def test_versions_that_a_document_shows_beside_each_other_are_two_items() -> None:
    """A list points all of its entries to one page: what it still shows is no older version."""
    one, other = version("/latest", *LIVE), version("/latest", *NEXT, guid="b", later=LATER)
    shown = {f"g:wire:{one.guid_key}", f"c:{one.fingerprint}", f"g:wire:{other.guid_key}", f"c:{other.fingerprint}"}
    assert decide(other, [seen(one)], now=NOW + LATER, shown=shown).kind is VerdictKind.NEW


def test_what_stands_under_every_page_makes_none_a_version() -> None:
    """The words by which an outlet ends all of its live pages say nothing of the event."""
    end = " Follow our live coverage through the night. Get our newsletter Morning Brief from editors at The Wire."
    one = version("/live", "Live: Mutiny in Niamey", "Soldiers hold the palace." + end)
    other = version("/live", "Live: Ferry sinks off Basilan", "Divers look for hundreds." + end, guid="b", later=LATER)
    assert not is_rewritten(other, seen(one))


@pytest.mark.parametrize("mark", ["Live: ", "River war news: "])
def test_the_same_words_of_other_names_are_another_page(mark: str) -> None:
    """A form that goes on tells nothing as long as whom and where it names does not."""
    told = "rebels crossed the bridge before dawn and hundreds fled heavy fighting, says {}"
    one = version("/live", f"{mark}rebels storm bridge at Goma", told.format("Colonel Mbeki Kasongo"))
    names = told.format("Major Youssef Haddad")
    other = version("/live", f"{mark}rebels cross river bridge near Aleppo", names, guid="b", later=LATER)
    same = version("/live", f"{mark}rebels cross river bridge near Goma", one.summary, guid="b", later=LATER)
    assert not is_rewritten(other, seen(one))
    assert is_rewritten(same, seen(one))


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_titles_are_read(title: str, other: str) -> None:
    """No title breaks it, and whatever they say both orders say the same."""
    one, two = version("/live", title, ""), version("/live", other, "", guid="b", later=LATER)
    assert is_rewritten(one, seen(two)) == is_rewritten(two, seen(one))
