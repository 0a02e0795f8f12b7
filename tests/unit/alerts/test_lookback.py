"""Is a new item an old story?"""

from datetime import timedelta

import pytest

from daemon.alerts.mute import fate_of, old_story_reason
from tests.helpers.build import NOW, an_item

DAY = timedelta(days=1)


def reason(
    title: str = "Helicopter down", url: str = "https://example.org/1", first_seen: int | None = None
) -> str | None:
    """Why an item of this title and address, seen first so many days ago, is an old story."""
    seen = None if first_seen is None else NOW - first_seen * DAY
    item = an_item(title=title, url=url)
    return old_story_reason(item, alert_max_age=DAY, first_seen=seen, copied_for=3 * DAY, now=NOW)


LOOKS_BACK = {
    "On this day: helicopter shot down over the desert": True,
    "Ten years on: the crash that changed a town": True,
    "Palmyra marks the 10th anniversary of the crash": True,
    "30 years ago today a plane was lost": True,
    "В этот день: над пустыней сбит вертолёт": True,
    "في مثل هذا اليوم: إسقاط مروحية": True,
    "On This Day, July 8: Helicopter shot down": True,
    "Ten years ago: explosion in Mosul": True,
    "Anniversary of explosion in Mosul marked": True,
    "Remembering the Mosul explosion five years on": True,
    "July 8, 2006: Explosion in Mosul": True,
    "8 июля 2006 года: взрыв в Мосуле": True,
    "Пять лет назад: взрыв в Мосуле": True,
    "Год назад – взрыв в Мосуле": True,
    "Годовщина взрыва в Мосуле": True,
    "П'ять років тому: вибух у Мосулі": True,
    "Річниця вибуху в Мосулі": True,
    "قبل عشر سنوات: انفجار في الموصل": True,
    "ذكرى انفجار الموصل": True,
    "الذكرى العاشرة لانفجار الموصل": True,
    "Il y a dix ans : explosion à Mossoul": True,
    "On this day of mourning, explosion in Mosul kills five": False,
    "July 8, 2016: Explosion in Mosul": False,
    "8 июля 2016: взрыв в Мосуле": False,
    "Anniversary of bombing marred by new explosion": False,
    "Годовщина теракта омрачена взрывом в Мосуле": False,
    "В этот день скорби взрыв в Мосуле унёс пять жизней": False,
    "В годовщину революции взрыв в Мосуле": False,
    "انفجار في الموصل في ذكرى الثورة": False,
    "Explosion on anniversary of bombing kills five": False,
    "Bomb hits parade on anniversary of revolution": False,
    "Ten years ago: explosion in Mosul kills 20": True,
    "Anniversary of the Mosul attack: survivors remember": True,
    "Anniversary of the Mosul attack that killed 20": True,
    "Anniversary of bombing in Mosul marked with a minute of silence": True,
    "Third anniversary of the suicide bombing attack in Mosul": True,
    "Palmyra marks the 10th anniversary of the crash with a ceremony": True,
    "Remembering the crash of flight 17, two years on": True,
    "Годовщина теракта в Беслане: город скорбит, жители почтили память": True,
    "Годовщина аварии на Чернобыльской АЭС": True,
    "Anniversary of the Mosul attack: explosion kills 20 at ceremony": False,
    "Anniversary of Russia's invasion: 3 killed in missile attack on Kyiv": False,
    "Anniversary of Russia's invasion: Kyiv airport closed": False,
    "Third anniversary of invasion: Kyiv under massive drone attack": False,
    "Anniversary of Soleimani assassination: twin blasts kill 80": False,
    "Anniversary of the Mosul attack: survivors flee as gunmen open fire": False,
    "Anniversary of the attack that killed 20 sees explosion kill 5": False,
    "Anniversary of the revolution sees explosion in Mosul": False,
    "Anniversary of the revolution marked by explosion in Mosul": False,
    "Anniversary of invasion brings Kyiv airport to a standstill": False,
    "Ukraine marks second anniversary of invasion as missiles hit Kyiv": False,
    "Anniversary of the Mosul attack: city mourns; airport closed": False,
    "Ukraine marks anniversary of invasion, power out in Kyiv": False,
    "Remembering the dead of Mosul, 10 years on: explosion kills 5 at vigil": False,
    "Remembering the dead: explosion in Mosul ten years on": False,
    "Ten years on: explosion kills 5 in Mosul": False,
    "Годовщина вторжения: взрыв в городе Мосул, трое погибших": False,
    "Годовщина вторжения: Россия выпустила 100 ракет": False,
    "Годовщина вторжения: в Киеве нет света": False,
    "Річниця вторгнення: вибух у Києві": False,
    "Год назад - 5 погибших, сегодня новый взрыв": False,
    "ذكرى مجزرة سبايكر: انفجار في الموصل يقتل 20": False,
    "ذكرى مجزرة سبايكر: إغلاق مطار بغداد": False,
    "Цього дня 1986 року стався вибух на Чорнобильській АЕС": True,
    "Цього дня: вибух на Чорнобильській АЕС": True,
    "#OTD in 1963: dam bursts in Vajont": True,
    "OTD 1963 – dam bursts in Vajont": True,
    "30 years on: survivors recall Lockerbie bombing": True,
    "Ten years after Beslan: survivors still wait for answers": True,
    "20 лет назад произошёл теракт в Беслане": True,
    "Десять лет назад в Мосуле погибли 20 человек": True,
    "20 років тому стався вибух у Києві": True,
    "Ce jour-là, 25 juillet 2000 : le Concorde s'écrase à Gonesse": True,
    "Anniversary of Beirut port explosion marked with silence": True,
    "20 лет назад произошёл теракт в Беслане, сегодня там снова взрыв": False,
    "Ten years after Beslan: gunmen seize school": False,
    "Ten years after war, explosion in Mosul kills five": False,
    "30 years on: survivors of Lockerbie killed in crash": False,
    "Цього дня у Києві пролунав вибух": False,
    "В Мосуле нашли пропавших пять лет назад погибшими": False,
    "Ce jour-là, une explosion a tué cinq personnes": False,
    "Helicopter shot down on day of talks": False,
    "Helicopter lost two years on from ceasefire talks": False,
}


