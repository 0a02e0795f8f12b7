"""Which media a report can cite by name: those of the list, and the desk's own feeds."""

from typing import Any

import pytest

from daemon.config import Feed
from daemon.incidents.attribution import statements_of, voice_of
from daemon.incidents.naming import read
from daemon.incidents.outlets import Outlets, outlets_of
from daemon.model import Evidence, Mention
from daemon.pipeline.asked import outlets_of_feeds
from tests.helpers.build import an_item

FEEDS = [
    ("Rudaw", "Rudaw"),
    ("The Wire", "The Wire"),
    ("Voice of Iraq", "Voice of Iraq"),
    ("Port Radio English", "Port Radio"),
    ("Sahil – Telegram", "Sahil – Telegram"),
    ("شبكة الفرات", "شبكة الفرات"),
    ("Новая Линия", "Новая Линия"),
    ("Громада", "Громада"),
    ("Reuters World", "Reuters World"),
    *((name, name) for name in ("News", "Police", "Local Police", "Breaking News", "Army", "Civil Defence", "Mosul")),
    *((name, name) for name in ("CENTCOM", "Israel Defense Forces", "US", "Киев", "Navy Times")),
]


@pytest.fixture(scope="module")
def outlets() -> Outlets:
    """Those of a desk with these feeds."""
    return outlets_of(FEEDS)


def cited_in(title: str, outlets: Outlets, *, source: str = "The Paper", mentions: tuple[Mention, ...] = ()) -> str:
    """Whom a report counts for."""
    item = an_item(title=title, summary="", source=source)
    return voice_of(item, statements_of(item, mentions, outlets), outlets)


CITED = {
    "according to": ("Blast kills two, according to Rudaw", "Rudaw"),
    "reports": ("Blast kills two, Rudaw reports", "Rudaw"),
    "a colon": ("Rudaw: blast kills two", "Rudaw"),
    "tells": ("Blast kills two, official tells Rudaw", "Rudaw"),
    "ordinary words, as a name": ("Blast kills two, The Wire reports", "The Wire"),
    "a small word in it": ("Blast kills two, according to Voice of Iraq", "Voice of Iraq"),
    "its publisher": ("Blast kills two, Port Radio reports", "Port Radio"),
    "without where it is read": ("Blast kills two, Sahil reports", "Sahil – Telegram"),
    "ar, بحسب": ("انفجار في الموصل بحسب شبكة الفرات", "شبكة الفرات"),
    "ar, نقلا عن": ("انفجار في الموصل نقلا عن شبكة الفرات", "شبكة الفرات"),
    "ru, сообщает": ("Взрыв в Мосуле, сообщает «Новая Линия»", "Новая Линия"),
    "ru, declined": ("Взрыв в Мосуле, рассказали «Новой Линии» очевидцы", "Новая Линия"),
    "uk, declined": ("Вибух у Мосулі, повідомили Громаді в поліції", "Громада"),
    "of a navy": ("Blast kills two, Navy Times reports", "Navy Times"),
    "one of the list": ("Blast kills two, according to Reuters World", "Reuters"),
}


@pytest.mark.parametrize(("title", "medium"), CITED.values(), ids=CITED)
def test_who_cites_a_feed_counts_for_it(title: str, medium: str, outlets: Outlets) -> None:
    """A report that passes on what another feed of the desk told is that feed's, in four languages."""
    assert cited_in(title, outlets) == medium


UNCITED = {
    "a general word": "News reports: blast kills two",
    "an office": "Blast kills two, Police say",
    "an office with a place": "Blast kills two, Local Police say",
    "what it tells": "Breaking News: blast kills two",
    "an army": "Army reports blast that killed two",
    "an office of two words": "Blast kills two, according to Civil Defence",
    "small letters": "The wire reports a blast",
    "a word that begins so": "Rudawi reports a blast",
    "a command": "CENTCOM says it shot down two drones",
    "forces": "Israel Defense Forces says it struck a depot",
    "a state": "US says blast killed two",
    "a capital": "Киев сообщает о взрыве",
    "named only": "Blast near the office of Rudaw kills two",
}


@pytest.mark.parametrize("title", UNCITED.values(), ids=UNCITED)
def test_what_is_called_by_a_common_word_is_no_medium(title: str, outlets: Outlets) -> None:
    """A feed called "News" or "Police" is not cited where news or the police are; nor is one that is only named."""
    assert cited_in(title, outlets) == "The Paper"


@pytest.mark.parametrize(
    "title",
    [
        "Explosion in Mossul – Mehr",
        "Mehr: Explosion in Mossul",
        "Explosion in Mossul. Mehr berichtet das Rote Kreuz",
        "Das Bild zeigt 20 Tote",
        "Das ganze Bild berichtet von Toten",
        "Selon le monde agricole, 20 morts",
        "El país entero informó: 20 muertos",
        "Todo el mundo informó: 20 muertos",
        "Snow was 10 FT deep, 10 FT reports",
    ],
)
def test_a_word_that_is_a_mediums_name_elsewhere_is_no_medium(title: str) -> None:
    """More, a picture, the world, the land and feet are cited by nobody."""
    assert cited_in(title, outlets_of([])) == "The Paper"


