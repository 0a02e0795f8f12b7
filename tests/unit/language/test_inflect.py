"""Grammatical forms: which words of a text meet which words of a rule."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from daemon.language.fold import fold
from daemon.language.inflect import LATER_LANGUAGES, crude_stem, name_keys, text_keys, word_keys
from daemon.language.stopwords import SMALL_WORDS


def _word_meets(rule: str, text: str, language: str | None = None) -> bool:
    return not word_keys(fold(rule)).isdisjoint(text_keys(fold(text), language))


def _name_meets(name: str, text: str) -> bool:
    return not name_keys(fold(name)).isdisjoint(text_keys(fold(text)))


WORDS = {
    "Finger": ("Fingers", "fing gefangen Gefangenen"),
    "טענו": ("שטענו", "טענות הטענות"),
    # English: inflection only
    "helicopter": ("helicopters helicopter's Helicopter", "helipad"),
    "downed": ("downing downs downed", "down downtown"),
    "crash": ("crashed crashes crashing", "crush crass"),
    "shoot": ("shot shooting shoots", "shooter sheet"),
    "shot": ("shots shoot", "short"),
    "strike": ("struck striking strikes stricken", "stroke string"),
    "plane": ("planes", "plan plans planned planning"),
    "plan": ("planned planning plans", "plane planes"),
    "explode": ("exploded exploding explodes", "explore"),
    "kill": ("killed killing kills", "kiln"),
    "unit": ("units", "united unite"),
    "body": ("bodies", "bodice"),
    "policeman": ("policemen", "policewoman"),
    "die": ("died dying dies", "diet"),
    "seize": ("seized seizing", "size"),
    "police": ("police", "policy policies"),
    "import": ("imports imported", "important"),
    "execution": ("executions", "executive"),
    # Russian
    "вертолёт": ("вертолёта вертолеты вертолётов вертолётом вертолёте", "вертолётный верста"),
    "сбит": ("сбит сбита сбили сбил сбитый сбитого сбиты сбить", "сбыт сбивают бит"),
    "взорван": ("взорвали взорвать взорванный взорвался", "взрыв"),
    "уничтожен": ("уничтожили уничтожена уничтоженный уничтожить", "уничтожает"),
    "захвачен": ("захватили захвачены захватить", "захват"),
    "ранен": ("ранены ранили раненых раненый", "рана рано"),
    "погиб": ("погибли погибла погибнуть погибший", "погода"),
    "повреждён": ("повреждены повредил повредили", "вред"),
    "капитан": ("капитана капитаном капитаны", "капитал капиталы"),
    "Иран": ("Ирана Ираном Иране", "Ира Иру"),
    "бой": ("боя боев боях", "боевики больница"),
    "взрыв": ("взрыва взрывы взрывом взрывов", "взор"),
    "ракета": ("ракеты ракету ракетой ракет", "ракетка"),
    "российский": ("российского российские российскому", "Россия"),
    # Arabic: clitics and light endings
    "مروحية": ("المروحية والمروحية بالمروحية مروحيات للمروحية مروحيتها", "مراوح"),
    "أسقط": ("أسقطت أسقطوا وأسقط فأسقطت اسقط", "سقط سقف"),
    "قتل": ("قتلت قتلوا وقتل", "قتال"),
    "غارة": ("غارات الغارات بغارة وغارة", "غاز"),
    "لبنان": ("بلبنان ولبنان", "لبن"),
    "طائرة": ("الطائرة طائرات والطائرات طائرته", "مطار"),
    "انفجار": ("الانفجار انفجارات بانفجار", "فجر"),
    "جيش": ("الجيش والجيش للجيش", "جيب"),
}


@pytest.mark.parametrize("rule", WORDS)
def test_a_word_meets_its_forms_and_no_strangers(rule: str) -> None:
    """A rule's word meets every grammatical form of itself, and not the words that only look related."""
    forms, strangers = WORDS[rule]
    missed = [form for form in forms.split() if not _word_meets(rule, form)]
    wrongly = [word for word in strangers.split() if _word_meets(rule, word)]
    assert (missed, wrongly) == ([], [])


