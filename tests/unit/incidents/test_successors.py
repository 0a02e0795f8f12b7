"""Reports that say themselves that they tell of the next event."""

from dataclasses import replace
from datetime import timedelta

import pytest

from daemon.incidents.successors import tells_of_next
from tests.helpers.build import NOW
from tests.unit.incidents.builders import a_report, an_incident

DAY = timedelta(hours=24)
FIRST = an_incident(a_report("Helicopter crashes in Lakeside, two killed"))


@pytest.mark.parametrize(
    "title",
    [
        "Second helicopter crashes in Lakeside in two days",
        "Another deadly missile attack on Lakeside",
        "Another helicopter shot down near Lakeside, two killed",
        "Second powerful earthquake, magnitude 7.5, hits Lakeland",
        "Another magnitude 6.3 earthquake hits Lakeland",
        "Ещё один взрыв в Багдаде",
        "Вторая атака за сутки",
        "В Лейксайде прогремел второй за сутки взрыв, погибли двое",
        "Второе землетрясение магнитудой 7,5",
        "Ще один вибух у Харкові",
        "У Харкові пролунав другий вибух",
        "سقوط مروحية ثانية قرب حلب",
        "انفجار آخر يهز بغداد",
        "زلزال ثان بقوة 7.5 يضرب تركيا",
        "Deuxième séisme en deux jours",
        "Ankara'da ikinci patlama",
        "İzmir'de bir patlama daha",
        "Segundo terremoto sacude México",
        "Zweite Explosion in Berlin",
    ],
)
def test_hours_later_another_is_another(title: str) -> None:
    """What calls itself another or a second joins nothing that began hours before; within two hours it may."""
    report = a_report(title, item_id="next", at=NOW + timedelta(hours=4))
    assert tells_of_next(report, FIRST)
    assert not tells_of_next(replace(report, arrived_at=NOW + timedelta(hours=1)), FIRST)
    assert not tells_of_next(replace(report, published_at=NOW + timedelta(hours=1)), FIRST)


@pytest.mark.parametrize(
    "title",
    [
        "New drone strike on Lakeside kills one",
        "New earthquake of magnitude 7.5 hits Lakeland",
        "Israel strikes Lakeside again",
        "Новый ракетный удар по Одессе",
        "Одесса вновь атакована",
        "انفجار جديد في بغداد",
        "غارة إسرائيلية جديدة على دمشق",
        "Nouvelle explosion à Kaboul",
        "Erneut Explosion in Berlin",
        "Nuevo ataque en Kabul",
    ],
)
def test_half_a_day_later_what_is_new_is_another(title: str) -> None:
    """What is no more than new may be the very one for some hours."""
    report = a_report(title, item_id="next", at=NOW + timedelta(hours=9))
    assert tells_of_next(report, FIRST)
    assert not tells_of_next(replace(report, arrived_at=NOW + timedelta(hours=5)), FIRST)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Powerful quake hits Lakeland", "A 7.5-magnitude quake struck Lakeland, nine hours after the first."),
        ("Helicopter down in Lakeside", "A helicopter went down, a day after another crashed in training."),
        ("Lakeside strike kills two", "Shells hit Lakeside, a day after a strike that killed four."),
        ("Взрыв в Лейксайде", "Взрыв прогремел через несколько часов после первого."),
    ],
)
def test_the_first_sentence_may_say_so(title: str, text: str) -> None:
    """That there was one before is often told behind the headline."""
    assert tells_of_next(a_report(title, text=text, item_id="next", at=NOW + DAY), FIRST)


def test_reports_of_the_next_join_it() -> None:
    """An incident of which a report says that it is the next takes in others that say so; a third is no second."""
    began = a_report("Lakeside: two helicopters down", item_id="a")
    told = a_report("Second helicopter crashes in Lakeside", item_id="b", at=NOW + timedelta(hours=1))
    report = a_report("Second helicopter crash in Lakeside: pilots named", item_id="c", at=NOW + DAY)
    assert not tells_of_next(report, an_incident(began, told))
    assert not tells_of_next(replace(report, title="Another helicopter crashes in Lakeside"), an_incident(began, told))
    assert tells_of_next(replace(report, title="Third helicopter crashes in Lakeside"), an_incident(began, told))


