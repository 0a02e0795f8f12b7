"""What a document says of how often it should be read."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.feeds.hints import hints_of, read_hints
from daemon.model import Hints

SY = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'


@pytest.mark.parametrize(
    ("head", "hints"),
    [
        ("<ttl>30</ttl>", {"ttl_minutes": 30}),
        ("<ttl> 0 </ttl>", {}),
        ("<ttl>999999</ttl>", {"ttl_minutes": 10_080}),
        ("<ttl>soon</ttl>", {}),
        ("<skipHours><hour>1</hour><hour>24</hour><hour>99</hour></skipHours>", {"skip_hours": [0, 1]}),
        ("<skipDays><day>Sunday</day><day>monday</day><day>Doomsday</day></skipDays>", {"skip_days": [0, 6]}),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", {"ttl_minutes": 60}),
        (
            "<sy:updatePeriod>\nhourly\n</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>",
            {"ttl_minutes": 15},
        ),
        ("<sy:updatePeriod>fortnightly</sy:updatePeriod>", {}),
        ("<item><ttl>5</ttl></item>", {}),
        ("", {}),
    ],
)
def test_hints_of_the_head(head: str, hints: dict[str, Any]) -> None:
    """ttl, skipHours, skipDays and the syndication module are read from the head alone; nonsense is no hint."""
    assert read_hints(f'<rss version="2.0" {SY}><channel>{head}<item/></channel></rss>') == hints


def test_hints_become_a_noun() -> None:
    """What the parser's child says in JSON is the noun that is kept."""
    assert hints_of({"ttl_minutes": 5, "skip_hours": [1], "skip_days": []}) == Hints(ttl_minutes=5, skip_hours=(1,))
    assert hints_of({}) == Hints()


@given(st.text(alphabet="<>/ahourskipHDdyts019 \n", max_size=400))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Whatever stands there, hints are whole numbers within their ranges."""
    hints = hints_of(read_hints(f"<rss><skipHours>{text}</skipHours>{text}"))
    assert all(0 <= hour < 24 for hour in hints.skip_hours)
    assert all(0 <= day < 7 for day in hints.skip_days)
