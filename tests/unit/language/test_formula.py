"""May a text come again, word for word, of another event?"""

import pytest

from daemon.language.formula import may_recur, warns

REPORTS = [
    (
        "A military transport helicopter was shot down near the ancient city on Friday, two security officials said, "
        "as forces pressed an offensive along the desert highway."
    ),
    (
        "Four people were killed and a dozen hurt when a market hall fell in, rescue workers said, and others may "
        "still lie under the roof of the old building."
    ),
    (
        "В результате взрыва на складе погибли трое рабочих, ещё пятеро доставлены в больницу, сообщили в "
        "министерстве, где не исключают, что под обломками остаются люди."
    ),
    (
        "Унаслідок вибуху на складі загинули троє робітників, ще четверо у лікарні, повідомили в міністерстві, де не "
        "виключають, що під завалами лишаються люди."
    ),
    (
        "قال مسؤول محلي إن انفجارا وقع في سوق المدينة صباح يوم الجمعة وأدى إلى أضرار كبيرة في المحال المجاورة وفي "
        "السيارات التي كانت متوقفة هناك دون أن يعرف سببه"
    ),
]
FORMS = [
    "Four people were killed on Friday.",
    (
        "Rocket sirens sound in Sderot and in the towns around it. Residents have 15 seconds to reach a protected room "
        "and must stay there on Friday until they are told otherwise."
    ),
    (
        "Повітряна тривога в області. Усім пройти в укриття та залишатися там до відбою. Не нехтуйте правилами "
        "безпеки, у п'ятницю загинули троє людей, які лишилися на вулиці."
    ),
    (
        "Воздушная тревога объявлена в городе и области. Всем жителям следует пройти в укрытие и оставаться там до "
        "отбоя, в пятницу погибли двое, которые этого не сделали."
    ),
    (
        "دوت صفارات الإنذار في المدينة وفي البلدات المحيطة بها وعلى السكان التوجه إلى الملاجئ والبقاء فيها حتى إشعار "
        "آخر يوم الجمعة بعد مقتل ثلاثة"
    ),
    (
        "The road between the two northern junctions is closed in both directions because of an accident. Drivers are "
        "asked to go by the coast until it is open again."
    ),
    (
        "M 5.2 earthquake, 10 km from the town. Magnitude 5.2, depth 10 km, on Friday morning by the clock of the "
        "place. Did you feel it? Tell us what it was like."
    ),
]


@pytest.mark.parametrize("text", REPORTS)
def test_a_report_of_a_day_or_a_toll_does_not_recur(text: str) -> None:
    """What tells in twenty words and more when it was, or whom it cost, is told of one event."""
    assert not may_recur(text)


@pytest.mark.parametrize("text", FORMS)
def test_forms_recur(text: str) -> None:
    """Warnings, measurements, what is short, and what tells neither a day nor a toll may be said again of another."""
    assert may_recur(text)


def test_warnings_are_told_by_their_words() -> None:
    """A siren warns in any of the languages of the desk; a town council's plan does not."""
    assert all(map(warns, ["Sirens sound in Haifa", "Повітряна тривога в Києві", "צבע אדום בשדרות", "تحذير من السيول"]))
    assert not warns("Town hall plans a new bridge for the northern valley")
