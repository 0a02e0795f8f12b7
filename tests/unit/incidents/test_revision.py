"""What a new version changed, what note came with it, and which pages are written on and on."""

import pytest

from daemon.incidents.revision import (
    NONE_TOLD,
    changed_facts,
    changes_of,
    is_live_page,
    is_rolling_page,
    note_that_came,
    risen_toll,
    tells_of_elsewhere,
    turned_to,
    word_that_came,
)
from daemon.model import Fact, Report, Stance, Statement
from tests.helpers.build import an_item
from tests.unit.incidents.builders import a_report


@pytest.mark.parametrize(
    ("title", "url", "is_live"),
    [
        ("Live: fighting near Palmyra", None, True),
        ("War live updates", None, True),
        ("Northern war live: bridge hit", None, True),
        ("Bridge hit – as it happened", None, True),
        ("مباشر | القتال قرب تدمر", None, True),
        ("Fighting near Palmyra", "https://example.org/news/live/2016", True),
        ("Fighting near Palmyra", "https://example.org/news/1", False),
        ("Live fire exercise kills one", None, False),
    ],
)
def test_a_live_page_is_known(title: str, url: str | None, is_live: bool) -> None:
    """By its headline or its address."""
    assert is_live_page(a_report(title, url=url)) is is_live


@pytest.mark.parametrize(
    ("title", "later", "url", "is_rolling"),
    [
        ("What we know about the raid", "What we know about the raid: two held", "https://example.org/raid", True),
        ("What we know about the raid", "What we know about the raid: two held", None, False),
        ("What we know about the raid", "Two held after raid", "https://example.org/raid", False),
        ("Breaking: raid", "Breaking: two held in raid", "https://example.org/raid", False),
        ("Live: raid", "Live: two held in raid", None, True),
    ],
)
def test_a_page_rolls_at_its_address_as_long_as_it_says_so(title: str, later: str, url: str, is_rolling: bool) -> None:
    """Both versions say that they are rewritten, at one address; a live page is known without one."""
    assert is_rolling_page(a_report(title, url=url), a_report(later, url=url)) is is_rolling


@pytest.mark.parametrize(
    ("was", "now", "is_elsewhere"),
    [
        ("palmyra", "mosul", True),
        ("palmyra", "palmyra mosul", False),
        ("palmyra", "homs-governorate", False),
        ("syria", "palmyra", False),
        ("palmyra", "mi-24", False),
        ("", "mosul", False),
    ],
)
def test_a_version_tells_of_elsewhere_where_no_place_goes_on(was: str, now: str, is_elsewhere: bool) -> None:
    """Nor one within or around it; where none is named nobody knows."""
    assert tells_of_elsewhere(a_report("t", was), a_report("t", now)) is is_elsewhere


@pytest.mark.parametrize(
    ("was", "now", "why"),
    [
        ("Live: raid on Mosul market", "Live: raid on Mosul market, two dead", None),
        ("Live: raid on Mosul market", "Live: another raid on Mosul", "the page tells of another event now"),
        ("Live: second raid on Mosul", "Live: second raid on Mosul kills two", None),
        ("Live: another raid on Mosul", "Live: raid on Mosul kills two", None),
        ("Онлайн: взрыв в Мосуле", "Онлайн: новый взрыв в Мосуле", "the page tells of another event now"),
        (
            "Live: explosion at Mosul market kills 3",
            "Live: explosion at Mosul school kills 9",
            "the page tells of another event now",
        ),
    ],
)
def test_a_page_turns_to_what_it_calls_another_or_what_was_aimed_elsewhere(was: str, now: str, why: str | None) -> None:
    """Only a new title that says so where the old one did not, or another target, is another event."""
    assert turned_to(a_report(was), a_report(now)) == why


@pytest.mark.parametrize(
    ("was", "now", "line"),
    [
        ("3", "40", "dead: 3 → 40"),
        ("5", "10", "dead: 5 → 10"),
        ("5", "9", None),
        ("3", "7", None),
        ("40", "60", None),
        ("40", "3", None),
        ("about 3", "at least 40", "dead: about 3 → at least 40"),
    ],
)
def test_a_toll_has_risen_where_it_doubled_and_by_five(was: str, now: str, line: str | None) -> None:
    """What rose by less goes on being told on the page alone."""
    assert risen_toll(told("An explosion.", dead=was), told("An explosion.", dead=now)) == line
    assert risen_toll(told("An explosion."), told("An explosion.", dead=now)) is None


def test_what_changed_is_told_in_lines() -> None:
    """Facts first, then what went and what came; the same words in another form are no change."""
    old = a_report("Two killed", text="The crew is missing. Two teams search.", facts=(Fact(about="dead", value="2"),))
    new = a_report(
        "Three killed", text="Two teams  search! The crew was found.", facts=(Fact(about="dead", value="3"),)
    )
    assert changes_of(old, new) == ("dead: 2 → 3", "− The crew is missing.", "+ The crew was found.")
    assert changes_of(old, old) == ()


