"""Guessing a text's language."""

import pytest

from daemon.language.guess import guess_language, item_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Helicopter shot down in the desert", "en"),
        ("В Сирии сбит вертолёт", "ru"),
        ("Вертолёт разбился", "ru"),
        ("У Сирії збито вертоліт", "uk"),
        ("تحطم مروحية في تدمر", "ar"),
        ("هلیکوپتر روسی در پالمیرا", "fa"),
        ("Hubschrauber wurde im Osten der Stadt abgeschossen", "de"),
        ("Hélicoptère abattu dans le désert", "fr"),
        ("Un helicóptero fue derribado en el desierto", "es"),
        ("日本のヘリコプター", "ja"),
        ("直升机坠毁", "zh"),
        ("מסוק הופל", "he"),
        ("Palmyra", None),
        ("12:30", None),
        ("", None),
    ],
)
def test_script_and_small_words_tell_the_language(text: str, language: str | None) -> None:
    """A headline's language is told by its script and small words; without either nothing is guessed."""
    assert guess_language(text) == language


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [
        ("en", "Palmyra", "en"),
        ("en-GB", "Palmyra", "en"),
        ("de", "The rebels shot it down in the desert", "de"),
        ("en", "تحطم مروحية في تدمر", "ar"),
        ("ru", "Helicopter shot down in the desert", "en"),
        ("uk", "Вертолёт разбился", "uk"),
        (None, "تحطم مروحية", "ar"),
        ("ja", "ヘリ墜落", "ja"),
        ("xx", "12", "xx"),
    ],
)
def test_the_declared_language_counts_unless_the_script_belies_it(
    declared: str | None, text: str, language: str | None
) -> None:
    """A feed's declared language is believed as long as the text is written in its script."""
    assert item_language(declared, text) == language
