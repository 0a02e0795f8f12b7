"""Guessing a text's language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.language.guess import guess_language, item_language, may_be_in, reading_language


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
        ("Ankara'da patlama: ölü sayısı artıyor", "tr"),
        ("Saldırı sonrası şehirde yangın çıktı", "tr"),
        ("Explosión en Bogotá: tres muertos", "es"),
        ("Ataque contra una base militar", "es"),
        ("Séisme : des morts à Marseille", "fr"),
        ("Attaque au couteau dans une gare", "fr"),
        ("Flugzeug stürzt bei Köln ab", "de"),
        ("Взрыв на рынке", "ru"),
        ("Вибух на ринку в Києві", "uk"),
        ("Взрыв в Києві: что известно, объявили власти, сообщили, что это был взрыв", "ru"),
        ("حمله موشکی به پایگاه", "fa"),
        ("הרעידה הורגשה בחיפה", "he"),
        ("แผ่นดินไหว", "th"),
        ("Five die, says Ben al-Rashid", "en"),
        ("Rio de Mar mayor Galípez resigns", None),
        ("Angriff auf Stadt in der Nacht", "de"),
        ("Die Stadt ist in Flammen", "de"),
        ("Mueren tres soldados en un ataque", "es"),
        ("El presidente viaja a la capital", "es"),
        ("Attack in a city on the coast", "en"),
        ("Palmyra", None),
        ("12:30", None),
        ("", None),
    ],
)
def test_script_and_small_words_tell_the_language(text: str, language: str | None) -> None:
    """A headline's language is told by its script and small words; without either nothing is guessed."""
    assert guess_language(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The rebels shot it down in the desert", "en"),
        ("Die Stadt steht nach dem Angriff in Flammen", "de"),
        ("Полиция ищет тех, которые устроили взрыв, сообщили в Москве", "ru"),
        ("Взрыв на рынке", "ru?"),
        ("Алматыда жарылыс болды", "ru?"),
        ("Gaza’s ceasefire holds, says the head of the UN", "en"),
        ("São Paulo Daily Brief for Friday", "en?"),
        ("The High Breed: Was ist bewusster Hip Hop?", "en?"),
        ("สงคราม", "th"),
        ("Explosies in flat in Den Haag", "nl?"),
        ("Протести в Тбилиси", "ru?"),
        ("首相辞任", "zh?"),
        ("Palmyra", None),
    ],
)
def test_few_words_make_a_guess_and_many_a_certainty(text: str, language: str | None) -> None:
    """A guess that may be wrong is marked, whatever the script."""
    assert reading_language(None, text) == language


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [
        ("de", "Explosion in Chemnitz", "de"),
        ("de", "The rebels shot it down in the desert", "en"),
        ("en", "Протести в Тбилиси", "ru?"),
    ],
)
def test_what_is_declared_and_believed_is_no_guess(declared: str, text: str, language: str) -> None:
    """Only where the text belies what its feed declares, its language can be a guess."""
    assert reading_language(declared, text) == language


@pytest.mark.parametrize(
    ("languages", "read", "may_be"),
    [
        (["de"], "de", True),
        (["de"], "en", False),
        (["de"], "en?", True),
        (["de"], None, True),
        (["ru"], "en?", False),
        (["ru", "fr"], "en?", True),
        (["sr"], "hr?", True),
        (["ja"], "zh?", True),
        (["nb"], "no", True),
        (["de"], "sq?", True),
    ],
)
def test_a_guess_excludes_other_scripts_alone(languages: list[str], read: str | None, *, may_be: bool) -> None:
    """What is certain excludes all other languages, a guess those of other scripts, and nothing none."""
    assert may_be_in(languages, read) is may_be


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [
        ("en", "Palmyra", "en"),
        ("en-GB", "Palmyra", "en"),
        ("de", "The rebels shot it down in the desert", "en"),
        ("sv", "Three men killed in Lakeside", "en"),
        ("de-AT", "War in Ukraine: what we know", "en"),
        ("de", "Live: War in der Ukraine", "de"),
        ("de", "US war plan", "de"),
        ("nl", "Ajax to play at home", "en"),
        ("nl", "Was het in de was?", "nl"),
        ("it", "Casi a Palu in aumento", "it"),
        ("fr", "L'armée to the rescue", "fr"),
        ("da", "Tre til at dele for to", "da"),
        ("en", "تحطم مروحية في تدمر", "ar"),
        ("ru", "Helicopter shot down in the desert", "en"),
        ("uk", "Вертолёт разбился", "uk"),
        (None, "تحطم مروحية", "ar"),
        ("ja", "ヘリ墜落", "ja"),
        ("xx", "12", "xx"),
    ],
)
def test_the_declared_language_counts_unless_the_text_belies_it(
    declared: str | None, text: str, language: str | None
) -> None:
    """A feed's declared language is believed while the text is in its script, and shows nobody that it is English."""
    assert item_language(declared, text) == language


@pytest.mark.parametrize(
    ("declared", "text"),
    [
        ("ckb", "تەقینەوە لە هەولێر"),
        ("mr", "मुंबईत स्फोट, तीन ठार"),
        ("ky", "Бишкекте жардыруу болду"),
        ("tt", "Казанда янгын чыкты"),
        ("sd", "ڪراچي ۾ ڌماڪو"),
        ("ug", "كابۇلدا پارتلاش"),
        ("mn", "Улаанбаатарт гал гарчээ"),
        ("bn", "ঢাকায় বিস্ফোরণ"),
        ("sr", "Eksplozija u Beogradu: dvoje mrtvih"),
        ("ku", "Teqîn li Hewlêrê"),
        ("so", "انفجار"),
    ],
)
def test_a_language_of_any_script_is_believed(declared: str, text: str) -> None:
    """Nobody takes a declared language for another because its script is not known, or because it has two."""
    assert reading_language(declared, text) == declared


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("kk", "Алматыда жарылыс болды"),
        ("be", "Пажар у цэнтры Гомеля"),
        ("ky", "Бишкекте жардыруу болду"),
        ("ckb", "تەقینەوە لە هەولێر"),
        ("mr", "मुंबईत स्फोट, तीन ठार"),
    ],
)
def test_a_language_that_is_not_told_is_not_excluded(language: str, text: str) -> None:
    """What is taken for a larger language of the same script may be the smaller."""
    assert may_be_in([language], reading_language(None, text))


@given(
    st.lists(st.sampled_from(["the", "The", "(the", "de", "Stadt", "\u00fcber", "\u0438", "\u6f22\u5b57", "x\ny", "-"]))
)
def test_words_tell_the_same_whatever_stands_around_them(words: list[str]) -> None:
    """The guess is one of words: signs and spaces between them change nothing."""
    guess = guess_language(" ".join(words))
    assert guess_language("\n".join(words)) == guess
    assert guess_language(", ".join(words)) == guess
