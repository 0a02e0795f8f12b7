import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.alerts.excerpt import FIRST_STRONG_ISOLATE, POP_ISOLATE, clean_text, highlighted, name_of
from daemon.model import Evidence

SENTENCES = (
    "Trade fell. " * 60 + "Two pilots died when a helicopter was shot down near Palmyra. " + "Markets rose. " * 60
)


def evidence(text: str, *words: str, field: str = "body") -> list[Evidence]:
    """The first place of each word in the text."""
    return [
        Evidence(field=field, start=text.index(word), end=text.index(word) + len(word), text=word) for word in words
    ]


def shown(runs: tuple) -> str:
    """The runs as text, bold between asterisks."""
    return "".join(f"*{run.text}*" if run.bold else run.text for run in runs)


def test_a_short_text_is_shown_whole_with_its_evidence_in_bold():
    """The words that fired stand out where they stand."""
    text = "A helicopter was shot down."
    assert shown(highlighted(text, evidence(text, "helicopter", "shot down"), max_chars=300)) == (
        "A *helicopter* was *shot down*."
    )


def test_a_long_text_is_cut_round_its_evidence_at_the_sentence():
    """The excerpt begins with the sentence that fired, and says that it is cut."""
    runs = highlighted(SENTENCES, evidence(SENTENCES, "helicopter", "shot down"), max_chars=80)
    assert shown(runs).startswith("…Two pilots died when a *helicopter* was *shot down* near Palmyra.")
    assert shown(runs).endswith("…")
    assert len(shown(runs)) < 100


def test_text_without_evidence_is_shown_from_its_start():
    """Without evidence the beginning is shown, cut after a word."""
    assert shown(highlighted("one two three four", [], max_chars=10)) == "one two…"
    assert highlighted(" \n", [], max_chars=10) == ()


def test_overlapping_and_impossible_spans_do_no_harm():
    """Spans that overlap become one; spans beyond the text are cut or dropped."""
    spans = [
        Evidence(field="body", start=0, end=4, text="shot"),
        Evidence(field="body", start=2, end=9, text="ot down"),
        Evidence(field="body", start=50, end=60, text="?"),
        Evidence(field="body", start=-5, end=0, text=""),
    ]
    assert shown(highlighted("shot down.", spans, max_chars=100)) == "*shot down*."


@given(
    st.text(alphabet=st.sampled_from("ab .\nمж\u202e\x1b\u0301"), max_size=400),
    st.lists(st.tuples(st.integers(-3, 400), st.integers(-3, 400)), max_size=8),
    st.integers(1, 120),
)
def test_any_excerpt_is_one_short_harmless_line(text: str, spans: list[tuple[int, int]], max_chars: int):
    """Whatever the text and the spans, the excerpt is one line, bounded, without controls and overrides (C6, C9)."""
    found = [Evidence(field="body", start=start, end=end, text="") for start, end in spans]
    line = "".join(run.text for run in highlighted(text, found, max_chars=max_chars))
    assert len(line) <= 2 * max_chars + 4
    assert not any(char in line for char in "\n\x1b\u202e")
    assert all(run.text in clean_text(text) for run in highlighted(text, found, max_chars=max_chars) if run.bold)


def test_right_to_left_text_is_isolated_and_other_text_is_not():
    """An Arabic title cannot turn the words round it; a Latin or Cyrillic one needs nothing (C6)."""
    assert name_of("تدمر") == f"{FIRST_STRONG_ISOLATE}تدمر{POP_ISOLATE}"
    assert name_of("Пальмира") == "Пальмира"


@pytest.mark.parametrize("override", "\u202a\u202b\u202d\u202e\u202c\u2066\u2067\u2068\u2069")
def test_overrides_are_removed(override: str):
    """Direction marks that reach beyond their text are gone; the letters stay (C6)."""
    assert clean_text(f"a{override}b") == "ab"


def test_heaps_of_marks_are_cut_and_real_letters_stay():
    """Ten thousand marks on a letter become four; Vietnamese and vocalised Arabic are untouched (C6)."""
    assert len(clean_text("a" + "\u0301" * 10_000)) == 5
    for word in ("Phá huỷ", unicodedata.normalize("NFD", "tiếng Việt"), "مُحَمَّدٌ"):
        assert clean_text(word) == word


def test_a_name_is_cut_between_words():
    """A long name ends with a whole word and an ellipsis."""
    assert name_of("The Very Long Name of a Publisher", max_chars=14) == "The Very Long…"
