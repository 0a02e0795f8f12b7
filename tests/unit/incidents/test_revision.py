"""What a new version changed, and whether it takes something back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.incidents.revision import amendment_in, amendment_of, changes_of, is_live_page
from daemon.model import Fact
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
        "Минобороны отозвало своё заявление",
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


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("The March 10 story headlined “Strike” has been withdrawn. There will be no substitute story.", "retraction"),
        ("Editor's note: this story has been retracted.", "retraction"),
        ("An earlier version of this story misstated the number of dead.", "correction"),
        ("Исправлено: ранее сообщалось о пяти погибших.", "correction"),
        ("В предыдущей версии новости ошибочно говорилось о пяти погибших.", "correction"),
        ("تصحيح: ذكرنا في خبر سابق أن خمسة قتلوا.", "correction"),
        ("The report said its ambassador was withdrawn.", None),
        ("This report comes as troops were withdrawn from Kherson.", None),
        ("This article was withdrawn on Monday.", "retraction"),
        ("Troops have withdrawn from the town, which was the right thing to do.", None),
    ],
)
def test_a_text_may_take_itself_back(text: str, mark: str | None) -> None:
    """What a text says of itself counts, in three languages; what it says of others does not."""
    assert amendment_of(a_report("Strike near Palmyra", text=text)) == mark


@pytest.mark.parametrize(
    ("title", "url", "is_live"),
    [
        ("Live: fighting near Palmyra", None, True),
        ("War live updates", None, True),
        ("Northern war live: bridge hit", None, True),
        ("Bridge hit – as it happened", None, True),
        ("مباشر | القتال قرب تدمر", None, True),
        ("Fighting near Palmyra", "https://example.org/news/live/2016", True),
        ("Fighting near Palmyra", "https://example.org/news/1", False),
        ("Live fire exercise kills one", None, False),
    ],
)
def test_a_live_page_is_known(title: str, url: str | None, is_live: bool) -> None:
    """By its headline or its address."""
    assert is_live_page(a_report(title, url=url)) is is_live


def test_what_changed_is_told_in_lines() -> None:
    """Facts first, then what went and what came; the same words in another form are no change."""
    old = a_report("t", text="The crew is missing. Two teams search.", facts=(Fact(about="dead", value="2"),))
    new = a_report("t", text="Two teams  search! The crew was found.", facts=(Fact(about="dead", value="3"),))
    assert changes_of(old, new) == ("dead: 2 → 3", "− The crew is missing.", "+ The crew was found.")
    assert changes_of(old, old) == ()


@pytest.mark.parametrize(
    ("title", "mark"),
    [
        ("Lancet retracts paper on hydroxychloroquine", None),
        ("Witness retracts statement in Karachi murder trial", None),
        ("AP retracts story that missile was Russian", "retraction"),
        ("Новость о гибели генерала аннулирована", "retraction"),
        ("تنويه: خبر وفاة الفنان غير صحيح", "correction"),
        ("تنويه: موعد الحفل تغير", None),
    ],
)
def test_papers_and_testimony_are_no_reports(title: str, mark: str | None) -> None:
    """Journals and witnesses retract what no desk was alerted to; a notice amends where it calls a report wrong."""
    assert amendment_in(title, "") == mark
