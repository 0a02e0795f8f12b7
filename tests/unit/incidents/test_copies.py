"""Is a report another one's text?"""

from dataclasses import replace
from datetime import timedelta

from daemon.incidents.copies import copy_origin
from tests.unit.incidents.builders import a_report

TEXT = (
    "A transport plane with nine people on board left the northern airfield shortly after dawn and did not answer the "
    "tower again, the regional governor said on Tuesday, adding that two teams were on their way to the mountains."
)
WIRE = a_report("Transport plane overdue in the north", source="Agency", feed="agency", text=TEXT)


def test_an_edited_wire_story_is_a_copy() -> None:
    """D13: a new headline, a cut end and a changed word do not make a second source; copies of copies count for one."""
    text = TEXT.replace("Tuesday", "Tuesday morning")[:170]
    copy = a_report("Search for plane", source="Paper", feed="paper", text=text)
    assert copy_origin(copy, [WIRE]) == WIRE.item_id
    told = replace(WIRE, item_id="other", copy_of="origin")
    assert copy_origin(copy, [told]) == "origin"


def test_a_report_in_its_own_words_is_none() -> None:
    """Another text, a short one, or one of the same source or feed, is no copy."""
    own = "Rescuers search for a plane that vanished with nine on board after it took off in the north; " * 2
    assert copy_origin(a_report("a", source="Paper", feed="paper", text=own), [WIRE]) is None
    short = replace(WIRE, item_id="s", text="Air raid alert in the region. Take shelter.")
    assert copy_origin(a_report("b", source="Paper", feed="paper", text=short.text), [short]) is None
    assert copy_origin(a_report("c", source="Agency", feed="agency-ru", text=TEXT), [WIRE]) is None
    assert copy_origin(WIRE, [WIRE]) is None


POST = "A drone was shot down over the town. People heard a loud blast near the airfield, and smoke rises."


def test_a_forwarded_post_is_a_copy_though_it_is_short() -> None:
    """D13: ten forwards of a post of two sentences, with a word before or behind, are one source."""
    first = a_report("Drone", source="Channel", feed="channel", text=POST)
    again = a_report("Drone!", source="Other", feed="other", text=f"Forwarding. {POST} Subscribe.")
    assert copy_origin(again, [first]) == first.item_id
    told = "A drone was shot down over the town. Windows broke in four houses, the mayor writes, nobody was hurt."
    assert copy_origin(a_report("Drone", source="Third", feed="third", text=told), [first]) is None


def test_a_headline_without_a_text_is_a_copy_for_three_days() -> None:
    """D13: one headline, word for word, is one source; not a short one, a warning, one with a text, or a later one."""
    title = "Explosion kills five soldiers at base in Mosul"
    first = a_report(title, source="Agency", feed="agency", text="")
    again = replace(a_report(title, source="Paper", feed="paper", text=title), item_id="again")
    assert copy_origin(again, [first]) == first.item_id
    assert copy_origin(replace(again, arrived_at=first.arrived_at + timedelta(days=2)), [first]) == first.item_id
    assert copy_origin(replace(again, arrived_at=first.arrived_at + timedelta(days=4)), [first]) is None
    assert copy_origin(replace(again, title=f"{title} today"), [first]) is None
    assert copy_origin(replace(again, text=TEXT), [first]) is None
    assert copy_origin(replace(again, source="Agency"), [first]) is None
    for other in ("Explosion in Mosul", "Air raid siren sounds in the north of Mosul"):
        assert copy_origin(replace(again, title=other, text=""), [replace(first, title=other)]) is None
