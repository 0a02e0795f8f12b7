"""Who denies or confirms in so many words, though nothing names him."""

import pytest

from daemon.incidents.attribution import statements_of
from daemon.model import Stance
from tests.helpers.build import an_item
from tests.unit.incidents.test_subjects import said

CONFIRMS, DENIES = Stance.CONFIRMS, Stance.DENIES


@pytest.mark.parametrize(
    ("title", "who", "stance"),
    [
        ("Tesla denies report it plans to cut 400 jobs", "Tesla", DENIES),
        ("Musk rejects claim he incited disorder", "Musk", DENIES),
        ("Dublin Airport confirmed that six were hurt", "Dublin Airport", CONFIRMS),
        ("NHS England confirmed that operations were postponed", "NHS England", CONFIRMS),
        ("On Monday Acme denied that it had known", "Acme", DENIES),
        ("Elon Musk's SpaceX on Thursday confirmed it will list", "SpaceX", CONFIRMS),
        ("WHO denies pressure over probe", "WHO", DENIES),
        ("Mediator Acme confirms the launch of talks", "Acme", CONFIRMS),
        ("«Газпром» опроверг сообщения о продаже активов", "Газпром", DENIES),
        ("В «Аэрофлоте» опровергли утечку данных", "Аэрофлоте", DENIES),
        ("РЖД подтвердили сход вагонов", "РЖД", CONFIRMS),
        ("ПриватБанк спростував витік даних", "ПриватБанк", DENIES),
        ("أرامكو تنفي تسرب بيانات", "أرامكو", DENIES),
        ("وأكدت شركة أرامكو السعودية وقوع انفجار", "شركة أرامكو السعودية", CONFIRMS),
    ],
)
def test_a_name_beside_its_verb_denies_and_confirms(title: str, who: str, stance: Stance) -> None:
    """Firms, bodies and people speak where their name stands right beside a verb of denial or confirmation."""
    assert said(title) == [(who, stance)]


@pytest.mark.parametrize(
    "title",
    [
        "Djokovic denied 25th major title by Alcaraz",
        "VAR denies Arsenal",
        "Sommer denies Kane a late winner",
        "Liverpool denied by late save",
        "Smith confirmed as England coach",
        "Residents denied the claim",
        "Autopsy confirms the cause of death",
        "Rival confirms he will stand",
        "Former Olympian denies vandalising the pool",
        "Tesla Denies Report It Plans Big Cuts",
        "Cuba's REDH rejected the sanctions",
        "Resources of Coal and Mineral Resources denied it",
        "Адвокат опроверг слухи",
        "مصدر ينفي الخبر",
        "بعد أن نفى ذلك",
        "وزارت نفت ایران",
    ],
)
def test_goals_roles_and_headlines_in_capitals_name_nobody(title: str) -> None:
    """What is denied must be told of somebody, and who denies it must be plainly a name."""
    assert said(title) == []


def test_who_denies_does_not_confirm_by_what_he_says_besides() -> None:
    """A neutral word of a body that denies is a part of its denial."""
    item = an_item(title="Police deny using live rounds", summary="A police spokesman said they had fired tear gas.")
    assert [(one.who.lower(), one.stance) for one in statements_of(item, ())] == [("police", DENIES)]


@pytest.mark.parametrize(
    ("title", "stance"),
    [
        ("The interior ministry said the report was false", DENIES),
        ("The interior ministry said reports of an attack were completely untrue", DENIES),
        ("The interior ministry said the alarm was false", CONFIRMS),
        ("The interior ministry said false papers were found, reports say", CONFIRMS),
    ],
)
def test_an_office_that_calls_a_report_false_denies_it(title: str, stance: Stance) -> None:
    """To say that what is reported is untrue is a denial; a false alarm is none."""
    assert [one for _, one in said(title)] == [stance]


def test_vets_of_the_government_are_not_the_government() -> None:
    """An office before another noun says only whose that is."""
    assert said("Bird flu was confirmed by government vets") == []
    assert said("The loss was confirmed by the government") == [("government", CONFIRMS)]
