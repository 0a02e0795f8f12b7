"""The table of real forms, through the real matcher: recall and precision in each language."""

import pytest

from tests.helpers.forms import LANGUAGES, SENTENCES, Row, Score, matcher, rows, score

RECALL, PRECISION = 0.95, 0.95


def _told(result: Score) -> str:
    return "; ".join(
        [f"missed {row.form} ({row.word})" for row in result.missed] + [f"wrong {one}" for one in result.wrong]
    )


def test_the_table_is_large_and_balanced() -> None:
    """At least 300 forms in ten languages, each with look-alikes that must not match."""
    tables = {language: list(rows(language)) for language in LANGUAGES}
    assert sum(map(len, tables.values())) >= 600
    for language, table in tables.items():
        must = sum(row.must for row in table) / len(table)
        assert len(table) >= 60, language
        assert 0.4 <= must <= 0.78, language
        assert len(set(table)) == len(table), language


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_in_an_item_of_declared_language(language: str) -> None:
    """A keyword meets its grammatical forms, and not look-alikes, when the item says its language."""
    table = list(rows(language))
    result = score(table, matcher(table, language))
    assert result.recall >= RECALL, _told(result)
    assert result.precision >= PRECISION, _told(result)


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_in_a_sentence_of_undeclared_language(language: str) -> None:
    """The same in a sentence whose language nobody told: it is detected."""
    table = list(rows(language))
    result = score(table, matcher(table, None, SENTENCES[language]))
    assert result.recall >= RECALL, _told(result)
    assert result.precision >= PRECISION, _told(result)


@pytest.mark.parametrize("row", list(rows("unspaced")))
def test_a_keyword_in_a_script_without_spaces_is_a_run_of_its_characters(row: Row) -> None:
    """In Chinese, Japanese, Thai and Korean a keyword matches inside a run, whole and in order."""
    assert matcher([row], None)(row.word, row.form) is row.must
