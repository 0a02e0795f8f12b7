"""Close spellings of names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.language.fold import fold
from daemon.rules.fuzzy import FuzzyNames, closeness
from daemon.rules.match import find
from daemon.rules.sounds import sound_key
from tests.unit.rules.parts import a_rule_set, a_set, a_text, matched, mentioned

#: A name, and spellings of it that newsrooms use.
MUST = """
Bashar: Bachar
Shoigu: Choïgou
Gaddafi: Khadafy Qadhafi Kadhafi Qaddafi Gadhafi Kadafi Каддафи القذافي والقذافي
Tadmur: Tadmor Tudmur
Tadmor: Tadmur Tudmur
Zelensky: Zelenskyy Zelenskiy Zelenskyi Selenskyj Зеленский Зеленського Зеленского
Muhammad: Mohammed Mohamed Muhammed محمد
Mohammed: Muhammad Mohamed Mohammad
Houthi: Huthi
Netanyahu: Netanyahou נתניהו
Khamenei: Хаменеи Khameneï Chamenei خامنئي
Hezbollah: Hizbullah Hizballah Hezbullah
Soleimani: Suleimani Solaimani Сулеймани سليماني
Lukashenko: Lukaschenko Лукашенко Лукашенко
Navalny: Nawalny Навальный Навального
Assad: Asad Асад Асада
Hussein: Hoosain Hussain Husayn Husein حسين
Osama: Usama
Qasem: Kasem Qassem Kassem قاسم
Teheran: Tehran
Kandahar: Qandahar Candahar
Donetsk: Donezk Донецка
Shoigu: Shoygu Schoigu Шойгу
Soldatov: Солдатов Солдатова
Belov: Белов
Hodeidah: Hodeida Hudaydah
Salam: سلام
"""
#: A name, and words that look or sound a little like it and are something else.
MUST_NOT = """
Gaddafi: Gandhi Kandahar Qatari caddie
Tadmur: Tamar Timur tumour
Zelensky: Lewinsky Zelena Olenska зеленый
Зеленський: зелений зеленого
Tadmur: تدمير
الحديدة: حديد حديدية
Mohammed: moment Mahmoud
Houthi: youth mouth houses
Putin: pudding Patna punting
Iran: Iraq Oran Iranian
Niger: Nigeria tiger
Nigeria: Niger Algeria
Malawi: Mali
Austria: Australia Austrian
Australia: Austria
Georgia: Jordan German
Slovakia: Slovenia
Slovenia: Slovakia
Ireland: Iceland island
Russia: Prussia
Gambia: Zambia
Dominica: Dominican
Mauritania: Mauritius
Kerman: German
Guinea: Guyana
Assad: asked asset
Biden: bidder bidden
Macron: Marcon Merkel
Homs: home homes
Ali: Aly Alia
Hama: Hamas
Tunis: tonnes
Minsk: Mensch
Québec: cubic
Zürich: süreç
Mashhad: Machado
Queens: coins
Brussels: brooches
Cuenca: końca гонке
Kosti: гостей questi
Seremban: chairman
Sendai: Shinde Chennai
Shantou: chant
Akashi: Takaichi
Odesa: oddychać
Preston: Perrichon
Cilegon: silicon
Camayenne: Khamenei
Bashar: bazaar
"""


def _pairs(table: str) -> list[tuple[str, str]]:
    rows = (line.split(":") for line in table.strip().splitlines())
    return [(name, word) for name, words in rows for word in words.split()]


def _is_near(name: str, text: str) -> bool:
    names = FuzzyNames()
    names.add(fold(name), 85, 7)
    return names.near(fold(text)) == {7}


@pytest.mark.parametrize(("name", "text"), _pairs(MUST))
def test_spellings_that_must_pass(name: str, text: str) -> None:
    """The usual spellings and transliterations of one name are close."""
    assert _is_near(name, text)


@pytest.mark.parametrize(("name", "text"), _pairs(MUST_NOT))
def test_words_that_must_not_pass(name: str, text: str) -> None:
    """Other names, and other words that look a little alike, are not close."""
    assert not _is_near(name, text)


def test_the_table_is_long_enough() -> None:
    """At least sixty pairs are held, a third of them near misses."""
    assert len(_pairs(MUST)) + len(_pairs(MUST_NOT)) >= 60
    assert len(_pairs(MUST_NOT)) >= 20


def test_one_sound_key() -> None:
    """Qadhafi, Kadhafi and Gaddafi share a key."""
    assert len({sound_key(word) for word in ("qadhafi", "kadhafi", "gaddafi")}) == 1


_NAMES = st.text(alphabet="abdefghikmnorstuyz", min_size=1, max_size=16)


@given(st.lists(st.tuples(_NAMES, st.sampled_from([60, 85, 92])), max_size=6), _NAMES, st.data())
def test_the_index_finds_what_comparing_all_would(names: list[tuple[str, int]], word: str, data: st.DataObject) -> None:
    """The candidates of the index hold every name that comparing the word with each finds."""
    if names and data.draw(st.booleans()):  # a name with a few changes, or the word is close to none
        word = data.draw(st.sampled_from(names))[0]
        for _ in range(data.draw(st.integers(0, 3))):
            cut = data.draw(st.integers(0, len(word)))
            word = word[:cut] + data.draw(st.sampled_from(["", "a", "h", "sh"])) + word[cut + 1 :]
    index = FuzzyNames()
    for atom, (name, score) in enumerate(names):
        index.add(name, score, atom)
    close = {atom for atom, (name, score) in enumerate(names) if closeness(name, word) >= score}
    # A name's own spelling, and names too short to be fuzzy, are the lexicon's to find.
    own = {atom for atom, (name, _) in enumerate(names) if name == word or len(name) < 5}
    assert index.near(word) - own == close - own


_LONG_NAMES = ["konstantinov", "vladivostok", "maidhdaguri", "abdulrahmanov", "thessalonikia", "mohammadzadeh"]


@given(st.lists(st.sampled_from(_LONG_NAMES), min_size=1, unique=True), st.data())
def test_long_names_are_found_whatever_they_lack(names: list[str], data: st.DataObject) -> None:
    """A name of many letters is found by each word that is close to it, whatever letters are lost or changed."""
    word = data.draw(st.sampled_from(names))
    for _ in range(data.draw(st.integers(1, 4))):
        cut = data.draw(st.integers(0, len(word)))
        word = word[:cut] + data.draw(st.sampled_from(["", "", "w", "q"])) + word[cut + data.draw(st.integers(0, 1)) :]
    index = FuzzyNames()
    for atom, name in enumerate(names):
        index.add(name, 85, atom)
    assert index.near(word) == {atom for atom, name in enumerate(names) if closeness(name, word) >= 85}


def test_the_likeness_asked_for_is_kept() -> None:
    """`~95` takes what is that close and nothing less; `~` is 85."""
    assert matched(a_rule_set("Mohammed~"), "Muhammad speaks") == ["Muhammad"]
    assert matched(a_rule_set("Mohammed~95"), "Muhammad speaks") == []
    assert matched(a_rule_set("Mohammed~95"), "Mohamed speaks") == ["Mohamed"]


ENTITIES = """
entities:
  - {id: gaddafi, name: Muammar Gaddafi, kind: person, fuzzy: true}
  - {id: saleh, name: Ali Abdullah Saleh, kind: person, fuzzy: true}
  - {id: bin-salman, name: Mohammed bin Salman, kind: person, fuzzy: true}
  - {id: hama, name: Hama, kind: place, fuzzy: true}
  - {id: baghdadi, name: Abu Bakr al-Baghdadi, kind: person, fuzzy: true}
  - {id: assad, name: Bashar al-Assad, kind: person, fuzzy: true}
  - {id: petrov, name: Ivan Petrov, kind: person, fuzzy: true}
  - {id: shoigu, name: Sergei Shoigu, kind: person, fuzzy: true}
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Moammar Qadhafi spoke", {"gaddafi": "Moammar Qadhafi"}),
        ("Muammar al-Gaddafi spoke", {"gaddafi": "Muammar al-Gaddafi"}),
        ("Moammar el Kadhafi", {"gaddafi": "Moammar el Kadhafi"}),
        ("Muammar and Gaddafi", {}),
        ("Ali Abdallah Saleh", {"saleh": "Ali Abdallah Saleh"}),
        ("Aly Abdullah Saleh", {"saleh": "Aly Abdullah Saleh"}),
        ("all Abdullah Saleh", {}),
        ("Abou Bakr el-Baghdadi", {"baghdadi": "Abou Bakr el-Baghdadi"}),
        ("Bachar el-Assad", {"assad": "Bachar el-Assad"}),
        ("Iwan Petrow", {"petrov": "Iwan Petrow"}),
        ("Ivan Petroff", {"petrov": "Ivan Petroff"}),
        ("Sergueï Choïgou", {"shoigu": "Sergueï Choïgou"}),
        ("Mohamed ben Salman", {"bin-salman": "Mohamed ben Salman"}),
        ("Muhammad Salman", {"bin-salman": "Muhammad Salman"}),
        ("Hamma and Hama", {"hama": "Hama"}),
    ],
)
def test_aliases_of_several_words(text: str, expected: dict[str, str]) -> None:
    """Each long word of a fuzzy alias may be spelled otherwise, a short one as it sounds; particles come and go."""
    assert mentioned(find(a_set(ENTITIES), a_text(text))) == expected