@pytest.mark.parametrize("title", LOOKS_BACK)
def test_a_look_back_is_no_news(title: str) -> None:
    """Pieces about former years are held back; news that falls on an anniversary is not."""
    assert (fate_of(reason(title) or "") == "look back") is LOOKS_BACK[title]


def test_a_text_that_comes_again_after_days_is_re_surfaced() -> None:
    """A copy within the copy window is an ordinary copy; a later one is an old story under a new date."""
    assert reason(first_seen=2) is None
    assert reason(first_seen=9) == "re-surfaced: the same text came 9 d ago"


ADDRESSES = {
    "2016/06/01/plane": "1 Jun 2016",
    "2016-06-01/plane": "1 Jun 2016",
    "world/2015/mar/02/plane": "2 Mar 2015",
    "2015/March/2/plane": "2 Mar 2015",
    "20150302/plane": "2 Mar 2015",
    "news/plane-2015-03-02.html": "2 Mar 2015",
    "2015_03_02/plane": "2 Mar 2015",
    "a/02.03.2015/plane": "2 Mar 2015",
    "2015/02/plane": "28 Feb 2015",
    "2015/03/02/plane-2016-07-07": None,  # of several days the youngest counts
    "2016/07/07/plane": None,
    "2016/06/plane-lost": "30 Jun 2016",
    "2016/07/plane": None,
    "2016/02/31/plane": None,
    "2015-16/plane": None,
    "a/20150302-ferry": "2 Mar 2015",
    "article/20150302": None,  # a number
    "article/20150302-1": None,
    "article/120150302-ferry": None,
    "2015/03/1234567": None,
    "srs-2014-3-5-people-widowed-with-5-5-women": None,  # 3.5 %
    "growth-in-2014-10-12-percent": None,
    "/2015/3/2/plane": "2 Mar 2015",
    "plane?from=2015-03-02": None,
    "2015/september/2/plane": "2 Sep 2015",
    "2015/sept/plane": "30 Sep 2015",
    "2016/market/blast-a": None,  # words that begin as a month does
    "2016/mayor/blast-b": None,
    "2016/marathon/blast-d": None,
    "2016/junior/blast": None,
    "2014/decision/blast": None,
    "2015/augsburg/blast": None,
    "2015/octopus/2/blast": None,
    "2016/april-2/blast": None,
    "2016/\u017fep/blast": None,  # a letter that is an s where case is ignored
    "2016/\u017feptember/2/blast": None,
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_tells_an_older_day_is_re_dated(address: str) -> None:
    """The day in an address counts where it is clearly older than what is news; a wrong day counts nothing."""
    day = ADDRESSES[address]
    assert reason(url=f"https://example.org/{address}") == (day and f"re-dated: its address says {day}")
