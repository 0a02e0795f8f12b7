"""Reports in different languages: names, common words and numbers bring them together; look-alikes stay apart."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.incidents import across
from daemon.incidents.cluster import join, report_of
from daemon.incidents.marks import are_foreign, marks
from daemon.model import Finding, Joining, Report
from tests.helpers.build import NOW, an_item
from tests.unit.incidents.builders import a_report, an_incident

FERRY_TEXT = (
    "A ferry carrying 187 passengers sank in a storm off Batangas in the Philippines on Sunday, killing 14 people. The "
    "coast guard in Manila said 23 were missing. Captain Rodrigo Villanueva was detained by police."
)
FERRY = a_report("Ferry with 187 passengers sinks off Batangas, 14 dead", text=FERRY_TEXT, language="en")
#: Language -> title and text, parted by a bar.
TOLD = {
    "ru": """Паром со 187 пассажирами затонул у Батангаса, 14 погибших |
        Паром, на борту которого было 187 человек, затонул в воскресенье в шторм у Батангаса на Филиппинах, погибли
        14 человек. Береговая охрана в Маниле сообщила о 23 пропавших. Капитан Родриго Вильянуэва задержан полицией.""",
    "uk": """Пором зі 187 пасажирами затонув біля Батангаса, 14 загиблих |
        Пором, на борту якого було 187 людей, затонув у неділю під час шторму біля Батангаса на Філіппінах, загинули
        14 людей. Берегова охорона в Манілі повідомила про 23 зниклих.
        Капітана Родріго Вільянуеву затримала поліція.""",
    "ar": """غرق عبارة تقل 187 راكبا قبالة باتانغاس ومقتل 14 |
        غرقت عبارة تقل 187 راكبا في عاصفة قبالة باتانغاس في الفلبين يوم الأحد، مما أدى إلى مقتل 14 شخصا. وقال خفر
        السواحل في مانيلا إن 23 في عداد المفقودين. واحتجزت الشرطة القبطان رودريغو فيلانويفا.""",
    "fa": """غرق شدن کشتی با ۱۸۷ مسافر در نزدیکی باتانگاس، ۱۴ کشته |
        یک کشتی با ۱۸۷ مسافر روز یکشنبه در طوفان در نزدیکی باتانگاس در فیلیپین غرق شد و ۱۴ نفر کشته شدند. گارد ساحلی
        در مانیل از ۲۳ مفقود خبر داد. پلیس ناخدا رودریگو ویلانوئوا را بازداشت کرد.""",
    "tr": """187 yolculu feribot Batangas açıklarında battı, 14 ölü |
        187 yolcu taşıyan feribot pazar günü Filipinler'de Batangas açıklarında fırtınada battı, 14 kişi öldü. Manila'da
        sahil güvenlik 23 kayıp olduğunu söyledi. Kaptan Rodrigo Villanueva polis tarafından gözaltına alındı.""",
    "he": """מעבורת עם 187 נוסעים טבעה מול בטנגאס, 14 הרוגים |
        ספינה ובה 187 נוסעים טבעה ביום ראשון בסופה מול בטנגאס בפיליפינים, ו-14 בני אדם נהרגו. משמר החופים במנילה אמר
        כי 23 נעדרים. הקברניט רודריגו וילאנואבה נעצר בידי המשטרה.""",
}
LOOK_ALIKES = {
    "another ferry, in ru": """Паром с 312 пассажирами затонул у Сурабаи, 41 погибший |
        Паром, на борту которого было 312 человек, затонул в понедельник в шторм у Сурабаи в Индонезии, погиб 41.""",
    "another storm, in ar": """عاصفة تقتل 9 أشخاص في مانيلا |
        قتلت عاصفة قوية 9 أشخاص في الفلبين يوم الثلاثاء، وانهارت منازل في ضواحي العاصمة مانيلا، بحسب مسؤولين.""",
    "another matter of the town, in tr": """Batangas'ta belediye başkanlığı seçimi ertelendi |
        Filipinler'de Batangas kentinde belediye başkanlığı seçimi bir ay sonraya ertelendi, dedi seçim kurulu.""",
}


def told_in(language: str, told: str) -> Report:
    """A report in a language, an hour after the first."""
    title, text = (" ".join(part.split()) for part in told.split("|"))
    return a_report(title, text=text, language=language, feed=language, at=NOW + timedelta(hours=1))


def joined(report: Report, *told: Report) -> Joining:
    """The decision about a report, beside an incident of the others."""
    return join(report, [an_incident(*told)], quiet_for=timedelta(days=3), now=report.arrived_at)


@pytest.mark.parametrize("language", TOLD)
def test_an_event_is_one_in_every_language(language: str) -> None:
    """The same report in Russian, Ukrainian, Arabic, Persian, Turkish or Hebrew joins, without rules or entities."""
    found = joined(told_in(language, TOLD[language]), FERRY)
    assert found.incident_id == f"incident of {FERRY.item_id}"
    assert "across languages" in found.reason or language == "tr"


@pytest.mark.parametrize("language", TOLD)
def test_it_is_found_in_the_index(language: str) -> None:
    """A report in another language shares lookup keys that are no words, so that it becomes a candidate."""
    shared = across.lookup_keys(FERRY).keys() & across.lookup_keys(told_in(language, TOLD[language])).keys()
    assert len(shared) >= 3


@pytest.mark.parametrize("case", LOOK_ALIKES)
def test_look_alikes_stay_apart(case: str) -> None:
    """Another ferry, another storm, another matter of the same town: each opens an incident of its own."""
    assert joined(told_in(case[-2:], LOOK_ALIKES[case]), FERRY).incident_id is None


def test_one_foreign_likeness_among_many_does_not_decide() -> None:
    """The chance of an incident with other reports in it is less than that of its likest report alone."""
    report, other = told_in("ru", TOLD["ru"]), told_in("en", "Mayor of Batangas resigns | He resigned on Friday.")
    assert across.kinship(report, [FERRY, other]).chance < across.kinship(report, [FERRY]).chance


def test_within_one_language_it_says_nothing() -> None:
    """Where reports share a language their words decide."""
    other = told_in("en", "Ferry sinks off Batangas | 14 dead")
    assert across.kinship(other, [FERRY]).chance == 0.0


def test_a_wrong_declaration_does_not_make_a_language() -> None:
    """A feed that calls its Arabic English is taken by its script."""
    item = an_item(title=TOLD["ar"], language="en")
    assert report_of(item, Finding(), copy_of=None).language == "ar"


def test_unknown_languages_are_foreign_by_script_alone() -> None:
    """Two texts of which nobody knows the language are compared by words where their script is the same."""
    latin, other, arabic = a_report("Oslo Bergen"), a_report("Turku", language="fi"), a_report("تدمر", language="ar")
    assert not are_foreign(latin, other)
    assert are_foreign(latin, arabic)
    assert are_foreign(other, arabic)


TEXTS = st.one_of(st.text(max_size=80), st.sampled_from([FERRY.title, FERRY.text, *TOLD.values()]))


@given(TEXTS, TEXTS, TEXTS)
def test_the_chance_is_symmetric_and_bounded(title: str, text: str, other: str) -> None:
    """Whatever two reports say: the chance is the same both ways and between 0 and 1, and keys are few."""
    one, two = marks(a_report(title, text=text)), marks(a_report(other))
    chance = across.chance(across.traits_of(one, two))
    assert chance == pytest.approx(across.chance(across.traits_of(two, one)))
    assert 0.0 <= chance <= 1.0
    assert len(across.lookup_keys(a_report(title, text=text))) <= 14 + 10 + 40
