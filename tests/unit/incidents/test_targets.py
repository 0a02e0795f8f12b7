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


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Strike kills 12 in Lakeside, medics say", "Strike on Lakeside kills at least 11 children", "en"),
        ("Drone attack kills 3 in Lakeside, governor says", "Drone attack kills two children in Lakeside", "en"),
        ("Drone attack kills 3, mayor of Lakeside says", "Two port workers killed in drone attack", "en"),
        ("Strikes kill 30, Lakeside health ministry says", "Strikes on homes kill 28", "en"),
        ("Strike kills 12, say doctors", "Strike kills 11 children", "en"),
        ("Medics say strike killed 12", "Strike kills 11 children", "en"),
        ("Governor Odd Nilsen says strike killed 12", "Strike kills 11 children", "en"),
        ("Strike kills 12, according to Lakeside hospital", "Strike kills 11 children", "en"),
        ("UN reporter: 7 killed in Lakeside strike", "Lakeside strike kills five children", "en"),
        ("Strike kills 12 in Lakeside: mayor", "Strike kills 11 children", "en"),
        ("Strike kills 12 in Lakeside – hospital director", "Strike kills 11 at market", "en"),
        ("Attack kills 20 in Lakeside, police officers say", "Gunmen kill 24 children in Lakeside", "en"),
        ("Strike kills 5, civil defence and doctors report", "Strike kills 6 aid workers", "en"),
        ("При ударе по Озёрску погибли трое, сообщил губернатор", "При ударе по Озёрску погибли двое детей", "ru"),
        ("Удар по Озёрску: трое погибших, заявил мэр", "Удар по Озёрску: погибли двое рабочих", "ru"),
        ("По словам губернатора, при ударе погибли трое", "При ударе погибли двое детей", "ru"),
        ("Губернатор: при ударе погибли трое", "При ударе погибли двое детей", "ru"),
        ("Удар по Харкову: троє загиблих, повідомив мер", "Удар по Харкову: загинули двоє дітей", "uk"),
        ("За словами мера, внаслідок удару загинули троє", "Внаслідок удару загинули двоє дітей", "uk"),
        ("مقتل 12 في غارة على صيدا وفق مسعفين", "مقتل 11 طفلا في غارة على صيدا", "ar"),
        ("مسعفون: مقتل 12 في غارة على صيدا", "مقتل 11 طفلا في غارة على صيدا", "ar"),
        ("Frappe : 12 morts, selon des médecins", "Frappe : 11 enfants tués", "fr"),
        ("Attaque : 12 morts, annonce le maire", "Attaque : 11 enfants tués", "fr"),
        ("Saldırıda 12 ölü, doktorlar açıkladı", "Saldırıda 11 çocuk öldü", "tr"),
        ("Angriff: 12 Tote, laut Hospital", "Angriff tötet 11 in Hotel", "de"),
        ("Ataque deja 12 muertos, según hospital", "Ataque deja 11 muertos en hotel", "es"),
    ],
)
def test_who_tells_of_it_was_not_hit(one: str, other: str, language: str) -> None:
    """Who says what happened, by a verb, a sign, or "according to", came to no harm by it."""
    assert not are_aimed_apart(a_report(one, language=language), a_report(other, language=language))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Two doctors killed in strike, governor says", "Strike kills 11 children"),
        ("Strike hits school, says mayor", "Strike hits market, says mayor"),
        ("Journalist killed in strike: reports", "Strike kills 11 children"),
        ("Strike kills two – a judge and a prosecutor", "Strike kills 11 children"),
        ("Lakeside market: strike kills six", "Strike kills 9 in school"),
        ("State school attacked", "Market attacked"),
        ("Fire in hospital claims five lives", "Fire in market claims six lives"),
        ("Police report shooting at school", "Shooting at mosque"),
    ],
)
def test_who_was_hit_is_named_beside_who_tells_of_it(one: str, other: str) -> None:
    """That somebody says it takes nothing from what is said."""
    assert are_aimed_apart(a_report(one, language="en"), a_report(other, language="en"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Raid in West Bank kills 3", "Raid on Lakeside refugee camp kills 4"),
        ("Six killed in attack in March", "Attack on school killed five"),
        ("Football coach killed in shooting", "Shooting at school kills two"),
        ("Protesters block road after strike", "Strike kills four in market"),
        ("Congress meets after attack", "Attack on school kills two"),
        ("Mine blast kills six", "Bus hits explosive, five killed in attack"),
    ],
)
def test_a_word_in_another_sense_is_no_target(one: str, other: str) -> None:
    """The West Bank is no bank, a month no march, and who trains a team no bus."""
    assert not are_aimed_apart(a_report(one, language="en"), a_report(other, language="en"))