@pytest.mark.parametrize(
    "title",
    [
        "New York helicopter crash: what is known",
        "Second victim of helicopter crash dies",
        "New video of helicopter crash emerges",
        "Fourth person dies after Lakeside crash",
        "Another pilot of crashed helicopter found",
        "Another two wounded in helicopter crash die",
        "Another source confirms helicopter crash",
        "Second helicopter joins search in Lakeside",
        "Lakeside crash: second day of rescue",
        "Second wave of attacks on Lakeside",
        "Second Army takes over Lakeside after attack",
        "New toll of Lakeside attack: nine dead",
        "Второй пилот погиб в больнице",
        "Новые подробности взрыва в Лейксайде",
        "Второй день спасательных работ после взрыва",
        "مسؤول آخر يؤكد تحطم المروحية",
        "Helicopter crash in Lakeside: toll rises",
        "New drone footage shows crash site",
        "Second World War bomb defused in Lakeside",
        "Fifth Avenue fire injures ten",
        "New Haven fire kills one",
        "Lakeside names new fire chief",
        "Крушение нового самолёта Як-40",
        "Lakeside loses another helicopter",
        "Lakeside loses second helicopter in crash",
        "Lakeside loses second attack helicopter, shot down by rebels",
        "A third person has died in hospital two days after the explosion in Lakeside",
        "Third victim dies in hospital days after Lakeside market explosion",
        "Second suspect arrested in Lakeside hours after attack",
        "Third body found in two days as flood recedes",
        "Lakeside attack: second man charged within hours",
        "Rescuers reached Lakeside hours after the first tremors",
        "Attack in Lakeside: minister speaks hours after the first reports",
        "Troisième mort à l'hôpital en deux jours après l'explosion",
        "Dritter Verletzter stirbt in Klinik zwei Tage nach Explosion",
        "Nueva York: tiroteo en el metro deja dos muertos",
        "Nueva Delhi: explosión en un mercado",
        "Nuevo León: tiroteo deja dos muertos",
        "Yeni Delhi patlama: iki ölü",
        "Nouvelle Delhi attentat: deux morts",
        "Second floor fire kills five",
        "Third floor explosion kills two",
        "Fifth Ward shooting leaves two dead",
        "Sixth Precinct attack: man charged",
        "Third degree fire burns for two after blast",
        "Second grade school shooting victim named",
        "Fresh fruit market fire kills two",
        "Lakeside buys new fire engine",
        "Nouvelles images de l'attaque",
        "Weitere Tote nach Explosion in Berlin",
        "Otro muerto por la explosión en Kabul",
        "Patlamada ikinci ölüm",
        "Ankara'da yeni görüntüler: patlama anı",
        "Nuevos detalles del ataque",
        "Второй подозреваемый в подготовке взрыва задержан",
        "Новое видео удара по Одессе",
        "Ще одна жертва вибуху",
        "ضحية أخرى في انفجار بغداد",
    ],
)
def test_what_is_new_of_the_same_event_parts_nothing(title: str) -> None:
    """A second victim, new pictures, or a town called New, tell of the event that there was."""
    assert not tells_of_next(a_report(title, item_id="next", at=NOW + DAY), FIRST)


def test_a_friend_in_russian_is_no_second() -> None:
    """The word "Друга" is "second" in Ukrainian alone; a text that is known as Russian tells of a friend."""
    title = "Мужчина убил друга ударом ножа"
    assert not tells_of_next(a_report(title, item_id="next", at=NOW + DAY, language="ru"), FIRST)
    assert tells_of_next(a_report("Друга атака на Харків", item_id="next", at=NOW + DAY, language="uk"), FIRST)


@pytest.mark.parametrize(
    "opening",
    [
        "The attack came hours after the first responders arrived.",
        "Crews reached the site days after the first calls for help.",
        "A third person died in hospital two days after the helicopter crash in Lakeside.",
    ],
)
def test_the_first_of_another_matter_says_nothing(opening: str) -> None:
    """Behind "hours after the first", and between "third" and "in two days", an event must stand."""
    assert not tells_of_next(a_report("Lakeside in grief", text=opening, item_id="next", at=NOW + DAY), FIRST)


@pytest.mark.parametrize(
    "title",
    [
        "Second deadly crash in Lakeside in two days",
        "Lakeside hit by third attack within hours",
        "Lakeside struck hours after the first attack",
        "Quake hits Lakeland days after the first major quake",
        "Zweiter Anschlag in Berlin innerhalb von zwei Tagen",
        "New Russian attack on Lakeside",
        "Nuevo Ataque en Kabul",
    ],
)
def test_the_next_is_still_the_next(title: str) -> None:
    """Where an event is counted, that it was soon after the first says that it is another."""
    assert tells_of_next(a_report(title, item_id="next", at=NOW + DAY), FIRST)
