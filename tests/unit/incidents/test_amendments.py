"""What takes an earlier report back, or corrects it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.incidents.amendments import FORMS, Form, amendment_in, amendment_of, expression, note_in, without_notes
from tests.unit.incidents.builders import a_report

MARKS = {
    "CORRECTION: two pilots were hurt, not killed": "correction",
    "Corrected: transport plane landed safely": "correction",
    "Plane lost in the north (corrects number of crew)": "correction",
    "Agency retracts report of a lost helicopter": "retraction",
    "WITHDRAWN: helicopter lost near Palmyra": "retraction",
    "Paper says its report was withdrawn": "retraction",
    "Story removed: strike near Palmyra": "retraction",
    "Kill notice: strike near Palmyra": "retraction",
    "Agency withdraws its report of a strike": "retraction",
    "Агентство аннулировало сообщение": "retraction",
    "تراجعت الوكالة عن الخبر": None,
    "تراجع عن الخبر": "retraction",
    "Clarification: the strike was in Homs": "correction",
    "REFILE-Strike near Palmyra": "correction",
    "Editor’s note: on yesterday's story": "correction",
    "Strike near Palmyra; corrects toll": "correction",
    "An earlier version of this article misstated the place": "correction",
    "This story said two died, which was wrong": "correction",
    "Поправка: погибших нет": "correction",
    "Исправлено: погибших нет": "correction",
    "تصويب: الطياران بخير": "correction",
    "توضيح: الطياران بخير": "correction",
    "Уточнение: вертолёт сел без повреждений": "correction",
    "Исправление: погибших нет": "correction",
    "Опровержение: вертолёт не сбит": "retraction",
    "Агентство отозвало сообщение о вертолёте": "retraction",
    "تصحيح: الطياران بخير": "correction",
    "سحب الخبر عن إسقاط مروحية": "retraction",
    "Story on the strike near Palmyra withdrawn": "retraction",
    "MANDATORY KILL: strike near Palmyra": "retraction",
    "Новость о взрыве отозвана": "retraction",
    "Агентство отзывает сообщение о взрыве": "retraction",
    "АННУЛИРОВАНО: взрыв на складе": "retraction",
    "إلغاء خبر الانفجار": "retraction",
    "Strike near Palmyra [corrected]": "correction",
    "Взрыв на складе (исправлено)": "correction",
    "انفجار في المخزن (تصحيح)": "correction",
    "Disregard previous alert on plane crash": "retraction",
    "Advisory: story on Lagos blast is withdrawn": "retraction",
    "Report on the strike near Palmyra has been withdrawn": "retraction",
    "Agency apologises for false report of strike": "retraction",
    "TV channel apologizes to viewers for its erroneous story on strike": "retraction",
    "Strike near Palmyra was false, agency admits": "retraction",
    "RETRACTION: explosion in Mosul did not happen": "retraction",
    "Helicopter lost near Palmyra [retracted]": "retraction",
    "Опровержение сообщения о взрыве": "retraction",
    "Story on the strike near Palmyra retracted": "retraction",
    "Минобороны отозвало своё заявление": None,
    "Издание «Восток» удалило новость о взрыве": "retraction",
    "Агентство извинилось за ложное сообщение о взрыве": "retraction",
    "Спростування: вертоліт не збито": "retraction",
    "Агенція вибачилася за хибну новину про вибух": "retraction",
    "Агенція відкликала новину про вибух": "retraction",
    "الوكالة تعتذر عن خبر الانفجار": "retraction",
    "قناة تعتذر عن نشر خبر الانفجار": "retraction",
    "Refile to fix headline: jet crashes in Spain": "correction",
    "Correction to Mosul explosion story": "correction",
    "The story has been corrected": "correction",
    "В предыдущей версии неверно указано число погибших": "correction",
    "Ранее ошибочно сообщалось о пяти погибших": "correction",
    "Внесены уточнения в текст": "correction",
    "تنويه: خبر الانفجار غير صحيح": "correction",
    "Поправка к сообщению о взрыве": "correction",
    "Виправлено: загинули троє": "correction",
    "Minister retracts resignation": None,
    "Killed: three soldiers near Palmyra": None,
    "Party withdraws claim to the seat": None,
    "Суд аннулировал результаты выборов": None,
    "Troops withdrawn from Palmyra": None,
    "Market correction wipes out gains": None,
    "Pilot retracts landing gear too early": None,
    "Войска отозваны из города": None,
    "Helicopter shot down": None,
}


@pytest.mark.parametrize("title", MARKS)
def test_what_takes_something_back(title: str) -> None:
    """A correction and a retraction are known by their words, and troops that are withdrawn are neither."""
    assert amendment_of(a_report(title)) == MARKS[title]


@pytest.mark.parametrize(
    "title",
    [
        "Kill-or-capture raid hits IS leader",
        "Kill: a new thriller from Lakeside",
        "Mandatory kill-switch for cars agreed",
        "Report of troops withdrawn from Kherson",
        "Report on weapons withdrawn from the front",
        "Report on tanks withdrawn",
        "Story about a drug withdrawn from the market",
        "Маск удалил сообщение о взрыве",
        "Блогер удалила публикацию о погибших",
        "Сообщение ЦБ: лицензия банка отозвана",
        "Сообщение ЦБ о том, что лицензия банка отозвана",
        "Новость дня: вакцина отозвана из продажи",
        "Россия отозвала посла по сообщению МИД",
        "Истец отозвал заявление из суда",
        "Депутат отозвал заявление об отставке",
        "Аннулирована виза журналиста, сообщение МИД",
        "Аннулированы: итоги голосования",
        "روسيا تسحب خبراءها من بوشهر",
        "ماسك يأمر بحذف تقرير عن الانفجار",
        "فيسبوك تحذف خبرا كاذبا عن انفجار",
        "Explosion in Mosul: army retracts claim that it seized the city",
        "Airliner in emergency could not retract flaps",
        "Israel retracts evacuation order for Rafah",
        "North Korea retracts threat",
        "Hamas retracts acceptance of ceasefire plan",
        "Lawsuit claim withdrawn against police",
        "Опровержение слухов после взрыва в городе Мосул",
        "إيران تتراجع عن نشر صواريخ",
        "أمريكا تتراجع عن نشر حاملة طائرات",
        "تراجع عن نشر القوات",
    ],
)
def test_whatever_else_is_taken_back_is_no_report(title: str) -> None:
    """What is taken back is a report, by who published it: no troops, licences or drugs, nor others' messages."""
    assert amendment_of(a_report(title)) is None


