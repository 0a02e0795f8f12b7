"""An incident's first message, as it should read by now."""

import pytest

from daemon.alerts.standing import Standing, compose_standing
from daemon.incidents.account import account_of
from tests.helpers.build import NOW, a_delivery, an_incident


@pytest.mark.parametrize("repeat", [True, False])
def test_a_possible_repeat_stays_one_when_it_is_edited(*, repeat: bool) -> None:
    """T1: whoever finds the same alert twice in the chat, hours later, still reads on the second one why that is."""
    incident = an_incident()
    standing = Standing(incident=incident, account=account_of(incident))
    message = compose_standing(a_delivery(possible_repeat=repeat), standing, now=NOW)
    assert (message.text.split("\n")[0] == "↻ possible repeat") is repeat
