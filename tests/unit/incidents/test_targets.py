"""What was hit, who came to harm, and in which part of a town: as far as titles say, it parts two strikes of a day."""

import pytest

from daemon.incidents.ranking import ranked
from daemon.incidents.targets import are_aimed_apart, is_aimed_elsewhere
from tests.unit.incidents.builders import a_report, an_incident

RULE = "attack"


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Gunmen kill four police officers in Lakeside", "Gunmen kill prominent lawyer in Lakeside", "en"),
        ("Strike kills nine in Lakeside school", "Strike kills six in Lakeside market", "en"),
        ("Gunmen storm prison in Lakeside", "Explosion at police station in Lakeside", "en"),
        ("Man arrested after stabbing at synagogue kills two", "Man arrested after shop fire kills two", "en"),
        ("Drone attack on fuel depot", "Drone attack on airport", "en"),
        ("Дрон атаковал автобус в Озёрске, двое погибших", "Дрон атаковал рынок в Озёрске, трое погибших", "ru"),
        ("Росіяни вдарили по лікарні в Херсоні", "Росіяни вдарили по ринку в Херсоні", "uk"),
        ("مقتل 4 في غارة على سيارة في صيدا", "مقتل 6 في غارة على مبنى في صيدا", "ar"),
        ("Lakeside'da okulda silahlı saldırı", "Lakeside'da markette silahlı saldırı", "tr"),
        ("Explosion dans un immeuble à Paris", "Explosion dans une station-service à Paris", "fr"),
    ],
)
def test_another_target_is_another_event(one: str, other: str, language: str) -> None:
    """Where each title names what was hit, or who, and the other knows nothing of it, they are told apart."""
    first, second = a_report(one, language=language), a_report(other, language=language)
    assert are_aimed_apart(first, second)
    assert are_aimed_apart(second, first)


@pytest.mark.parametrize(
    ("one", "text", "other"),
    [
        ("Bomb on bus kills six in Lakeside", "", "Five dead as explosion hits vehicle in Lakeside"),
        ("Missile hits apartment block, killing 12", "", "Strike on residential building kills nine"),
        ("Gunmen attack checkpoint, four dead", "", "Militants attack police post, three dead"),
        ("Car bomb kills eight at Lakeside hotel", "The hotel stands by a mosque.", "Bomb at mosque kills six"),
        ("Strike kills 15 at school", "", "Strike kills 15 at camp"),
        ("Earthquake brings down school", "", "Earthquake: hospital in ruins"),
        ("Mayor begs for help for hospital", "", "Strike kills six at market"),
        ("Bomb kills six in Lakeside", "", "Bomb kills four in Lakeside market"),
        ("Children's Hospital hit by missile", "", "Missile hits hospital"),
    ],
)
def test_one_target_in_other_words_is_no_other_event(one: str, text: str, other: str) -> None:
    """A broader word, another word in the text, an equal toll, or a quake, of which much is hit, part nothing."""
    assert not are_aimed_apart(a_report(one, text=text, language="en"), a_report(other, language="en"))


def test_districts_part_two_events() -> None:
    """Two named parts of a town of which neither report knows the other's are two places."""
    one = a_report("Gunmen kill man in Lakeside", text="He was shot in Lakeside's Northgate district.")
    other = a_report("Gunmen kill two in Lakeside", text="They were shot in the Millbrook district.")
    assert are_aimed_apart(one, other)
    assert not are_aimed_apart(one, a_report(other.title, text="They were shot in the Northgate district."))
    un, deux = (
        "Marseille : un homme tué dans le 14e arrondissement",
        "Marseille : deux tués dans le 3e arrondissement",
    )
    assert are_aimed_apart(a_report(un, language="fr"), a_report(deux, language="fr"))


def test_an_incident_has_all_targets_that_its_reports_name() -> None:
    """An attack in waves is one incident: a report that one of its reports knows is not of another."""
    told = [a_report("Drones hit school in Lakeside"), a_report("Attack on Lakeside: market and school hit")]
    assert not is_aimed_elsewhere(a_report("Drone strike on Lakeside market"), told)
    assert is_aimed_elsewhere(a_report("Drone strike on Lakeside church"), told)


def test_the_reason_says_that_it_was_another_target() -> None:
    """What takes away from a likeness is named."""
    told = an_incident(a_report("Drone strike kills four in Lakeside school", "", RULE, item_id="a"))
    report = a_report("Drone strike kills six in Lakeside market", "", RULE, item_id="b", source="The Post")
    ((likeness, _),) = ranked(report, [told], join=0.0, is_past=lambda _: False)
    assert likeness.reason.endswith("another target")
    assert likeness.score < 0.5
