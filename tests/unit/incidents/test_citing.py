"""The words by which a report cites a medium, and those that only name one."""

import pytest

from daemon.incidents.attribution import cited, statements_of
from tests.helpers.build import an_item

CITED = {
    "ru, dative before who told": ("Вертолёт сбит, сообщил «Интерфаксу» источник", "Interfax"),
    "ru, dative of a feminine": ("Вертолёт сбит, рассказал «Медузе» очевидец", "Meduza"),
    "ru, dative behind an old spelling": ("Вертолёт сбит, рассказали «Коммерсанту» очевидцы", "Kommersant"),
    "ru, a source of": ("Источник «Известий»: вертолёт сбит", "Izvestia"),
    "ru, a kind in dative": ("Вертолёт сбит, заявил он газете «Известия»", "Izvestia"),
    "ru, and whom it is told": ("Вертолёт сбит, сообщили Интерфаксу в МЧС", "Interfax"),
    "ru, genitive": ("По информации «Интерфакса», вертолёт сбит", "Interfax"),
    "ru, an interview": ("Об этом заявил в интервью РИА Новости глава МИД", "RIA Novosti"),
    "ru, a correspondent": ("Вертолёт сбит, сообщает корреспондент ТАСС", "TASS"),
    "uk, dative": ("Гелікоптер збито, повідомили Укрінформу в ДСНС", "Ukrinform"),
    "uk, dative of two words": ("Гелікоптер збито, розповіли Українській правді", "Ukrainska Pravda"),
    "uk, a comment": ("Про це заявив у коментарі Суспільному речник", "Suspilne"),
    "ar, وفق ما ذكرت": ("أسقطت مروحية قرب تدمر، وفق ما ذكرت وكالة فرانس برس", "AFP"),
    "ar, بحسب ما نقلت": ("وبحسب ما نقلت رويترز، أسقطت مروحية", "Reuters"),
    "ar, على ما أفادت": ("أسقطت مروحية، على ما أفادت فرانس برس", "AFP"),
    "ar, أوردت": ("أوردت قناة الجزيرة أن مروحية أسقطت", "Al Jazeera"),
    "ar, told": ("وقال مسؤول لرويترز إن مروحية أسقطت", "Reuters"),
    "ar, told, far": ("صرح مصدر أمني لفرانس برس أن مروحية أسقطت", "AFP"),
    "ar, an agency's kind": ("نقلت وكالة الأنباء السورية سانا عن مصدر", "SANA"),
    "ar, in brackets": ("ذكرت وكالة الأنباء السورية (سانا) أن مروحية أسقطت", "SANA"),
    "en, tell": ("Exclusive: Helicopter shot down, sources tell Reuters", "Reuters"),
    "en, per": ("Helicopter down near Palmyra, per Reuters", "Reuters"),
    "en, is reporting": ("Reuters is reporting a helicopter shot down", "Reuters"),
    "en, has learned": ("Helicopter shot down, the Associated Press has learned", "AP"),
    "en, reporting": ("Seven killed, with AFP reporting people were fleeing", "AFP"),
    "en, the small article": ("Helicopter shot down, the Guardian reports", "The Guardian"),
    "en, cited by": ("The ministry, cited by RIA, said a helicopter was shot down", "RIA Novosti"),
    "en, carried by": ("Helicopter shot down, in a statement carried by SANA", "SANA"),
    "en, published by": ("The statement, published by Amaq, tells of a helicopter", "Amaq"),
    "en, a credit first": ("By The Associated Press: helicopter shot down", "AP"),
    "en, of a kind": ("Tanker seized, according to the semi-official Tasnim news agency", "Tasnim"),
    "en, of a land and a kind": ("Blast, Iran's semi-official Fars news agency reported", "Fars"),
    "en, backed by": ("A bus was hit, according to the Moscow-based Interfax news agency", "Interfax"),
    "en, of a kind and unlisted": ("Drones hit it, according to the independent Russian outlet Astra", "Astra"),
    "en, with a small article in it": ("A bus was hit, according to the pro-government al-Watan newspaper", "al-Watan"),
    "en, called so behind a comma": ("It was set ablaze, said Baza, a Telegram channel close to the FSB", "Baza"),
    "en, an address": ("A drone was shot down, the local news agency Bel.ru reported", "Bel.ru"),
    "en, a report in": (
        "A strike is weighed, according to a report in the Wall Street Journal",
        "The Wall Street Journal",
    ),
    "en, a report by": ("A missile was tested, according to a report by the FT", "Financial Times"),
    "en, behind two commas": (
        "The Wall Street Journal, citing people who know, reported a halt",
        "The Wall Street Journal",
    ),
    "en, in small letters": ("Police search cathedral, dpa reports", "DPA"),
    "en, with an owner's sign": ("The plane was on fire, the BBC's correspondent said", "BBC"),
    "ru, of a kind": ("Взрыв на заводе, сообщило полуофициальное агентство Tasnim", "Tasnim"),
    "ru, a channel": ("Пострадал человек, сообщает телеграм-канал Baza", "Baza"),
    "ru, a channel in quotes": ("Прогремели взрывы, пишет телеграм-канал «Астра»", "Астра"),
    "ru, a channel with a hyphen": ("Ракета упала, по информации телеканала «Аль-Наба»", "Аль-Наба"),
    "ru, a known channel": ("Склад горит, по данным Mash", "Mash"),
    "uk, a channel": ("Склад горить, за даними телеграм-каналу Astra", "Astra"),
    "ar, أفادت به": ("استهدفت الغارة مستودعا وفق ما أفادت به صحيفة هآرتس", "Haaretz"),
    "ar, ما نقله": ("الصفقة قريبة، وفق ما نقله موقع أكسيوس", "Axios"),
    "ar, of news": ("احتجزت ناقلة، بحسب وكالة أنباء فارس", "Fars"),
    "fr, selon": ("Au moins 20 migrants ont disparu, selon l'AFP", "AFP"),
    "fr, told": ("Un homme a été tué, a indiqué à l’AFP une source proche du dossier", "AFP"),
    "fr, told, by whom": ("Une explosion, a indiqué une source à l'AFP", "AFP"),
    "fr, a kind": ("Le séisme a fait dix morts, rapporte l'agence Reuters", "Reuters"),
    "tr, according to": ("Reuters'a göre üç kişi öldü", "Reuters"),
    "tr, by its report": ("Tasnim haber ajansının haberine göre helikopter düştü", "Tasnim"),
    "tr, a verb": ("Saldırıda üç kişi öldü, Haaretz gazetesi bildirdi", "Haaretz"),
    "de, laut": ("Zwei Menschen wurden laut dpa verletzt", "DPA"),
    "de, by its word": ("Nach Angaben der Nachrichtenagentur Reuters brannte es", "Reuters"),
    "es, según": ("El autobús cayó a un barranco, según EFE", "EFE"),
    "es, a kind": ("Nueve personas murieron, informó la agencia AFP", "AFP"),
    "en, a sign": ("Helicopter shot down near Palmyra. © AFP", "AFP"),
}


