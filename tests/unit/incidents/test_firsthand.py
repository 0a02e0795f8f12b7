"""Whose a report is that cites a medium: that one's, or its own with a detail from another."""

import pytest

from daemon.incidents.attribution import statements_of, voice_of
from daemon.incidents.outlets import outlets_of
from daemon.incidents.speakers import medium_of
from tests.helpers.build import an_item

OUTLETS = outlets_of([(name, name) for name in ("The Star", "The Guardian", "Дождь", "Українська правда", "Le Monde")])


def voice(source: str, title: str, summary: str) -> str:
    """Whom a report of this source counts for."""
    item = an_item(title=title, summary=summary, source=source)
    return voice_of(item, statements_of(item, (), OUTLETS), OUTLETS)


OWN = {
    "an office, then a detail": (
        "The Star",
        "Plane crashes, 28 killed",
        "A jet crashed, killing 28, the fire agency said. Two survived. Yonhap news agency reported a bird strike.",
    ),
    "its correspondent by name": (
        "BBC",
        "Jet hits wall at Muan",
        "The BBC's Jean Mackenzie in Muan saw the charred tail. Yonhap said a bird strike was suspected.",
    ),
    "its correspondent": (
        "The Guardian",
        "Plane skids off runway",
        "Relatives wept, the Guardian's correspondent in Muan reports. Yonhap reported that the gear had failed.",
    ),
    "our reporter": ("The Star", "Fire kills six", "Our reporter saw six bodies. Reuters said the owner had fled."),
    "this newspaper": ("The Star", "Fire kills six", "Six bodies, this newspaper found. Reuters said he had fled."),
    "told us": ("The Star", "Fire kills six", "Six died, a guard told us. Reuters said the owner had fled."),
    "our reporter, between quotes": (
        "The Star",
        "Fire kills six",
        "“Run,” a guard said. Our reporter saw six bodies. “Help,” it's said. Reuters said the owner had fled.",
    ),
    "ru, our reporter": ("Вести", "Пожар", "Дым увидели нашей редакцией. По данным ТАСС, пострадавших нет."),
    "told it": (
        "The Star",
        "Blast hurts 12",
        '"A bang," a docker told The Star. It was a gas bottle, Reuters reported.',
    ),
    "seen by it": ("The Star", "Dam bursts", "In a video verified by The Star, water pours. AFP said 60 were missing."),
    "called for short": ("Sky News", "Train derails", "Sky's Adam Parsons said nine were hurt. AFP said ten."),
    "its own credit": ("Reuters", "Train derails", "LYON (Reuters) - Nine were hurt. AFP said ten were."),
    "told to it, in the first sentence": (
        "AFP",
        "Gunmen kill 20",
        "Twenty died, residents told AFP. Arise News said 12.",
    ),
    "by a word for it": (
        "The Star",
        "Blackout",
        "The grid failed, a ministry said. State television said it was back.",
    ),
    "somebody quoted first": ("The Star", "Fire", "Rescuers said 15 died. Thirty were missing, Reuters reported."),
    "somebody quoted by according to": ("The Star", "Fire", "According to rescuers, 15 died. Reuters said 30 did."),
    "another agency": ("The Star", "Boat sinks", "The space agency said it saw it. Reuters said 30 drowned."),
    "late, and only a detail": (
        "The Star",
        "Fire",
        "A hall burned. The roof fell in. It was old. Reuters said 30 fled.",
    ),
    "beside an office, in one sentence": ("The Star", "Fire", "Police said 15 died, while Reuters reported 30 deaths."),
    "ru, our": ("Вести", "Взрыв", "По словам очевидца нашему корреспонденту, было два хлопка. ТАСС сообщил о пожаре."),
    "ru, its correspondent": ("Дождь", "Пожар", "Корреспондент Дождя видел дым. По данным ТАСС, пострадавших нет."),
    "ru, an office": ("Вести", "Поезд сошёл", "В МЧС сообщили о 12 раненых. Размыло пути, сообщает Интерфакс."),
    "uk": ("Українська правда", "Вибух", "Кореспондент Української правди бачив дим. За даними УНІАН, є поранені."),
    "ar, our": ("الشرق", "قصف على سوق", "أفاد مراسلنا بأن القصف أصاب سوقا. وقالت رويترز إن 40 قتلوا."),
    "ar, an office": ("الشرق", "حريق", "قالت الشرطة إن ثلاثة قتلوا. وقالت رويترز إن الحريق انتهى."),
}


@pytest.mark.parametrize(("source", "title", "summary"), OWN.values(), ids=OWN)
def test_whoever_tells_of_his_own_and_cites_for_a_detail_is_a_source(source: str, title: str, summary: str) -> None:
    """An office, a witness or its own reporter makes a report its outlet's own, whom else it cites further down."""
    assert voice(source, title, summary) == (medium_of(source) or source)


