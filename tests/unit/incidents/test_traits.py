"""What words say of two reports: laws of the chance, and what moves it."""

from hypothesis import given
from hypothesis import strategies as st

from daemon.incidents.chance import candidate_traits, said
from daemon.incidents.commonness import RAREST, rareness
from daemon.incidents.gathered import Gathered, telling
from daemon.incidents.traits import Traits
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
    return said(words_of(report), gathered, None)[0].chance


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


def traits_beside(report: str, told: str, text: str = "") -> Traits:
    """The traits of a report beside an incident of one report."""
    return candidate_traits(words_of(report, text), [Gathered([words_of(told)])])[0]


def test_years_and_dates_speak_for_and_against() -> None:
    """The same year or day is a trait, and so are two different ones; a report without them has neither."""
    for when, same, other in (("on 4 May 2013", 1.0, 0.0), ("on 9 June 2009", 0.0, 1.0), ("", 0.0, 0.0)):
        traits = traits_beside(f"{FERRY} {when}", f"{FERRY}, May 4, 2013")
        assert (traits["year"], traits["other_year"]) == (same, other)
        assert (traits["date"], traits["other_date"]) == (same, other)


def test_other_names_keep_apart() -> None:
    """Two persons in one sentence are two events: the names that each side lacks are a trait."""
    told = "Charges dropped: the singer Anna Novak was stopped at the border with a violin"
    same = traits_beside("Border guards stopped the singer Anna Novak, with a violin", told)
    other = traits_beside("Border guards stopped the singer Vera Lind, with a violin", told)
    assert same["full_names"] > other["full_names"] == 0.0
    assert (same["full_names_apart"], other["full_names_apart"]) == (0.0, 1.0)
    assert other["names_new"] > same["names_new"]
    assert other["title_names_apart"] > same["title_names_apart"]


def test_other_counts_keep_apart() -> None:
    """The same number before the same noun speaks for one event, another number against it."""
    same, other = (
        traits_beside(f"Storm: {count} passengers of a ferry saved", f"{FERRY}, 90 passengers") for count in (90, 12)
    )
    assert same["counts"] > other["counts"] == 0.0
    assert other["counts_apart"] > same["counts_apart"] == 0.0


def test_words_of_one_meaning_meet() -> None:
    """A quake is an earthquake: what outlets choose between does not keep their reports apart."""
    traits = traits_beside("Powerful quake kills dozens near Cusco", "Strong earthquake near Cusco: dozens dead")
    assert traits["title_meanings"] > traits["headline"]
    assert traits["meanings"] > traits["middle"]


def test_only_the_likest_candidates_are_looked_at() -> None:
    """Of many alike incidents the likest four have a chance; what is unlike all of them has no traits at all."""
    towns = ("Cebu", "Bohol", "Leyte", "Samar", "Panay", "Batangas")
    told = [Gathered([words_of(f"Ferry with passengers sinks off {town} in a storm")]) for town in towns]
    found = candidate_traits(words_of(FERRY), told)
    assert 5 in found
    assert len(found) >= 4
    assert found[5]["telling_lead"] > 0.0
    assert all(one["telling_lead"] < 0.0 for place, one in found.items() if place != 5)
    assert candidate_traits(words_of(COACH), told[:1]) == {}


def test_common_words_are_less_rare() -> None:
    """What news often says is less rare than what it seldom says; what it never said is as rare as can be."""
    assert 0.0 <= rareness("govern") < rareness("earthquak") < RAREST
    assert rareness("qwxyzt") == RAREST


def test_a_word_is_as_common_as_in_its_language() -> None:
    """German "die" is in every report, English "die" tells something."""
    english, german = (
        words_of("Nine die in storm, and the ferry sinks"),
        words_of("Die Fähre ist in einem Sturm gesunken"),
    )
    assert (english.foreign, german.foreign) == (False, True)
    assert german.rareness("die") < english.rareness("die")


TITLES = st.sampled_from([FERRY, COACH, "", "Batangas", "Паром затонул в шторм", "غرق عبارة"]) | st.text(max_size=40)


@given(TITLES, st.lists(TITLES, min_size=1, max_size=4), st.lists(TITLES, max_size=3))
def test_the_chance_is_a_chance(report: str, told: list[str], beside: list[str]) -> None:
    """Any words give a chance from 0 to 1, the same for every order of an incident's reports."""
    found = chance_of(report, *told, beside=tuple(beside))
    assert 0.0 <= found <= 1.0
    assert abs(found - chance_of(report, *reversed(told), beside=tuple(beside))) < 1e-9