@pytest.mark.parametrize(("title", "medium"), CITED.values(), ids=CITED)
def test_a_cue_beside_a_name_in_its_case_cites(title: str, medium: str) -> None:
    """A medium is cited in whatever case its name stands, and by each way that news has to say so."""
    assert cited(statements_of(an_item(title=title, summary=""), ())) == medium


UNCITED = {
    "ru, an ordinary word": "Запущен новый спутник, сообщил источник",
    "ru, a city": "По данным жителей Саны, вертолёт сбит",
    "ru, a correspondent suffers": "Корреспондент РИА Новости ранен под Донецком",
    "ru, a kind suffers": "Телеканалу «Дождь» запретили вещание",
    "ar, not said": "ما ذكرت رويترز أن مروحية أسقطت",
    "ar, a thing of it": "قال شهود إن مكتبا لرويترز أصيب في القصف",
    "en, by, in a sentence": "Helicopter used by Fox News crashes",
    "en, a reporter's work": "Trump calls New York Times journalist reporting on war treasonous",
    "en, a paper of itself": "Takeover postponed, the Harbour Gazette learned",
    "en, a photographer": "Police said a Reuters photographer was killed",
    "en, a kind of no medium": "The semi-official ceasefire held, according to residents",
    "en, commas that lead nowhere": "Reuters, an agency with many offices, moves",
    "en, a comma and no more": "By the river stands Reuters, old and large",
    "en, a channel in a list": "Cables, ships, a Telegram channel and a radio were cut",
    "en, a channel behind small letters": "It was cut, a Telegram channel fell silent",
    "fr, a reporter": "Une journaliste de l'AFP a été blessée vendredi",
    "en, by a person": "By far Reuters has more offices here",
}


@pytest.mark.parametrize("title", UNCITED.values(), ids=UNCITED)
def test_a_name_in_a_case_alone_cites_nobody(title: str) -> None:
    """A word that is only spelled so, a medium's things and people, and what is done to it are no citation."""
    assert cited(statements_of(an_item(title=title, summary=""), ())) is None


def test_a_feed_of_a_paper_does_not_cite_the_paper() -> None:
    """A feed that is called as a listed paper without its article is that paper."""
    assert (
        statements_of(an_item(title="Returns obtained by the Guardian", source="Guardian World", summary=""), ()) == ()
    )
