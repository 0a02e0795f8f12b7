"""What can be pressed under an alert."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.alerts.buttons import (
    MAX_CODE,
    buttons_of,
    code,
    confirm_menu,
    mute_menu,
    parse_code,
    parts_menu,
    standing_buttons,
)
from daemon.model import AlertReason, Buttons
from daemon.pipeline.commands import COMMANDS
from tests.helpers.build import an_alert, an_incident

NOW = datetime(2026, 1, 1, tzinfo=UTC)
INCIDENT = "i0123456789abcdef"


def all_buttons() -> list[Buttons]:
    """Every menu that there is, with ids as long as they get."""
    whole = an_incident(id=INCIDENT)
    return [
        standing_buttons(INCIDENT, acked=False, closed=False),
        standing_buttons(INCIDENT, acked=True, closed=False),
        standing_buttons(INCIDENT, acked=True, closed=True),
        mute_menu(INCIDENT, (), [("r0", "rule floods"), ("i", "this incident")]),
        mute_menu(INCIDENT, ("r0",), ()),
        mute_menu(INCIDENT, ("r0", "tomorrow"), ()),
        confirm_menu(INCIDENT, ("r0", "tomorrow", "handled")),
        parts_menu(whole, [an_incident(id="ifedcba9876543210")]),
    ]


def test_every_button_is_a_command_that_a_chat_takes() -> None:
    """T7: each code has at most 64 bytes, and its verb is in the registry of commands."""
    for menu in all_buttons():
        for button in (one for row in menu for one in row):
            assert len(button.code.encode()) <= MAX_CODE
            assert parse_code(button.code)[0] in COMMANDS
            assert parse_code(button.code)[1] == INCIDENT


@given(st.text(max_size=80))
def test_any_code_that_comes_back_gives_something(text: str) -> None:
    """What is pressed is hostile: no text breaks the reading of a code."""
    verb, incident, choices = parse_code(text)
    assert isinstance(verb, str)
    assert isinstance(incident, str)
    assert isinstance(choices, tuple)


def test_a_code_reads_back_as_it_was_written() -> None:
    """What a button says is what is understood; too long a code is a bug, not a message."""
    assert parse_code(code("mute", INCIDENT, "r0", "8h")) == ("mute", INCIDENT, ("r0", "8h"))
    assert parse_code(code("ack", INCIDENT)) == ("ack", INCIDENT, ())
    with pytest.raises(ValueError, match="too long"):
        code("split", INCIDENT, "x" * 60)


@pytest.mark.parametrize("reason", [AlertReason.NOTICE, AlertReason.TEST])
def test_what_is_about_no_event_has_no_buttons(reason: AlertReason) -> None:
    """Notices, tests and exercises cannot be acked."""
    assert buttons_of(an_alert(reason=reason, incident_id=INCIDENT)) == ()
    assert buttons_of(an_alert(incident_id=INCIDENT, exercise=True)) == ()
    assert buttons_of(an_alert(incident_id=None)) == ()