@pytest.mark.parametrize(
    ("title", "medium"),
    [
        ("Drone downed over Isfahan, Mehr reported", "Mehr"),
        ("Official tells Mehr: drone downed", "Mehr"),
        ("Drone downed, Mehr News Agency reports", "Mehr"),
        ("Bild: 20 Tote in Mossul", "Bild"),
        ("20 Tote in Mossul, laut Bild", "Bild"),
        ("20 погибших, пишет Bild", "Bild"),
        ("Selon Le Monde, 20 morts", "Le Monde"),
        ("El País informó de 20 muertos", "El País"),
        ("Blast kills two, FT reports", "Financial Times"),
    ],
)
def test_where_it_is_cited_such_a_word_is_the_medium(title: str, medium: str) -> None:
    """Beside a word for telling, in other scripts, or large throughout, they are the media that everybody knows."""
    assert cited_in(title, outlets_of([])) == medium


def test_a_feed_does_not_cite_itself(outlets: Outlets) -> None:
    """A feed's own name in its own report is itself, by whichever of its names."""
    assert cited_in("Blast kills two, official tells Rudaw", outlets, source="Rudaw") == "Rudaw"
    assert cited_in("Blast kills two, Sahil reports", outlets, source="Sahil – Telegram") == "Sahil – Telegram"


def test_what_the_rules_know_is_no_feed(outlets: Outlets) -> None:
    """A feed that is called as a place is not cited where the rules know the place, or an office is of it."""
    assert cited_in("Blast kills two, according to Mosul police", outlets) == "The Paper"
    title = "Blast kills two, according to Mosul residents"
    evidence = Evidence(field="title", start=title.index("Mosul"), end=title.index(" residents"), text="Mosul")
    mosul = Mention(entity="mosul", name="Mosul", kind="place", evidence=evidence)
    assert cited_in(title, outlets, mentions=(mosul,)) == "The Paper"


def test_a_name_that_two_sources_share_is_neither(outlets: Outlets) -> None:
    """What is left of two sources' names without their languages says nothing of which is meant."""
    both = outlets_of([("Sahil English", "Sahil English"), ("Sahil Arabic", "Sahil Arabic")])
    assert cited_in("Blast kills two, Sahil reports", both) == "The Paper"
    assert cited_in("Blast kills two, Sahil Arabic reports", both) == "Sahil Arabic"
    assert outlets.source_of("Sahil") == "Sahil – Telegram"


def test_an_author_is_a_source(outlets: Outlets) -> None:
    """A report whose author is another feed counts for that."""
    assert voice_of(an_item(author="Rudaw", source="The Paper"), (), outlets) == "Rudaw"


def test_a_feed_that_speaks_for_itself_is_no_medium() -> None:
    """A feed whose tags call it a party or an official one is not cited: who passes on its word has heard it."""
    tagged = [("Rudaw", "iraq"), ("Zarya", "Armed-Group"), ("Majlis", "official")]
    feeds = [Feed(id=name, url="https://e.org", name=name, tags=(tag,)) for name, tag in tagged]
    both = outlets_of_feeds(feeds)
    assert cited_in("Blast kills two, Rudaw reports", both) == "Rudaw"
    assert cited_in("Blast kills two, Zarya reports", both) == "The Paper"
    assert cited_in("Blast kills two, Majlis reports", both) == "The Paper"


class _Counted(dict[Any, Any]):
    """A table that counts what was looked up in it, and all that it gave."""

    count = 0

    def get(self, key: Any, default: Any = None) -> Any:
        found = super().get(key, default)
        self.count += 1 + len(found or ())
        return found


@pytest.mark.parametrize("begins", ["The {} Times", "Voice of {}", "Новости {}", "شبكة {}"])
def test_feeds_that_begin_alike_cost_nothing(begins: str) -> None:
    """A text is looked through in as many steps for a thousand feeds of one first word as for ten."""
    text = read("The minister said the blast in the voice of the north, новости в городе, شبكة في المدينة. " * 6)

    def steps(many: int) -> int:
        names = [begins.format(f"{chr(65 + number % 26)}oblast{number}") for number in range(many)]
        known = outlets_of((name, name) for name in names)
        tables = _Counted(known.steps), _Counted(known.ends)
        assert not list(Outlets(*tables).found_in(text))
        assert next(known.found_in(read(f"Blast, {names[-1]} reports"))).name == names[-1]
        return sum(table.count for table in tables)

    assert steps(1_000) == steps(10) > len(text.words)
