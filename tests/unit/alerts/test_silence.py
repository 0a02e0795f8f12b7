"""Which silence holds an alert back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.alerts.silence import Concern, needs_second, silence_of, subject_of
from daemon.model import Severity, Silence
from tests.helpers.build import NOW

HOUR = timedelta(hours=1)
CONCERN = Concern(rules=("floods",), entities=("palmyra", "syria"), feed="wire", incident="i1", severity=Severity.HIGH)
BLANK = Silence(id="s1", starts_at=NOW, ends_at=NOW + HOUR, why="too noisy", by="Anna")


@pytest.mark.parametrize(
    ("over", "holds"),
    [
        ({"rules": ("floods",)}, True),
        ({"rules": ("fires",)}, False),
        ({"entities": ("syria",)}, True),
        ({"feeds": ("wire",)}, True),
        ({"feeds": ("paper",)}, False),
        ({"incidents": ("i1",)}, True),
        ({"rules": ("floods",), "feeds": ("wire",)}, True),
        ({"rules": ("floods",), "feeds": ("paper",)}, False),
        ({"rules": ("floods",), "max_severity": Severity.HIGH}, True),
        ({"rules": ("floods",), "max_severity": Severity.MEDIUM}, False),
        ({"rules": ("floods",), "waits_for": "telegram:1"}, False),
        ({}, False),
        ({"max_severity": Severity.CRITICAL}, False),
    ],
)
def test_each_kind_of_thing_that_a_silence_names_must_fit(over: dict[str, object], holds: bool) -> None:
    """A silence holds what all its kinds of things fit; one that names nothing holds nothing (R14)."""
    silence = replace(BLANK, **over)
    assert (silence_of(CONCERN, [silence], now=NOW) is not None) is holds


@pytest.mark.parametrize(("at", "holds"), [(-HOUR, False), (timedelta(), True), (HOUR / 2, True), (HOUR, False)])
def test_a_silence_holds_from_its_start_to_its_end(at: timedelta, holds: bool) -> None:
    """R14, Z7: by the clock on the wall, whatever ran meanwhile: the end itself is over."""
    silence = replace(BLANK, rules=("floods",))
    assert (silence_of(CONCERN, [silence], now=NOW + at) is not None) is holds


@pytest.mark.parametrize("over", [{"told": True}, {"ended_by": "Anna"}])
def test_what_is_over_stays_over(over: dict[str, object]) -> None:
    """Z3, Z7: a silence whose end was told, or that somebody ended, holds nothing if the clock is set back."""
    silence = replace(BLANK, rules=("floods",), **over)
    assert silence_of(CONCERN, [silence], now=NOW) is None


def test_another_rules_word_still_counts() -> None:
    """An alert by two rules is held back only if both are silenced, by one silence or by two."""
    both = replace(CONCERN, rules=("floods", "fires"))
    one, other = replace(BLANK, rules=("floods",)), replace(BLANK, id="s2", rules=("fires",))
    assert silence_of(both, [one], now=NOW) is None
    assert silence_of(both, [one, other], now=NOW) is not None
    assert silence_of(both, [replace(one, rules=("floods", "fires"))], now=NOW) is not None


@given(st.lists(st.sampled_from([HOUR, 2 * HOUR, 3 * HOUR]), min_size=1, max_size=5))
def test_the_silence_that_ends_last_is_named(spans: list[timedelta]) -> None:
    """Of several, the one is named that holds longest; their order does not matter."""
    silences = [
        replace(BLANK, id=f"s{number}", feeds=("wire",), ends_at=NOW + span) for number, span in enumerate(spans)
    ]
    found = silence_of(CONCERN, silences, now=NOW)
    assert found is not None
    assert found.ends_at == NOW + max(spans)
    assert silence_of(CONCERN, silences[::-1], now=NOW) == found


def test_a_silence_is_named_for_people_and_a_long_one_takes_two() -> None:
    """What is muted stands in plain words; more than a day takes a second person (B13)."""
    silence = replace(BLANK, rules=("floods",), feeds=("wire",), max_severity=Severity.HIGH)
    assert subject_of(silence) == "rule floods and feed wire up to high"
    assert not needs_second(silence)
    assert needs_second(replace(silence, ends_at=NOW + 25 * HOUR))