CITING = {
    "the title": ("Plane crashes, Reuters reports", "The information minister said 20 died.", "Reuters"),
    "the first sentence": ("Blast hits mosque", "Ten died, AFP reported, citing police. Police said more.", "AFP"),
    "a witness of it": ("Boat sinks", "It sank, according to AP. A survivor told the agency that 60 died.", "AP"),
    "the newspaper said": ("Bomb", "It went off at noon. AFP said nine died. Police spoke, the newspaper said.", "AFP"),
    "who goes on": ("Bomb", "A bomb went off. An official told AFP that nine died. More would, he said.", "AFP"),
    "who goes on, behind": ("Bomb", "A bomb went off. AFP said nine died. “More will”, said he.", "AFP"),
    "what they say behind it": ("Bomb", "A bomb went off. AFP said nine died. Reports said it was big.", "AFP"),
    "what was said of it": ("Bomb", "A bomb went off. AFP said nine died. Police were told of it.", "AFP"),
    "right behind a bare one": (
        "Helicopter down",
        "A helicopter crashed in Kerman. Five died, Tasnim reported.",
        "Tasnim",
    ),
    "most sentences": ("Fire", "A hall burned. Reuters said 30 fled. Reuters said two died.", "Reuters"),
    "a credit": ("Fire", "A hall burned, police said. The roof fell in, our reporter saw. (Reuters)", "Reuters"),
    "a credit before the title": ("Reuters: hall burns", "Our reporter saw the roof fall in.", "Reuters"),
    "media, in the title": ("Media: hackers found", "It is out. They got in, a firm said. AFP said so.", "AFP"),
    "media, at its end": ("Hackers found, local media say", "They got in, a firm said. AFP said so.", "AFP"),
    "behind a place and a date": ("Wheat", "Moscow, 17 May. Wheat is up, TASS reported. A mill said so.", "TASS"),
    "not so late": ("Fire", "A hall burned. The roof fell in. Reuters said 30 fled. They were old.", "Reuters"),
    "who is quoted behind it": ("Fire", "A hall burned. Reuters said 30 fled. Police said two died.", "Reuters"),
    "first reported": ("Merger", "Two banks merge, they said on Monday. It was first reported by Reuters.", "Reuters"),
    "ru, about this": ("Корабли", "Россия готова, заявил посол. Об этом пишет «Коммерсантъ».", "Kommersant"),
    "ru, media": ("СМИ: хакеры нашлись", "Они взломали банк, заявил банк. Это пишет «Коммерсантъ».", "Kommersant"),
    "told to it, behind what it is about": (
        "Talks",
        "The minister said he had called. In an interview with BFMTV, he said so.",
        "BFMTV",
    ),
    "told to it, with nobody else quoted": (
        "Talks",
        "He has the title. He has no boat. He has no oar. “I row,” he told CNN.",
        "CNN",
    ),
    "who speaks behind a sign": ("Fire", "“It shook”, said he. Ten were hurt. AFP said nine died.", "AFP"),
    "us, of who is quoted": (
        "Explosion kills five",
        '"They told us to run," a shopkeeper told AFP. Five died, police said.',
        "AFP",
    ),
    "us, beside a medium that is told": ("Fire", "They told us to run, a guard told AFP. Five died, he said.", "AFP"),
    "our team, of who is quoted": ("Fire", '"Our team was hit," Doctors Without Borders told Reuters.', "Reuters"),
    "our staff, in single quotes": ("Fire", "'Our staff are buried': hospital head tells AFP.", "AFP"),
    "our staff, in curled quotes": ("Fire", "‘The mayor’s gone. Our staff are buried’, a doctor told AFP.", "AFP"),
    "our staff, in a quote cut off": ("Fire", "A doctor told AFP: “It fell. Our staff are buried", "AFP"),
    "our staff, in German quotes": ("Brand", "„Unser Team ist tot“, berichtet AFP.", "AFP"),
    "us, and a title that cites": ("God is with us, mayor of Mosul tells Reuters", "Our reporter saw it.", "Reuters"),
    "ru, found": ("Взрыв", "Нашли журналиста мёртвым, сообщает ТАСС.", "TASS"),
    "ru, found, in the title": ("В Мосуле нашли журналиста убитым, сообщает ТАСС", "", "TASS"),
    "us is a land": ("Fire", "A hall burned. AFP told the US 30 fled.", "AFP"),
    "this, and ours of a thing": ("Fire", "Our house burned this week. AFP said 30 fled.", "AFP"),
    "while nobody speaks": ("Fire", "While a hall burned, AFP said, 30 fled.", "AFP"),
    "ru": ("Взрыв в порту", "Взрыв прогремел, сообщает РИА Новости. В МЧС агентству сказали о раненых.", "RIA Novosti"),
    "ru, its": ("Взрыв", "Прогремел взрыв. ТАСС сообщил о раненых. Их двое, сообщил собеседник агентства.", "TASS"),
    "ar": ("غرق قارب", "غرق قارب، بحسب وكالة رويترز. وقال الحرس الوطني للوكالة إن 20 فقدوا.", "Reuters"),
}


@pytest.mark.parametrize(("title", "summary", "medium"), CITING.values(), ids=CITING)
def test_whose_main_claim_is_anothers_counts_for_that(title: str, summary: str, medium: str) -> None:
    """Cited in the title or the first sentence, credited, or with nobody else quoted, the medium is the source."""
    assert voice("The Star", title, summary) == medium


@pytest.mark.parametrize(
    ("source", "title", "summary", "medium"),
    [
        ("Iran News", "Drone downed over Isfahan", "Iran said it downed a drone, Reuters reported.", "Reuters"),
        ("Ukraine News", "Ukraine says 5 killed in Kharkiv, AFP reports", "", "AFP"),
        ("Iran – Telegram", "Drone downed", "Iran said it downed a drone, Reuters reported.", "Reuters"),
    ],
)
def test_what_a_feed_tells_of_is_not_what_it_is_called(source: str, title: str, summary: str, medium: str) -> None:
    """A land that speaks is no reporter of the feed that has it in its name."""
    assert voice(source, title, summary) == medium


def test_a_detail_that_is_anothers_is_no_statement() -> None:
    """Who is cited for a detail only stands among no report's statements, so that the count and the names agree."""
    item = an_item(title="Fire kills six", summary="Six died, police said. Reuters reported that he had fled.")
    assert [one.who for one in statements_of(item, ())] == ["police"]
