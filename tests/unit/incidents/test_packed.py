"""The wording of a report, packed into a text and read again."""

from dataclasses import replace
from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.incidents.packed import VERSION, KeptWording, kept_wording, packed, wording_of
from daemon.incidents.wording import Wording, wording
from daemon.model import Report
from tests.helpers.build import NOW

_SAID = (
    (
        "Helicopter shot down near Palmyra, two dead",
        "A Mi-25 was shot down near Palmyra on 8 July 2016, officials said.",
    ),
    ("Вертолёт сбит под Пальмирой", "Два лётчика погибли, сообщили в Минобороны. Вертолёт Ми-25 сбит 8 июля."),
    ("إسقاط مروحية قرب تدمر", "قتل طياران في إسقاط مروحية قرب مدينة تدمر السورية"),
    ("M 6.2 earthquake off coast of Chile", "Magnitude 6.2 quake at 10 km depth; 1,200 homes hit, 1,200 people out."),
    ("北浜港で倉庫火災 作業員3人を救助", "4日朝、北浜港の第三埠頭で倉庫が燃え、サイレンが鳴りました。"),
    ("", ""),
)
#: Of what these reports are packed into. It changes with what `wording` finds; then VERSION changes too.
_AS_OF_VERSION = ("4", "ac60f734e81a")


def _report(title: str, text: str) -> Report:
    return Report(item_id="1", feed="f", source="F", title=title, text=text, arrived_at=NOW)


def _read(worked_out: Wording) -> KeptWording:
    kept = kept_wording(packed(worked_out))
    assert kept is not None
    return kept


@pytest.mark.parametrize(("title", "text"), _SAID)
def test_what_was_packed_is_read_as_it_was_worked_out(title: str, text: str) -> None:
    """Every field of a wording comes back equal, down to the weights."""
    worked_out = wording(_report(title, text))
    read = _read(worked_out)
    assert read.wording == worked_out
    assert read.wording.particulars == worked_out.particulars
    assert (read.stems, read.counts) == (worked_out.stems, worked_out.counts)


@pytest.mark.parametrize("told", _SAID)
@pytest.mark.parametrize("asked", _SAID)
def test_what_is_read_by_halves_says_what_the_whole_says(asked: tuple[str, str], told: tuple[str, str]) -> None:
    """Likeness, names and what is lacking are the same to the last bit, whether all was read or not."""
    own, whole = wording(_report(*asked)), wording(_report(*told))
    kept = _read(whole)
    for one in (kept, kept.wording, kept):  # the second time, all of it has been read
        assert one.likeness(own.stems) == whole.likeness(own.stems)
        assert (one.names, one.places, one.magnitude) == (whole.names, whole.places, whole.magnitude)
        assert one.lacks(own.names) == own.names - whole.stems.keys()
        assert set(one.vocabulary) == set(whole.stems)


@given(st.text(max_size=80), st.text(max_size=300))
def test_any_text_comes_back(title: str, text: str) -> None:
    """No character of any script gets in the way of packing."""
    worked_out = wording(_report(title, text))
    read = _read(worked_out)
    assert read.wording == worked_out
    assert read.wording.particulars == worked_out.particulars


def test_words_of_another_version_are_worked_out_anew() -> None:
    """What an older release packed, or what is damaged, is not read: the text decides."""
    report = _report(*_SAID[0])
    for other in (b"0\nsomething\nelse", packed(wording(report)).replace(VERSION.encode(), b"0", 1), b"junk"):
        assert wording_of(replace(report, words=other)) == wording(report)


def test_what_is_packed_stays_the_same_within_a_version() -> None:
    """Who changes what a wording holds raises VERSION, so that stored ones are worked out anew."""
    found = [wording(_report(*said)) for said in _SAID]
    weights = [f"{stem} {weight:.6f}" for one in found for stem, weight in one.stems.items()]
    names = [packed(one).partition(b"\0")[0].split(b"\n")[1:] for one in found]
    assert (VERSION, blake2b(repr((weights, names)).encode(), digest_size=6).hexdigest()) == _AS_OF_VERSION