NAMES = {
    "Palmyra": ("palmyra Palmyra's Palmyras PALMYRA", "Palmyrene palm"),
    "Paris": ("Paris Paris's", "Pari"),
    "Hamas": ("Hamas", "Hama"),
    "Hind": ("Hinds", "hinder behind"),
    "Пальмира": ("Пальмиры Пальмире Пальмиру Пальмирой", "пальмирский пальма"),
    "Сирия": ("Сирии Сирию Сирией", "сир сырой"),
    "Хомс": ("Хомса Хомсе Хомсом", "хомяк"),
    "Исламское": ("Исламского Исламском исламским", "ислам"),
    "хуситы": ("хуситов хуситам хусит", "хутор"),
    "ракета": ("ракет ракетами", "ракетка"),
    "боец": ("бойца бойцы бойцов", "бой"),
    "Россия": ("России Россией Россию", "россиянин"),
    "Орёл": ("Орла Орле", "ореол"),
    "Сирія": ("Сирії Сирію", "сир"),
    "Київ": ("Києва Києві Києвом", "київський Кий"),
    "Харків": ("Харкова Харкову Харкові", "харківський харчі"),
    "Ankara": ("Ankara'da Ankara\u2019nın ANKARA'DAN", "Ankaralı Ankaragücü"),
    "תדמור": ("בתדמור ותדמור שבתדמור", "תמר תדר"),
    "تدمر": ("بتدمر وتدمر لتدمر فتدمر وبتدمر", "تدمير دمر"),
    "حلب": ("بحلب وحلب الحلب", "حليب"),
    "داعش": ("لداعش وداعش", "دعش"),
    "الرقة": ("الرقة بالرقة والرقة", "رقم"),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_meets_its_case_forms_only(name: str) -> None:
    """A name meets its case forms, plural, possessive and clitics, and nothing that a stemmer would add."""
    forms, strangers = NAMES[name]
    missed = [form for form in forms.split() if not _name_meets(name, form)]
    wrongly = [word for word in strangers.split() if _name_meets(name, word)]
    assert (missed, wrongly) == ([], [])


@pytest.mark.parametrize(
    ("language", "rule", "text"),
    [
        ("de", "Hubschrauber", "Hubschraubern"),
        ("fr", "hélicoptère", "hélicoptères"),
        ("fr", "attaque", "l'attaque"),
        ("es", "explosión", "explosiones"),
        ("tr", "füze", "füzeler"),
        ("fa", "بالگرد", "بالگردهای"),
        ("he", "מסוק", "והמסוק"),
        ("uk", "збито", "збито"),
        ("el", "ελικόπτερο", "ελικόπτερα"),
        ("it", "esplosione", "esplosioni"),
        ("pt", "explosão", "explosões"),
        ("pt", "míssil", "mísseis"),
        ("pt", "refém", "reféns"),
        ("pt", "hospital", "hospitais"),
        ("ar", "لاجئ", "لاجىء"),
    ],
)
def test_other_languages_use_their_own_stemmer(language: str, rule: str, text: str) -> None:
    """A word meets its forms in the language of the item, when we have a stemmer for it."""
    assert _word_meets(rule, text, language)


def test_a_stemmer_of_another_language_is_not_asked() -> None:
    """German plurals are no forms of a word in an English item."""
    assert not _word_meets("Angriff", "Angriffe", "en")


def test_a_rule_that_names_its_languages_is_inflected_in_these_only() -> None:
    """Words of a rule are inflected in the rule's languages where it names them."""
    assert word_keys("angriff", ["en"]).isdisjoint(text_keys("angriffe", "de"))
    assert not word_keys("angriff", ["de"]).isdisjoint(text_keys("angriffe", "de"))


def test_in_a_text_of_unknown_language_only_rules_that_name_theirs_are_inflected_in_it() -> None:
    """Where nobody knows the language, a German rule meets German forms; a rule for all languages keeps to English."""
    assert not word_keys("angriff", ["de"]).isdisjoint(text_keys("angriffe", None))
    assert word_keys("angriff").isdisjoint(text_keys("angriffe", None))
    assert not word_keys("attack").isdisjoint(text_keys("attacks", None))


def test_a_mixed_text_is_matched_in_each_of_its_scripts() -> None:
    """The language of the item does not keep words of another script, or English ones, from their forms."""
    assert _word_meets("вертолёт", "вертолёты", "en")
    assert _word_meets("مروحية", "المروحيات", "ru")
    assert _word_meets("helicopter", "helicopters", "ar")
    assert _word_meets("вертоліт", "вертольота", "de")
    assert _word_meets("پهپاد", "پهپادها", "en")


def test_in_a_persian_item_nothing_is_taken_for_an_arabic_clitic() -> None:
    """The first letters of a Persian word are its own, though Arabic would take them for particles."""
    assert not _word_meets("گرد", "بالگرد", "fa")
    assert not _word_meets("زار", "بازار", "fa")


def test_a_monster_of_a_word_is_compared_as_it_is() -> None:
    """A run of letters longer than any word is not stemmed."""
    monster = "ab" * 500
    assert text_keys(monster) == {monster}


@pytest.mark.parametrize(
    ("one", "other"),
    [("helicopters", "helicopter"), ("вертолета", "вертолет"), ("والمروحيه", "مروحيه"), ("ελικοπτερα", "ελικοπτερο")],
)
def test_a_crude_stem_is_that_of_other_forms(one: str, other: str) -> None:
    """Forms of one word have one crude stem, in any script."""
    assert crude_stem(one) == crude_stem(other)


@pytest.mark.parametrize("language", sorted(SMALL_WORDS))
def test_a_small_word_of_the_item_s_language_is_a_form_of_nothing_else(language: str) -> None:
    """In German *die* is no *died*: a small word is found as it is spelled, whatever it may be elsewhere."""
    assert all(text_keys(word, language) == {word} for word in SMALL_WORDS[language])


@pytest.mark.parametrize(
    ("rule", "text", "language", "found"),
    [
        ("died", "die", "de", False),
        ("died", "die", "en", True),  # five die as ferry sinks
        ("died", "die", None, True),
        ("die", "die", "de", True),
        ("loss", "los", "es", False),
        ("loss", "losses", "es", True),
        ("grave", "des", "fr", False),
        ("faire", "fait", "fr", True),
        ("entrer", "entre", "fr", True),
        ("açıklamak", "açıkladı", "tr", True),
        ("کردن", "کردند", "fa", True),
    ],
)
def test_a_small_word_is_small_in_its_own_language_only(
    rule: str, text: str, language: str | None, found: bool
) -> None:
    """The same letters are a form of a word where the item speaks another language, or nobody knows which."""
    assert _word_meets(rule, text, language) == found


@example("ken")
@given(
    st.text(st.sampled_from("aesngoаятибнуоькії'ьуلاهةينتбвшщאהםתüßñçéÅ日ก0-"), min_size=1, max_size=7)
    | st.text(min_size=1, max_size=3)
)
def test_every_word_has_forms_however_short(word: str) -> None:
    """No word of a rule is an error, in any language, with others or alone; nor is one of a text."""
    folded = fold(word)
    for languages in ((), *((one,) for one in sorted(LATER_LANGUAGES | {"en", "ru", "uk", "ar", "fa", "he"}))):
        word_keys(folded, languages)
        word_keys(folded, languages, alone=True)
    name_keys(folded)
    for language in (None, *sorted(LATER_LANGUAGES)):
        text_keys(folded, language)
