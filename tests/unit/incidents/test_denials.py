"""What is no source of an event, because it only denies it."""

from dataclasses import replace

import pytest

from daemon.incidents.denials import only_denies
from daemon.model import Stance, Statement
from tests.unit.incidents.builders import a_report

DENIED = (Statement(who="Ministry", stance=Stance.DENIES),)


@pytest.mark.parametrize(
    ("title", "only"),
    [
        ("Defence Ministry denies helicopter was shot down near Palmyra", True),
        ("Report of explosion in Mosul denied by interior ministry", True),
        ("Mosul: ministry denies explosion", True),
        ("Минобороны опровергло сообщение о взрыве в Мосуле", True),
        ("Міноборони спростувало збиття вертольота", True),
        ("نفت وزارة الدفاع إسقاط مروحية قرب تدمر", True),
        ("Russia denies involvement in strike that killed five", False),
        ("Iran denies attacking tanker", False),
        ("Army denies it bombed the hospital", False),
        ("Иран отрицает причастность к удару", False),
        ("إيران تنفي ضلوعها في الهجوم", False),
        ("Explosion in Mosul: ministry denies gas leak", False),
        ("Explosion kills five as ministry denies gas leak", False),
        ("Explosion in Mosul kills five", False),
        ("Ministry denies explosion in Mosul after reports on social media", True),
        ("Ministry denies there was an explosion in Mosul", True),
        ("Police deny explosion at Mosul market was an attack", False),
        ("Mosul police deny that market explosion was an attack", False),
        ("Army denies hostages were killed in its strike on Rafah", False),
        ("Iran denies attack on tanker that killed three", False),
        ("Ministry of Health denies rise in toll from Mosul explosion", False),
        ("Israeli army denies delay in response as rockets hit Haifa", False),
        ("Boeing denies fault in crash of 737 that killed 180", False),
        ("ХАМАС отрицает нарушение перемирия после обстрела", False),
        ("Минобороны опровергло гибель мирных жителей при ударе", False),
        ("Полиция отрицает что взрыв был терактом", False),
        ("وزارة الصحة تنفي ارتفاع عدد قتلى انفجار الموصل", False),
        ("الشرطة تنفي أن يكون الانفجار هجوما", False),
    ],
)
def test_who_only_denies_an_event_is_no_source_of_it(title: str, only: bool) -> None:
    """Only a title that denies it as a whole; not who denies a deed or a part; nor where nobody was read to deny."""
    assert only_denies(a_report(title, statements=DENIED)) is only
    assert not only_denies(a_report(title))


@pytest.mark.parametrize(
    ("title", "only"),
    [
        ("CORRECTION: no explosion in Mosul", True),
        ("Corrected: there was no explosion in Mosul", True),
        ("Исправление: взрыва в Мосуле не было", True),
        ("CORRECTION: No injuries in Mosul explosion", False),
        ("CORRECTED: No survivors in crash near Palmyra", False),
        ("CORRECTION: two pilots were hurt, not killed", False),
    ],
)
def test_a_correction_that_there_was_none_is_no_source(title: str, only: bool) -> None:
    """Who corrects that nothing happened tells of no event; who corrects that nobody was hurt does."""
    report = replace(a_report(title), amends="correction")
    assert only_denies(report) is only
    assert not only_denies(replace(report, amends=None))
