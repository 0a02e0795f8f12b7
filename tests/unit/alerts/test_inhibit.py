"""What is lesser stays quiet where something grave is going on."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from daemon.alerts.inhibit import inhibitor
from daemon.config import Inhibit
from daemon.model import Severity
from tests.helpers.build import NOW, a_report, an_incident

GRAVE = an_incident(
    id="grave",
    reports=(a_report(entities=frozenset({"palmyra", "syria"}), kinds={"palmyra": "place", "syria": "country"}),),
)
LOW = an_incident(id="low", severity=Severity.LOW)


@pytest.mark.parametrize(
    ("kinds", "over", "holds"),
    [
        ({"palmyra": "place"}, {}, True),
        ({"mosul": "place"}, {}, False),
        ({"syria": "country"}, {}, False),
        ({}, {}, False),
        ({"palmyra": "place"}, {"severity": Severity.MEDIUM}, False),
        ({"palmyra": "place"}, {"id": "grave"}, False),
    ],
)
def test_only_lesser_news_of_the_same_place_is_held_back(
    kinds: dict[str, str], over: dict[str, object], holds: bool
) -> None:
    """A town is a place, a country is not: half the world's news would be about it."""
    lesser = an_incident(**{"id": "low", "severity": Severity.LOW, **over})
    assert (inhibitor(lesser, kinds, [GRAVE], Inhibit(), now=NOW) is not None) is holds


def test_an_incident_holds_back_for_some_hours_only() -> None:
    """Counted from its last report."""
    kinds = {"palmyra": "place"}
    assert inhibitor(LOW, kinds, [GRAVE], Inhibit(), now=NOW + timedelta(hours=6)) is not None
    assert inhibitor(LOW, kinds, [GRAVE], Inhibit(), now=NOW + timedelta(hours=6, seconds=1)) is None


def test_nothing_holds_back_its_own_kind() -> None:
    """The config refuses what would silence the grave itself."""
    with pytest.raises(ValidationError, match="lesser severity"):
        Inhibit(by=Severity.HIGH, up_to=Severity.HIGH)
