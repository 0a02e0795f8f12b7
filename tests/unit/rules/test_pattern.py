"""Regular expressions that cannot hold up matching."""

import time
from collections.abc import Sequence

import pytest

from daemon.rules.pattern import Budget, PatternError, common_in, compile_pattern


@pytest.mark.parametrize("text", [r"\bСирия\b", r"مروحي\w+", r"(?<!New )York", r"(Mi|Ми)-?2[45]"])
def test_unicode_classes_and_borders(text: str) -> None:
    """Word borders and classes know every script; upper and lower case are alike."""
    shown = "Из СИРИЯ, مروحية in York: Ми-24"
    assert [shown[start:end] for start, end in compile_pattern(text).matches(shown)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("(a+)+$", "can run for ever"),
        ("(.*x)*y", "can run for ever"),
        ("(a|aa)+$", "can run for ever"),
        *[(one, "can run for ever") for one in ("(x(a+)b?)*y", "(a+){2,}", "(?:a*b?){0,500}c")],
        (".*", "empty text"),
        ("a?", "empty text"),
        *[(one, "calls itself") for one in ("(?R)", "a(?R)?b", "(a|b(?1))", "(?<x>a|b(?&x))", "(?P<x>a|(?P>x)b)")],
        (r"(?=.*fire)(?=.*flood)", "takes no letter"),
        (r"\bx{0}", "takes no letter"),
        ("(a", "not a regular expression"),
        ("a" * 1_001, "at most"),
    ],
)
def test_what_can_blow_up_is_refused(text: str, says: str) -> None:
    """A regular expression that can run for ever, or that matches everything, is refused with a reason (R3, R8)."""
    with pytest.raises(PatternError, match=says):
        compile_pattern(text)


@pytest.mark.parametrize(
    "text",
    [
        r"\(?R\)",
        "[(?R)]x",
        r"\d+",
        "[A-Z]{2}-?[0-9]{2}",
        r"CVE-\d{4}",
        "[«»]",
        "ing of",
        r"(?-i:IS)",
        "(Mi)?(?(1)-24|T-72)",
        r"(?:\d{1,3}\.){3}\d{1,3}",
        r"(\d{2}:){2}\d{2}",
        r"(?:\w+\s+){0,5}killed",
        r"bomb(?:\W+\w+){1,6}?\W+near",
        r"(?:[*+]x)+y",
        *[r"(\+?7|8)\d{10}", r"(\+?1)[- ]\d{3}-\d{4}", r"([A-Z]?1)\d+", r"(\d?R)x", "([.,]?1)", r"(\.?1mm)"],
    ],
)
def test_what_says_something_is_taken(text: str) -> None:
    """What only looks like a call, and what not every text holds, is no fault."""
    assert compile_pattern(text).text == text


@pytest.mark.parametrize(
    ("texts", "languages"),
    [
        ((".", ".+", "(?s).+", r"\w+", r"\S+"), ("en", "ru", "ar", "zh")),
        (("[a-z]+", "e", r"(?:[A-Z])+"), ("en",)),
        (("[а-я]", r"\p{Cyrillic}+", "[а-яё]{4,}"), ("ru",)),
        ((r"\p{Arabic}", r"[\u0600-\u06ff]{3,}"), ("ar",)),
        (("[\u4e00-\u9fff]",), ("zh",)),
        (("fire", r"\d+", "(a+)+$", "(a"), ()),
    ],
)
def test_the_languages_of_which_nearly_every_text_holds_it(texts: Sequence[str], languages: Sequence[str]) -> None:
    """Of a pattern it is known in which languages it says nothing; of one that cannot be used, nothing is said."""
    assert {common_in(one) for one in texts} == {languages}


def test_what_slips_through_is_cut_by_the_budget(caplog: pytest.LogCaptureFixture) -> None:
    """A pattern that blows up on some text is cut by its budget, keeps what it had found, and says so (R8)."""
    pattern = compile_pattern(r"(x|xx)+y")
    began = time.monotonic()
    assert list(pattern.matches("xxy and " + "x" * 80 + "!y")) == [(0, 3)]
    assert time.monotonic() - began < 2
    assert [record.getMessage() for record in caplog.records] == ["a regular expression ran out of its time budget"]


def test_all_patterns_of_an_item_share_a_budget(caplog: pytest.LogCaptureFixture) -> None:
    """However many patterns blow up on an item, together they take a bounded time, and the log says it once (R8)."""
    patterns = [compile_pattern(rf"(x|xx)+{letter}") for letter in "abcdefghijklmnopqrstuvw"]
    budget, began = Budget(), time.process_time()
    for pattern in patterns:
        assert list(pattern.matches("x" * 80 + "!" + pattern.text[-1], budget)) == []
    assert time.process_time() - began < 0.9
    assert list(compile_pattern("!").matches("!", budget)) == []
    messages = [record.getMessage() for record in caplog.records]
    assert messages.count("an item used up the time of all regular expressions; the rest were not asked of it") == 1


def test_quick_patterns_leave_the_budget_to_the_others() -> None:
    """A pattern takes from the budget what it used, and no more."""
    budget = Budget()
    pattern = compile_pattern("fire")
    assert all(list(pattern.matches("a fire", budget)) == [(2, 6)] for _ in range(50))
    assert budget.left > 0.3
