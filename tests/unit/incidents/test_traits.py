"""What words say of two reports: laws of the chance, and what moves it."""

from hypothesis import given
from hypothesis import strategies as st

from daemon.incidents.commonness import RAREST, rareness
from daemon.incidents.traits import Gathered, chances, cosines, telling, traits_of
from daemon.incidents.wording import Wording, wording
from tests.unit.incidents.builders import a_report

FERRY = "Ferry with ninety passengers sinks off Batangas in a storm"
COACH = "Coach falls into a ravine near Cusco, twelve tourists hurt"


def words_of(title: str, text: str = "") -> Wording:
    """The wording of a report of this title and text."""
    return wording(a_report(title, text=text))


def chance_of(report: str, *told: str, beside: tuple[str, ...] = ()) -> float:
    """The chance that a report is of the incident of these titles, with other incidents beside it."""
    gathered = [Gathered([words_of(one) for one in told]), *(Gathered([words_of(one)]) for one in beside)]
    return chances(words_of(report), gathered)[0]


def test_alike_titles_are_likelier_than_unlike_ones() -> None:
    """A rewording of a title is likely of the same event, a title about something else is not."""
    assert chance_of("Storm sinks ferry off Batangas, ninety aboard", FERRY) > 0.5
    assert chance_of(COACH, FERRY) == 0.0


def test_words_that_all_candidates_hold_tell_nothing() -> None:
    """A word that every incident at hand holds speaks less for one of them than a word that only it holds."""
    report = "Ferry sinks in a storm, Batangas harbour says"
    crowd = ("Ferry sinks in a storm off Cebu", "Ferry sinks in a storm near Bohol")
    apart = telling([Gathered([words_of(one)]) for one in (FERRY, *crowd)])
    assert apart["sink"] == min(apart.values())
    assert "batanga" not in apart  # in one of them alone: it tells all that it can
    assert chance_of(report, FERRY, beside=crowd) > chance_of(report, crowd[0], beside=(FERRY, crowd[1]))


def test_one_name_alone_is_no_event() -> None:
    """A report of one word gets a quarter of the chance, however well the word fits."""
    assert chance_of("Batangas", "Batangas") <= 0.25


def test_years_speak_for_and_against() -> None:
    """The same year is a trait, and so are two different ones; a report without years has neither."""
    for year, same, other in (("2013", 1.0, 0.0), ("2009", 0.0, 1.0), ("", 0.0, 0.0)):
        words, gathered = words_of(f"{FERRY} {year}"), Gathered([words_of(f"{FERRY}, 2013")])
        traits = traits_of(words, gathered, {}, cosines(words, gathered))
        assert (traits.year, traits.other_year) == (same, other)


def test_common_words_are_less_rare() -> None:
    """What news often says is less rare than what it seldom says; what it never said is as rare as can be."""
    assert 0.0 <= rareness("govern") < rareness("earthquak") < RAREST
    assert rareness("qwxyzt") == RAREST


TITLES = st.sampled_from([FERRY, COACH, "", "Batangas", "Паром затонул в шторм", "غرق عبارة"]) | st.text(max_size=40)


@given(TITLES, st.lists(TITLES, min_size=1, max_size=4), st.lists(TITLES, max_size=3))
def test_the_chance_is_a_chance(report: str, told: list[str], beside: list[str]) -> None:
    """Any words give a chance from 0 to 1, the same for every order of an incident's reports."""
    found = chance_of(report, *told, beside=tuple(beside))
    assert 0.0 <= found <= 1.0
    assert abs(found - chance_of(report, *reversed(told), beside=tuple(beside))) < 1e-9
