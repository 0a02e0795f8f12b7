"""Later versions of one page, under a new headline."""

from datetime import timedelta

import pytest

from daemon.incidents.series import ANEW
from daemon.incidents.versions import is_version
from daemon.model import Report
from tests.helpers.build import NOW
from tests.unit.incidents.builders import a_report, an_incident
from tests.unit.incidents.test_cluster import joined

TEXT = "The port's director said on the quay that the third pier was evacuated before noon, and nobody was hurt."
FIRE = a_report("Pier evacuated as fire spreads at the harbour", text=TEXT)
CALM = "Director praises crews who kept flames from the town"
LIVE = "Harbour fire live: third pier evacuated"


def test_the_same_opening_under_a_new_headline_is_a_version() -> None:
    """A source that tells the same text again some hours later tells of the same event, whatever its headline says."""
    for text in (TEXT, TEXT.replace("before noon", "at noon"), f"{TEXT} Two crews stay over night."):
        later = a_report(CALM, text=text, at=NOW + timedelta(hours=3))
        assert is_version(FIRE, later)
        assert is_version(later, FIRE)
        joining = joined(later, an_incident(FIRE))
        assert joining.incident_id is not None
        assert joining.reason == "a later version"


@pytest.mark.parametrize(
    "other",
    [
        a_report(CALM, text=TEXT, source="The Post"),
        a_report(CALM, text=TEXT, at=NOW + ANEW),
        a_report(CALM, text="The harbour was calm."),
        a_report(
            CALM, text="A minister resigned on Tuesday after a vote that split his party, and nobody was surprised."
        ),
        a_report(f"Harbour live: {CALM}", text=TEXT),
    ],
)
def test_of_another_source_a_later_day_or_another_text_is_none(other: Report) -> None:
    """Two sources, half a day, too short or other texts, and a live page beside an article are no versions."""
    assert not is_version(FIRE, other)
    assert not is_version(other, FIRE)


def test_where_no_source_is_known_there_are_no_versions() -> None:
    """A file without feeds says nothing of who tells the same again."""
    assert not is_version(a_report(CALM, text=TEXT, source=""), a_report(FIRE.title, text=TEXT, source=""))


def test_a_form_that_is_filled_in_again_is_no_version() -> None:
    """Texts made by machine differ in a place or a number alone, and tell of two events."""
    form = "An earthquake of magnitude {} was measured {} km south of {} at a depth of ten kilometres, the centre said."
    one = a_report("Quake near Tana", text=form.format("4.5", 40, "Tana"))
    assert not is_version(one, a_report("Quake near Oslo", text=form.format("4.6", 31, "Oslo")))
    siren = "Sirens sound in the region. Go to the nearest shelter at once and stay there until you are told otherwise."
    one, other = a_report("Alert: sirens in Tana", text=siren), a_report("Alert: sirens in Oslo", text=siren)
    assert not is_version(one, other)


def test_a_live_page_is_known_by_its_name() -> None:
    """What one source's live pages of a day are called in the same words, at either end of the title, is one page."""
    page = a_report(LIVE, text="Crews arrive.")
    assert is_version(page, a_report("Harbour fire live: mayor visits wounded", text="He came at nine."))
    last = a_report("Budget passes – City council live", text="Crews arrive.")
    assert is_version(last, a_report("Mayor speaks – City council live", text="He came at nine."))


@pytest.mark.parametrize("title", ["Live: mayor visits wounded", "Strike live: mayor visits wounded"])
def test_live_by_itself_is_no_name(title: str) -> None:
    """A word that is on every live page, or another name, makes no two of them one."""
    assert not is_version(a_report(LIVE), a_report(title))
    assert not is_version(a_report("Live: third pier evacuated"), a_report(title))


def test_a_live_page_that_is_closed_joins_what_it_was() -> None:
    """A page that no longer calls itself live is a version of the live one, by its name and its opening."""
    was, closed = a_report(LIVE, text=TEXT), a_report("Harbour fire updates of May 3: all are safe", text=TEXT)
    assert is_version(was, closed)
    assert joined(closed, an_incident(was)).reason == "a later version"
    assert joined(was, an_incident(closed)).reason == "a later version"
    assert not is_version(was, a_report("Harbour fire updates", text=f"A minister resigned. {TEXT[::-1]}"))


def test_what_many_live_pages_have_in_common_is_no_name() -> None:
    """Two matches of one cup, and two pages that are closed, are not versions of one page."""
    match = a_report("Ayr v Elgin live: the harbour cup, second round")
    for title in ("Rovers v Thistle live: the harbour cup, second round", "Ayr v Elgin live: all the goals"):
        assert is_version(match, a_report(title)) is (title.startswith("Ayr"))
    fire, vote = a_report("Pier evacuated – as it happened"), a_report("Minister resigns – as it happened")
    assert not is_version(fire, vote)