@pytest.mark.parametrize(
    "title",
    [
        "KILL: strike near Palmyra",
        "[KILL] Strike near Palmyra",
        "Report on the strike near Palmyra has been withdrawn",
        "Article about the strike near Palmyra withdrawn.",
        "Издание «Восток» удалило новость о взрыве",
        "ТАСС снимает сообщение о взрыве",
        "Сообщение о взрыве на юго-востоке отозвано",
        "Агентство отозвало своё ошибочное сообщение о взрыве",
        "Аннулировано ранее вышедшее сообщение о взрыве",
        "الوكالة تسحب تقريرا عن إسقاط مروحية",
    ],
)
def test_a_report_that_is_taken_back_is_known(title: str) -> None:
    """A wire's own labels, and a medium that takes its own report back, in three languages."""
    assert amendment_of(a_report(title)) == "retraction"


@pytest.mark.parametrize(
    ("title", "mark"),
    [
        ("The story has been corrected to say the plane was a Boeing 737", "correction"),
        ("Refiles to fix typo in headline: jet crashes in Spain", "correction"),
        ("В предыдущей версии заметки неверно указано число погибших", "correction"),
        ("Внесены уточнения в текст: погибли пять человек", "correction"),
        ("ВИПРАВЛЕНО: загинули троє, а не 13", "correction"),
        ("تصحيح 2: الطياران بخير", "correction"),
        ("ADVISORY: story on Lagos blast is withdrawn", "retraction"),
        ("Please disregard previous alert on plane crash", "retraction"),
        ("Course of the river has been corrected by engineers", None),
        ("Voters disregard previous alert on floods", None),
        ("Внесены уточнения в закон о бюджете", None),
        ("Внесены поправки в закон", None),
        ("Поправка к конституции принята", None),
        ("Исправление ошибок займёт год", None),
        ("Пилот неверно указал высоту", None),
        ("تصحيح المسار الاقتصادي ضرورة", None),
        ("توضيح من الوزارة بشأن الرواتب", None),
        ("Travel advisory: two regions, a warning withdrawn", None),
    ],
)
def test_what_a_desk_writes_of_its_own_reports(title: str, mark: str | None) -> None:
    """A desk's own words about a text amend it; the same words about laws, courses and errors amend nothing."""
    assert amendment_of(a_report(title)) == mark


@given(st.sampled_from([title for title, mark in MARKS.items() if mark]), st.lists(st.booleans(), min_size=60))
def test_case_hides_no_amendment(title: str, capital: list[bool]) -> None:
    """However an amendment is capitalised, it is one."""
    written = "".join(letter.upper() if up else letter.lower() for letter, up in zip(title, capital * 2, strict=False))
    assert amendment_of(a_report(written)) == MARKS[title]


def test_a_turkish_keyboard_hides_no_amendment() -> None:
    """A dotted capital and a dotless small letter are read as what they stand for."""
    assert amendment_of(a_report("CORRECTİON: two hurt")) == "correction"
    assert amendment_of(a_report("Paper says its report was wıthdrawn")) == "retraction"


def test_a_correction_in_the_text_counts() -> None:
    """The note under an unchanged headline is a correction, too."""
    note = "Correction: an earlier version of this story gave the wrong place."
    assert amendment_of(a_report("Helicopter down", text=note)) == "correction"


