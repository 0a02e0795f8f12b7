"""Who takes an attack upon himself, and what only sounds so."""

import pytest

from daemon.model import Stance
from tests.unit.incidents.test_subjects import said


@pytest.mark.parametrize(
    "title",
    [
        "Суд взял под стражу Иванова, ему грозит уголовная ответственность",
        "Прокуратура взяла дело на контроль; ответственность предусмотрена",
        "Следователи взяли под стражу Петрова: ответственность до 10 лет",
        "Иванов взял кредит, ответственность несет банк",
        "Иванов взял на себя кредит, ответственность несет банк",
        "Ответственность несет банк, кредит взял Иванов",
        "Хезболла взяла паузу, ответственность за удар несет Израиль",
        "Банк взял на себя ответственность за сбой",
        "Иванов взял на себя ответственность за поражение",
    ],
)
def test_who_takes_another_thing_takes_no_responsibility(title: str) -> None:
    """In Russian "took" and "responsibility" belong together, and what a stranger takes it for is an attack."""
    assert said(title) == []


@pytest.mark.parametrize(
    "title",
    [
        "Putin claims credit for ceasefire",
        "Trump claims credit for peace deal",
        "Trump claims credit for stopping attack",
        "Credit for peace deal claimed by Trump",
        "Bank claims responsibility for outage",
        "Bank claims responsibility",
        "Driver claims responsibility was shared",
        "Driver claims responsibility for attack lies with rebels",
        "حركة المرور تبنت خطة",
        "تنظيم الانتخابات تبنت اللجنة خطة",
        "حركة فتح تبنت عملية السلام",
        "حركة الجهاد تبنت اقتراح وقف إطلاق النار",
        "توقف حركة المرور بعد هجوم تبنت مسؤوليته داعش",
    ],
)
def test_who_claims_no_attack_is_no_claimant(title: str) -> None:
    """A deal has its credit, an outage its responsibility, a plan is adopted: none makes a party of a name."""
    assert said(title) == []


@pytest.mark.parametrize(
    ("title", "who"),
    [
        ("Jaish al-Adl claims responsibility", "Jaish al-Adl"),
        ("Blast kills five in Quetta; Free Baloch claims responsibility", "Free Baloch"),
        ("Free Baloch claims full responsibility for the bombing", "Free Baloch"),
        ("Responsibility for the blast was claimed by Free Baloch", "Free Baloch"),
        ("Взрыв в Кабуле: ответственность взяло на себя ИГ", "ИГ"),
        ("ИГ взяло на себя полную ответственность за взрыв", "ИГ"),
        ("Ответственность за взрыв, при котором погибли десять, взяло на себя ИГ", "ИГ"),
        ("Суд взял под стражу Петрова; ответственность за взрыв взяло на себя ИГ", "ИГ"),
        ("«Джейш аль-Адль» взяла на себя ответственность за взрыв", "Джейш аль-Адль"),
        ("Відповідальність за вибух взяло на себе угруповання «Джейш аль-Адль»", "Джейш аль-Адль"),
        ("تبنت كتائب القدس عملية إطلاق النار", "كتائب القدس"),
        ("أعلنت جماعة جيش العدل مسؤوليتها عن التفجير", "جماعة جيش العدل"),
    ],
)
def test_who_takes_an_attack_upon_himself_claims_it(title: str, who: str) -> None:
    """The responsibility stands beside its verb, before it with a "for", or alone where the attack was told before."""
    assert said(title) == [(who, Stance.CLAIMS)]


@pytest.mark.parametrize(
    ("title", "who"),
    [
        ("Hacker group Killnet claims cyberattack on tax agency", "Killnet"),
        ("Ransomware gang LockBit claims it stole data from Boeing", "LockBit"),
        ("Killnet said it was behind the cyberattack", "Killnet"),
        ("Killnet said it was responsible", "Killnet"),
        ("مجموعة قراصنة تتبنى هجوما إلكترونيا على بنوك", "مجموعة قراصنة"),
    ],
)
def test_a_group_of_hackers_claims_as_armed_ones_do(title: str, who: str) -> None:
    """A kind of group before a name, or "it was behind", makes who claims an attack its party."""
    assert said(title) == [(who, Stance.CLAIMS)]


@pytest.mark.parametrize(
    "title",
    [
        "Tesla claims it stole the show",
        "Acme said it was responsible for the design",
        "He said it was behind the attack",
    ],
)
def test_what_is_no_attack_is_claimed_by_no_party(title: str) -> None:
    """A firm's boast, a task and a pronoun are no claim."""
    assert said(title) == []


@pytest.mark.parametrize(
    "title",
    [
        "Witness claims ambush killed 5",
        "Report claims attack on convoy",
        "Family claims killing of son",
        "Lawyer claims assault on client",
        "Amnesty International claims attack on camp",
        "Trump claims attack on him was staged",
        "Donald Trump claims attack on him was staged",
        "Apple claims attack on privacy unfair",
        "Meta claims attack on servers",
        "Tesla claims attack",
        "Ukraine claims killing of civilians in Kharkiv",
        "Free Baloch claims killing of civilians in Quetta",
        "UN claims attack on convoy",
    ],
)
def test_who_only_tells_of_an_attack_is_no_claimant(title: str) -> None:
    """A witness, a firm and who accuses claim that something is so: an attack is claimed by a group's name."""
    assert Stance.CLAIMS not in [stance for _, stance in said(title)]


@pytest.mark.parametrize("title", ["Free Baloch claims attack that was on Monday", "RSF claims ambush that killed 5"])
def test_a_group_claims_the_attack_that_did_something(title: str) -> None:
    """What stands behind "that" is told of the attack, and does not unsay the claim."""
    assert [stance for _, stance in said(title)] == [Stance.CLAIMS]