def told(text: str, **facts: str) -> Report:
    """A report that tells these facts."""
    return a_report("t", text=text, facts=tuple(Fact(about=about, value=value) for about, value in facts.items()))


@pytest.mark.parametrize(
    ("new", "lines"),
    [
        (told("Nobody died."), (f"dead: 2 → {NONE_TOLD}",)),
        (told("Three died.", dead="3"), ("dead: 2 → 3",)),
        (told("Two died, one was hurt.", dead="2", injured="1"), ()),
        (told(""), ()),
        (told("An explosion …"), ()),
    ],
)
def test_a_fact_that_is_gone_is_a_change(new: Report, lines: tuple[str, ...]) -> None:
    """A toll that a new version tells no more was taken back; one that was only cut off with its text was not."""
    assert changed_facts(told("An explosion. Two died.", dead="2"), new) == lines


@pytest.mark.parametrize(
    ("stored", "later", "lines"),
    [
        ("5", told("Five soldiers and two civilians were killed at noon.", dead="7"), ()),
        ("5", told("Five soldiers and three civilians were killed.", dead="8"), ("dead: 7 → 8",)),
        ("7", told("Five soldiers and two civilians were held.", injured="1"), (f"dead: 7 → {NONE_TOLD}",)),
    ],
)
def test_an_old_version_is_read_as_the_new_one_is(stored: str, later: Report, lines: tuple[str, ...]) -> None:
    """A loss that was stored by a desk that read it otherwise is no change, if the words are the same."""
    assert changed_facts(told("Five soldiers and two civilians were killed.", dead=stored), later) == lines


def test_a_loss_that_is_read_no_more_was_not_taken_back() -> None:
    """What only a former desk read in the same words is no fact."""
    assert changed_facts(told("Police held five soldiers.", dead="5"), told("Police held five soldiers today.")) == ()


OLD = "An explosion shook the town. Two died."
NOTE = "An earlier version of this article misstated that two had died."


@pytest.mark.parametrize(
    ("was", "now", "note"),
    [
        (OLD, f"An explosion shook the town. {NOTE}", NOTE),
        (OLD, f"{OLD} {'The search goes on. ' * 30}{NOTE}", NOTE),
        (OLD, f"{OLD}\n{NOTE}", NOTE),
        (OLD, f"{OLD} This article was amended on 9 July. {NOTE}", f"This article was amended on 9 July. {NOTE}"),
        (f"{OLD} {NOTE}", f"{OLD} {NOTE} The search goes on.", ""),
        (OLD, f"{OLD} The mayor retracted his statement.", ""),
        ("", f"{OLD} {NOTE}", ""),
    ],
)
def test_a_note_counts_when_it_comes(was: str, now: str, note: str) -> None:
    """Wherever in a new version it stands; not if the former one had it, or had no text; in short and long texts."""
    assert note_that_came(an_item(summary=was), an_item(summary=now)) == note
    far = "Some words. " * 2_000
    old, new = (an_item(summary="s", body=f"{far}{text}" if text else "") for text in (was, now))
    assert note_that_came(old, new) == note


def spoken(text: str, *who: str) -> Report:
    """A report in which these claim."""
    return a_report("t", text=text, statements=tuple(Statement(who=one, stance=Stance.CLAIMS) for one in who))


TAKEN = "A man has taken six hostages at a bank in Lima. Police have closed the street."


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (
            spoken("An explosion killed people on Friday. No group has claimed it."),
            spoken("An explosion killed people on Friday. Islamic State claimed it.", "Islamic State"),
            "now tells that Islamic State claims",
        ),
        (spoken(TAKEN), spoken("All of them were freed unhurt and their captor shot dead."), "now tells more"),
        (spoken(TAKEN), spoken(f"{TAKEN} The street was still closed in the evening, hotels said."), None),
        (spoken(TAKEN), spoken("Six hostages were taken at a bank in Lima by a man who police arrested."), None),
        (spoken(TAKEN), spoken("Police have closed the street."), None),
        (spoken(""), spoken("All of them were freed unhurt and their captor shot dead.", "Police"), None),
        (spoken(TAKEN, "Police"), spoken(TAKEN), None),
        (
            spoken("A man has taken six hostages …"),
            spoken(f"{TAKEN} All were freed and their captor shot.", "Police"),
            None,
        ),
        (spoken(TAKEN[:46]), spoken(f"{TAKEN} All were freed, and their captor was shot.", "Police"), None),
        (spoken(TAKEN), spoken(f"{TAKEN} A group took responsibility.", "A group"), "now tells that A group claims"),
    ],
)
def test_a_text_that_says_more_under_its_old_headline_weighs(old: Report, new: Report, why: str | None) -> None:
    """Who speaks anew, and a beginning of other words that tells of a loss or an end; other words alone do not."""
    assert (word_that_came(old, new) or "").startswith(why or "") is True
    assert (word_that_came(old, new) is None) is (why is None)
