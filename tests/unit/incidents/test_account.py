"""What an incident rests on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from daemon.incidents.account import account_of, differences
from daemon.model import Account, Difference, Fact, Stance, Statement
from tests.helpers.build import NOW
from tests.unit.incidents.builders import a_report, an_incident


def dead(number: int) -> tuple[Fact, ...]:
    """A toll."""
    return (Fact(about="dead", value=str(number)),)


FIRST = replace(
    a_report("One", source="Province"),
    statements=(Statement(who="Province", stance=Stance.CLAIMS),),
    facts=dead(2),
)
SECOND = replace(
    a_report("Two", source="Paper", at=NOW + timedelta(hours=1)),
    voice="AFP",
    statements=(
        Statement(who="Ministry", stance=Stance.DENIES),
        Statement(who="AFP", stance=Stance.CITES, medium=True),
    ),
    facts=dead(3),
    reliability="C",
)
THIRD = replace(
    a_report("Three", source="Post", at=NOW + timedelta(hours=2)),
    statements=(Statement(who="Ministry", stance=Stance.CONFIRMS),),
    facts=dead(3),
    reliability="B",
)


def test_who_claims_who_confirms_and_how_good_the_best_source_is() -> None:
    """The last word of each counts; first and latest report, and the best grade, are named."""
    account = account_of(an_incident(FIRST, SECOND, THIRD))
    assert (account.claims, account.confirms, account.denies) == (("Province",), ("Ministry",), ())
    assert (account.best_grade, account.best_source) == ("B", "Post")
    assert (account.first_source, account.first_at) == ("Province", FIRST.arrived_at)
    assert (account.latest_source, account.latest_at) == ("Post", THIRD.arrived_at)
    assert account_of(an_incident(FIRST, SECOND)).denies == ("Ministry",)


def test_what_reports_tell_otherwise_is_told_with_its_sources() -> None:
    """Values stand with who told them last; what all agree on is no difference; a copy counts for nothing."""
    copy = replace(THIRD, item_id="copy", source="Mirror", facts=dead(9), copy_of=FIRST.item_id)
    account = account_of(an_incident(FIRST, SECOND, THIRD, copy))
    assert account.differs == (Difference(about="dead", told=(("2", ("Province",)), ("3", ("AFP", "Post")))),)
    later = replace(FIRST, item_id="later", facts=dead(3))
    assert differences([FIRST, SECOND, THIRD, later]) == ()


def test_a_type_agrees_with_its_kind() -> None:
    """An attack helicopter and a Mi-24 are no contradiction; a Mi-24 and a Mi-8 are."""
    kind = a_report("a", "attack-helicopters", source="A")
    mi_24 = a_report("b", "mi-24", source="B")
    mi_8 = a_report("c", "mi-8", source="C")
    told = [
        replace(one, facts=(Fact(about="aircraft", value=value, entity=entity),))
        for one, value, entity in (
            (kind, "Attack helicopter", "attack-helicopters"),
            (mi_24, "Mi-24", "mi-24"),
            (mi_8, "Mi-8", "mi-8"),
        )
    ]
    assert differences(told[:2]) == ()
    assert differences(told) == (Difference(about="aircraft", told=(("Mi-24", ("B",)), ("Mi-8", ("C",)))),)


def told_by(*said: tuple[str, Stance]) -> Account:
    """What an incident rests on whose outlets each tell what one said."""
    reports = [
        a_report(str(at), source=f"Outlet {at}", statements=(Statement(who=who, stance=stance),))
        for at, (who, stance) in enumerate(said)
    ]
    return account_of(an_incident(*reports))


@pytest.mark.parametrize(
    "names",
    [
        ("army", "Free Syrian Army"),
        ("Al Qaeda", "Al Qaeda in the Islamic Maghreb"),
        ("defence ministry", "Ukrainian defence ministry", "Russian defence ministry"),
        ("police", "Texas police", "NSW police"),
        ("Taliban", "Taliban of Pakistan"),
        ("Ministry of Defence", "Ministry of Defence of Ukraine"),
        ("military source", "Israeli military source"),
        ("Islamic State", "Islamic State Khorasan"),
        ("полиция", "Полиция Москвы", "Полиция Казани"),
    ],
)
def test_bodies_that_share_words_are_not_one(names: tuple[str, ...]) -> None:
    """Only an office without a name of its own is part of another's name, and only where that is one."""
    for stance in (Stance.CLAIMS, Stance.CONFIRMS, Stance.DENIES):
        account = told_by(*((name, stance) for name in names))
        assert account.claims + account.confirms + account.denies == names


def test_an_office_of_two_minds_stands_where_it_spoke() -> None:
    """A longer name that stands elsewhere takes nothing away: it may be another office's."""
    account = told_by(("police", Stance.CONFIRMS), ("NSW police", Stance.DENIES))
    assert (account.confirms, account.denies) == (("police",), ("NSW police",))
    account = told_by(("police", Stance.CONFIRMS), ("NSW police", Stance.CONFIRMS), ("Texas police", Stance.DENIES))
    assert account.confirms == ("police", "NSW police")


def test_one_who_is_called_by_more_or_less_of_a_name_stands_once() -> None:
    """The police, the Police and the NSW police are one, and stand as the longest name tells; others stay apart."""
    names = ("Police", "police", "NSW police", "health ministry", "Lebanon's health ministry", "interior ministry")
    told = ("NSW police", "Lebanon's health ministry", "interior ministry")
    assert told_by(*((name, Stance.CONFIRMS) for name in names)).confirms == told


def test_who_takes_a_report_back_gives_nothing_any_more() -> None:
    """Its claim, grade and toll are gone with it, and that it was taken back is told; a copy's origin falls with it."""
    graded = replace(FIRST, reliability="A")
    back = replace(FIRST, item_id="back", title="RETRACTED: One", amends="retraction")
    for reports in ((graded, SECOND, back), (replace(graded, amends="retraction"), SECOND)):
        incident = an_incident(*reports)
        account = account_of(incident)
        assert incident.sources == ("AFP",)
        assert (account.claims, account.denies, account.retracts) == ((), ("Ministry",), ("Province",))
        assert (account.best_grade, account.differs) == (None, ())
    brought = replace(back, source="Mirror", copy_of=FIRST.item_id)
    assert an_incident(graded, SECOND, brought).sources == ("AFP",)
    again = replace(graded, item_id="again")
    assert an_incident(graded, back, again).sources == ("Province",)
    assert account_of(an_incident(replace(back, copy_of="unseen"))).differs == ()


def test_who_only_denies_is_no_source() -> None:
    """Its toll, its grade and what an office is said to say in it count for nothing; who denies is told."""
    statements = (Statement(who="Police", stance=Stance.CONFIRMS), *SECOND.statements)
    denial = replace(SECOND, only_denies=True, statements=statements)
    incident = an_incident(FIRST, denial)
    account = account_of(incident)
    assert incident.sources == ("Province",)
    assert (account.claims, account.confirms, account.denies) == (("Province",), (), ("Ministry",))
    assert (account.best_grade, account.differs) == (None, ())


def test_a_grade_is_lent_to_nobody() -> None:
    """An outlet that only cites an agency gives it no grade; a feed that is the agency has its own."""
    cites = replace(THIRD, voice="Reuters", reliability="A")
    assert account_of(an_incident(cites)).best_grade is None
    own = replace(cites, source="Reuters World")
    assert account_of(an_incident(cites, own)).best_source == "Reuters World"
