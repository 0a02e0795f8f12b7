"""The table of common words: it is whole, and words are found in it in the forms that news uses."""

import pytest

from daemon.incidents.concepts import LANGUAGES, concept_of, table
from daemon.language.fold import fold
from daemon.language.script import SCRIPT_OF, script_of


def test_nearly_every_concept_has_words_in_every_language() -> None:
    """A concept that only one language can say would part reports instead of bringing them together."""
    lacking = {(concept, one) for concept, words in table().items() for one in LANGUAGES if not words[one]}
    assert len(table()) > 250
    assert lacking <= {("may", "en")}


def test_words_are_of_their_languages_script() -> None:
    """A word in the wrong column would never be found."""
    wrong = [
        (concept, language, word)
        for concept, words in table().items()
        for language in LANGUAGES
        for word in words[language]
        if script_of(word) != SCRIPT_OF.get(language, "latin")
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_stands_for_the_first_concept_that_lists_it(language: str) -> None:
    """Every word of the table is found, under its own concept or an earlier one: a shorter beginning hides none."""
    order = list(table())
    for concept, words in table().items():
        for word in words[language]:
            found = concept_of(word, language)
            assert found is not None, (concept, word)
            assert order.index(found) <= order.index(concept) or word not in table()[found][language]


@pytest.mark.parametrize(
    ("concept", "words"),
    {
        "quake": "en:earthquakes ru:землетрясением uk:землетрусу ar:والزلزال fa:زلزله tr:depremde he:ורעידת",
        "president": "en:president ru:президента uk:президентом ar:الرئيس fa:رئیس tr:cumhurbaşkanı he:הנשיא",
        "police": "en:police ru:полиции uk:поліцією ar:للشرطة fa:پلیس tr:polisin he:והמשטרה",
        "helicopter": "en:helicopters ru:вертолёта uk:гелікоптером ar:مروحية fa:بالگرد tr:helikopteri he:המסוק",
        "war": "en:wars ru:войной uk:війни ar:بالحرب fa:جنگ tr:savaşı he:המלחמה",
        "germany": "en:German ru:Германии uk:Німеччина ar:ألمانيا fa:آلمان tr:Almanya'da he:בגרמניה",
    }.items(),
)
def test_a_concept_is_found_in_any_form(concept: str, words: str) -> None:
    """Cases, plurals, articles and clitics do not hide what a word stands for."""
    for told in words.split():
        language, word = told.split(":")
        assert concept_of(fold(word), language) == concept, told


@pytest.mark.parametrize("told", ["en:watermelon", "ru:судорога", "de:Erdbeben", "ar:سيمفونية", "zh:警察"])
def test_other_words_stand_for_none(told: str) -> None:
    """A word that only begins alike, or of a language without a column, is no concept."""
    language, word = told.split(":")
    assert concept_of(fold(word), language) is None
