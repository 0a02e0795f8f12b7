"""Values that both parsers take from a feed's fields."""

import pytest

from daemon.feeds.fields import MAX_CATEGORIES, read_categories, read_language, read_text


def test_only_text_that_says_something_is_text() -> None:
    """White space, numbers and absent values are no text; text stays as it is written."""
    assert [read_text(value) for value in (" a ", "", " \n", 5, None, ["a"])] == [" a ", None, None, None, None, None]


@pytest.mark.parametrize("tag", ["en", " en-GB ", "zh-Hant-TW", "pt_BR", "haw"])
def test_languages_are_known_by_their_form(tag: str) -> None:
    """A language tag, with a hyphen or an underscore, comes back without white space round it."""
    assert read_language(tag) == tag.strip()


@pytest.mark.parametrize("tag", ["", "english", "e", "en-", "en GB", "en-" + "a-" * 40 + "b", "<en>", None, 5])
def test_what_cannot_be_a_language_is_none(tag: object) -> None:
    """What a publisher wrote into the wrong place is dropped, and no tag is longer than any real one."""
    assert read_language(tag) is None


def test_categories_are_few_and_each_is_there_once() -> None:
    """Order stays, repeats and what is no text go, and an entry has a bounded number of them."""
    assert read_categories(["war", 5, "air", "war", " ", None]) == ["war", "air"]
    assert len(read_categories(str(n) for n in range(10_000))) == MAX_CATEGORIES