TEXTS = {
    "The March 10 story headlined “Strike” has been withdrawn. There will be no substitute story.": "retraction",
    "Editor's note: this story has been retracted.": "retraction",
    "An earlier version of this story misstated the number of dead.": "correction",
    "Исправлено: ранее сообщалось о пяти погибших.": "correction",
    "В предыдущей версии новости ошибочно говорилось о пяти погибших.": "correction",
    "تصحيح: ذكرنا في خبر سابق أن خمسة قتلوا.": "correction",
    "The report said its ambassador was withdrawn.": None,
    "This report comes as troops were withdrawn from Kherson.": None,
    "This article was withdrawn on Monday.": "retraction",
    "Troops have withdrawn from the town, which was the right thing to do.": None,
}


@pytest.mark.parametrize(("text", "mark"), TEXTS.items())
def test_a_text_may_take_itself_back(text: str, mark: str | None) -> None:
    """What a text says of itself counts, in three languages; what it says of others does not."""
    assert amendment_of(a_report("Strike near Palmyra", text=text)) == mark


NOTES = {
    "This article was amended on 9 July 2016.": "correction",
    "This post has been updated to correct the toll.": "correction",
    "An earlier version of this article said two people died.": "correction",
    "A previous version of this story incorrectly gave the place.": "correction",
    "В более ранней версии этой статьи ошибочно говорилось о пяти погибших.": "correction",
    "У попередній версії новини йшлося про п’ятьох загиблих.": "correction",
    "ورد في نسخة سابقة من هذا التقرير أن خمسة قتلوا.": "correction",
    "Correction: two were hurt.": "correction",
    "This article has been retracted.": "retraction",
    "An earlier version of this article appeared on our blog.": None,
    "The article of the law was amended in 2019.": None,
    "The mayor retracted his statement.": None,
    "The corrected figures come next week.": None,
    "В предыдущей версии закона говорилось о другом.": None,
}


@pytest.mark.parametrize("note", NOTES)
def test_a_note_of_a_new_version_amends_the_former(note: str) -> None:
    """What a text says of itself counts wherever it stands once it has come; laws and mayors amend other things."""
    assert note_in(note) == NOTES[note]


def test_what_a_former_version_said_is_not_told() -> None:
    """A note's toll is the one that was wrong; other sentences stay as they are."""
    text = "A firework went off. Correction: An earlier version of this article said two people died. Nobody was hurt."
    assert without_notes(text) == "A firework went off. Nobody was hurt."
    assert without_notes("An earlier version\nof the bridge fell.") == "An earlier version of the bridge fell."
    assert without_notes("Two\ndied.") == "Two\ndied."


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.kind} {form.words[:30]}")
def test_each_form_has_an_example(form: Form) -> None:
    """No row of the table without a title, text or note that has it, and the words that it stands on."""
    examples = [
        title
        for title, mark in (("KILL: strike near Palmyra", "retraction"), *MARKS.items(), *TEXTS.items(), *NOTES.items())
        if mark == form.kind
    ]
    found = [one for one in examples if expression(form).search(one)]
    assert found
    assert all(any(sign in one.casefold() for sign in form.signs) for one in found)


@pytest.mark.parametrize(
    "title",
    [
        "Minister apologises for remark",
        "Man jailed for false report of kidnapping",
        "Police chief says report was wrong to blame officers",
        "Корреспондент извинился за опоздание",
        "الوزير يعتذر عن عدم الحضور",
        "Посол вибачився за слова про Крим",
        "Посольство відкликало посла",
        "Спростування фейків стало роботою",
        "Correction to the downside expected in markets",
    ],
)
def test_an_apology_is_for_a_report(title: str) -> None:
    """Who says sorry takes a report back only if it was for one."""
    assert amendment_in(title, "") is None


@pytest.mark.parametrize(
    ("title", "mark"),
    [
        ("Lancet retracts paper on hydroxychloroquine", None),
        ("Witness retracts statement in Karachi murder trial", None),
        ("AP retracts story that missile was Russian", "retraction"),
        ("Magazine retracts its disputed prison camp story", "retraction"),
        ("Agency retracts earlier reports of explosion in Mosul", "retraction"),
        ("Rebels retract offer report says", None),
        ("Ministry withdraws candidate report says", None),
        ("Journal retracts covid vaccine article", None),
        ("Minister retracts remark after report", None),
        ("Новость о гибели генерала аннулирована", "retraction"),
        ("تنويه: خبر وفاة الفنان غير صحيح", "correction"),
        ("تنويه: موعد الحفل تغير", None),
    ],
)
def test_papers_and_testimony_are_no_reports(title: str, mark: str | None) -> None:
    """Journals and witnesses retract what no desk was alerted to; a notice amends where it calls a report wrong."""
    assert amendment_in(title, "") == mark
