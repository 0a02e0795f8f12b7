"""What in a working rule set wants care."""

from datetime import date

import pytest

from daemon.rules.match import find
from daemon.rules.upkeep import lint_upkeep, lint_words
from tests.helpers.build import an_item
from tests.unit.rules.parts import a_set

TODAY = date(2026, 1, 1)
COMMON = {"march": 3.0, "house": 1.75, "rule": 2.75, "may": 0.0, "arm": 4.5, "xanthia": 1.0}
ELSEWHERE = {"die": 0.25, "persona": 1.5}


def _rareness(word: str, foreign: bool) -> float:
    return (ELSEWHERE if foreign else COMMON).get(word, 8.5)


def _words(text: str) -> list[str]:
    return [str(one) for one in lint_words(a_set(text), _rareness)]


@pytest.mark.parametrize(
    ("entity", "told"),
    [
        ("name: March", "a.yaml:2:17: note: the alias 'March' is an ordinary word, in about one report in 20"),
        ("name: Xanthia, aliases: [Yul, march]", "2:41: note: the alias 'march'"),
        ("name: May", "'May' is an ordinary word, in about one report in 2"),
        ("name: Xanthia", ""),
        ("name: Die", "an ordinary word of another language, in about one report in 2"),
        ("name: March of Ancona", ""),
        ("name: March, exact: [March]", ""),
        ("name: Palmyra", ""),
        ("name: Cheese", ""),
    ],
)
def test_an_alias_that_is_an_ordinary_word_is_told(entity: str, told: str) -> None:
    """By its frequency in the news: what is rare, a name that many hold, exact, or of several words is left alone."""
    found = _words(f"entities:\n- {{id: e, {entity}, kind: place}}\n")
    assert (told in found[0]) if told else (found == [])


@pytest.mark.parametrize(
    ("entities", "told"),
    [
        (["Hama"], "note: the alias 'Hama' also finds 'Hamas', which is another name; add an entity"),
        (["Hama", "Hamas"], ""),
        (["Xanthia"], ""),
    ],
)
def test_a_name_whose_plural_is_another_name_is_told(entities: list[str], told: str) -> None:
    """Unless the set knows that name: then the two are kept apart."""
    lines = [f"{{id: e{at}, kind: place, name: {name}}}" for at, name in enumerate(entities)]
    found = _words(f"entities: [{', '.join(lines)}]")
    assert (told in found[0]) if told else (found == [])


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("housing", "'housing' also finds 'house', in about one report in 6"),
        ("fire & (ruling | flood)", "'ruling' also finds 'rule'"),
        ("arms & deal", "'arms' also finds 'arm', in about one report in 90"),
        ("house", ""),
        ("'\"housing\"'", ""),
        ("=housing", ""),
        ("broken", ""),
    ],
)
def test_a_word_that_folds_into_a_commoner_one_is_told(when: str, told: str) -> None:
    """Once for each rule, with the mend; a phrase is found as it is spelled, so nothing is said of it."""
    when = when if when[0] == "'" else f"'{when}'"
    found = _words(f"rules:\n- {{id: r, severity: low, when: {when}}}\n")
    assert (len(found) == 1 and told in found[0] and "double quotes" in found[0]) if told else (found == [])


@pytest.mark.parametrize(
    ("when", "more", "told"),
    [
        ("loss", "", ""),
        ("died", "", ""),
        ("met", "", ""),
        ("той", "", "'той' stands in nearly every text in 'bg'"),
        ("fire & met", "languages: [en, nl]", "'met' stands in nearly every text in 'nl'"),
        ("met", "languages: [en, de]", ""),
        ("$some", "", "a.yaml:1:15: note: 'той' stands in nearly every text in 'bg'"),
        ("met family", "", ""),
        ("persona", "", "'persona' stands in about one report in 4 that is not in English"),
        ("persona", "languages: [en]", ""),
        ("fire", "", ""),
        ("'\"loss\"'", "", ""),
    ],
)
def test_a_word_that_is_a_small_one_elsewhere_is_told(when: str, more: str, told: str) -> None:
    """A rule for all languages is told of words that fire on every text of one of them; each at its own line."""
    when = when if when[0] == "'" else f"'{when}'"
    rule = f"{{id: r, severity: low, when: {when}{', ' if more else ''}{more}}}"
    found = _words(f"terms: {{some: [той]}}\nrules:\n- {rule}\n")
    assert (len(found) == 1 and told in found[0]) if told else (found == [])


@pytest.mark.parametrize(
    ("word", "text", "language", "comes"),
    [
        ("loss", "Los reyes", "es", False),
        ("died", "Die Lage", "de", False),
        ("met", "Brand met twee doden", "nl", False),
        ("той", "Той е в града", "bg", True),
    ],
)
def test_what_is_told_of_a_word_comes_true(word: str, text: str, language: str, comes: bool) -> None:
    """A rule that is said to find a small word of another language does find it, and only such a one."""
    rules = a_set(f"rules: [{{id: r, severity: low, when: {word}}}]")
    assert bool(lint_words(rules, _rareness)) == comes
    assert bool(find(rules, an_item(title=text, summary="", language=language)).matches) == comes


def test_words_of_rules_for_other_languages_are_not_english() -> None:
    """A rule that is asked of German items alone says nothing of English words."""
    assert _words("rules:\n- {id: r, severity: low, when: housing, languages: [de]}\n") == []


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("expires: 2026-01-01", "warning: this rule expired on 2026-01-01"),
        ("expires: 2026-01-02, tests: {match: [fire]}", ""),
        ("tests: {skip: [fir]}", ""),
        ("tags: [x]", "note: this rule has no tests"),
        ("mode: off", ""),
    ],
)
def test_a_rule_that_wants_care_is_told(more: str, told: str) -> None:
    """On the day that it expires it asks nothing any more; a rule that is switched off is nobody's care."""
    found = [
        str(one) for one in lint_upkeep(a_set(f"rules:\n- {{id: r, severity: low, when: fire, {more}}}\n"), on=TODAY)
    ]
    assert (len(found) == 1 and told in found[0]) if told else (found == [])


def test_a_rule_on_absence_cannot_have_tests() -> None:
    """Silence has no text to be tried on."""
    text = "rules:\n- {id: r, severity: low, when: {absence: {feeds: {ids: [a]}, for: 2h}}}\n"
    assert lint_upkeep(a_set(text), on=TODAY) == []


def test_a_word_of_many_rules_is_judged_once() -> None:
    """However many rules ask for a word, its rareness is asked for once, and each of the rules is told of."""
    asked: list[str] = []

    def rareness(word: str, foreign: bool) -> float:
        asked.append(word)
        return _rareness(word, foreign)

    rules = "".join(f"- {{id: r{number}, severity: low, when: housing}}\n" for number in range(20))
    told = lint_words(a_set(f"rules:\n{rules}"), rareness)
    assert len(told) == 20
    assert asked.count("house") == 1
