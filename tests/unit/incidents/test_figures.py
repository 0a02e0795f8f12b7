"""Numbers in any language: one value, however it is written."""

import pytest

from daemon.incidents.figures import few, figures


@pytest.mark.parametrize(
    "text",
    [
        "26,750 people", "26 750 человек", "26.750 kişi", "٢٦٬٧٥٠ شخصا", "26\u00a0750 осіб", "26750 נפשות", "ו26,750",
    ],
)  # fmt: skip
def test_grouping_does_not_change_a_number(text: str) -> None:
    """Each language parts the thousands in its own way, or with digits of its own."""
    assert list(figures(text)) == [26_750]


@pytest.mark.parametrize(
    "text", ["3,000 homes", "3 тыс. домов", "3 тис. будинків", "3 آلاف منزل", "3 هزار", "3 bin ev"]
)
def test_scale_words_count(text: str) -> None:
    """A number with a word for a thousand behind it is a thousand times as much."""
    assert list(figures(text)) == [3_000]


@pytest.mark.parametrize("text", ["$2.8bn", "2,8 млрд долл.", "2.8 مليار", "2,8 milyar", "2,8 Milliarden"])
def test_decimals_of_billions_count(text: str) -> None:
    """A comma or point with one or two figures behind it parts the decimals."""
    assert list(figures(text)) == [2_800_000_000]


def test_small_numbers_are_told_apart() -> None:
    """To ten, numbers are left to the words for them; a magnitude is a number of its own."""
    assert not figures("3 killed, 10 hurt")
    assert few("3 killed, 10 hurt") == {3, 10}
    assert list(figures("magnitude 7.1")) == [7.1]


def test_round_numbers_and_years_tell_less() -> None:
    """That two reports say 2026 or 1,000 is chance; that both say 26,751 is not."""
    told = figures("In 2026, 1,000 of 26,751")
    assert told[2026] < told[1000] < told[26_751]


def test_names_hold_no_numbers() -> None:
    """A letter before a figure makes it a name: B52, A320."""
    assert not figures("A320 and B52")
