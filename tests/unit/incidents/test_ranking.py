"""Candidates are judged by bounds first: whoever is left out could not have decided."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from daemon.incidents.cluster import JOIN, report_of
from daemon.incidents.likeness import SURE_WORDING, most, most_shared, score_of, side
from daemon.incidents.packed import wording_of
from daemon.incidents.ranking import NEAR, ranked
from daemon.model import Finding, Incident, Report
from tests.helpers.build import an_item
from tests.unit.incidents.builders import DOWNED, KINDS, a_report, an_incident

_TOLD = "helicopter downed near Palmyra ferry sinks off Batangas 12 dead storm Novak visits Geneva talks"
_WORDS = sorted(_TOLD.split())
_SEEDS = st.integers(0, 10_000)


def _report(chance: random.Random, number: int) -> Report:
    title = chance.sample(_WORDS, 6)
    return a_report(
        " ".join(title),
        " ".join(chance.sample(sorted(KINDS), chance.randrange(3))),
        *chance.sample([DOWNED, "disaster"], chance.randrange(3)),
        text=" ".join([*title, *chance.sample(_WORDS, 4)]),
        item_id=str(number),
        source=chance.choice(["", "The Wire", "The Post", "The Herald"]),
    )


def _incidents(chance: random.Random) -> list[Incident]:
    reports = [_report(chance, number) for number in range(1, 13)]
    return [an_incident(*reports[at : at + 2], id=str(at)) for at in range(0, 12, 2)]


@given(_SEEDS, st.sets(st.integers(0, 5).map(lambda at: str(2 * at))))
def test_who_is_left_out_could_not_decide(seed: int, past: set[str]) -> None:
    """Who could be joined or followed, and the likest of them, are those that all of them at full length show."""
    chance = random.Random(seed)
    report, incidents = _report(chance, 0), _incidents(chance)
    whole = {one.id: likeness for likeness, one in ranked(report, incidents, join=0.0, is_past=lambda _: True)}
    few = {one.id: found for found, one in ranked(report, incidents, join=JOIN, is_past=lambda one: one.id in past)}
    assert whole.keys() == {one.id for one in incidents}
    assert few.items() <= whole.items()
    likest = max(found.score for found in few.values())
    joinable = max((found.score for one, found in few.items() if one not in past), default=0.0)
    for one in whole.keys() - few.keys():
        score = whole[one].score
        assert score < likest or score < NEAR * JOIN
        assert score < JOIN or score < joinable


@given(_SEEDS, st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_no_score_is_higher_than_its_bound(seed: int, one: float, other: float) -> None:
    """What a report has in itself bounds its score with any other, and the score never falls as the chance rises."""
    chance = random.Random(seed)
    reports = [_report(chance, number) for number in range(4)]
    own, *told = (side(report, wording_of(report)) for report in reports)
    low, high = sorted((one, other))
    assert most(own, high) <= most(own, SURE_WORDING)
    bound = most_shared(own, reports[1:], high)
    assert bound <= most(own, high)
    for each in told:
        assert score_of(own, each, low) <= score_of(own, each, high) <= bound


def test_a_russian_report_is_held_against_incidents_as_russian() -> None:
    """A report that its item declares to be Russian has a lower score than in a language without a leaning."""
    told = a_report("Паром затонул у Озёрска", text="У Озёрска затонул паром, на борту были 80 человек.")
    title, text = "У Озёрска поднимают затонувший паром", "Паром с 80 пассажирами затонул в понедельник."
    report = report_of(an_item(title=title, summary=text, language="ru-RU"), Finding(), copy_of=None)
    score, as_other = (
        ranked(one, [an_incident(told)], join=JOIN, is_past=lambda _: False)[0][0].score
        for one in (report, replace(report, language="sw"))
    )
    assert 0.0 < score < as_other
