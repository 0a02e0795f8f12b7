"""Offices and officials by their names in running text, in English, Russian, Ukrainian and Arabic: tables only. Pure.

What an office just says is its word; an official, and an army, confirms and denies in so many words only.
"""

from daemon.incidents.speakers import words_of

#: Tags of a feed that speaks for itself: what it says is a claim, or a confirmation.
PARTY_TAGS = frozenset({"party", "claim", "claims", "armed-group", "militant"})
OFFICIAL_TAGS = frozenset({"official", "ministry", "government", "state"})
ROLE_TAGS = PARTY_TAGS | OFFICIAL_TAGS

OFFICES_NAMED = """police|gendarmerie|coastguard|coast guard|mayor|governor|gov|prosecutors|prosecutor's office
    |presidency|fire service|fire brigade|fire department|civil defence|civil defense|emergency service
    |emergency services
    |white house|elysee|downing street|central command|general staff
    |interior minister|defence minister|defense minister|health minister|transport minister|aviation minister
    |emergencies minister|emergency minister|home minister|deputy governor
    |sheriff|sheriff's office|disaster agency|weather agency|aviation authority|civil aviation authority
    |red crescent|fbi|faa|ntsb|fema|ukmto|national weather service|election commission|electoral commission
    |полиция|полиции|губернатор|губернатора|мэр|мэра|мэрия|мэрии|прокуратура|прокуратуре|прокуратуры|генпрокуратура
    |генпрокуратуре|следком|следкоме|следственный комитет|следственном комитете|фсб|мвд|росгвардия|росгвардии|оперштаб
    |оперштабе|росавиация|росавиации|роспотребнадзор|ростехнадзор|вице губернатор|врио губернатора
    |министр обороны|министр внутренних дел|министр здравоохранения|цик|гибдд|гимс|фссп|фсин|ространснадзор
    |роскомнадзор|роскомнадзоре|россельхознадзор|россельхознадзоре|росприроднадзор|росприроднадзоре|росгидромет
    |росгидромете|росатом|росатоме|роскосмос|роскосмосе|росморречфлот|росморречфлоте|росавтодор|росавтодоре|рослесхоз
    |рослесхозе|минэнерго|минтранс|минтрансе|минфин|минфине|минюст|минюсте|минцифры|минпромторг|минпромторге
    |минсельхоз|минсельхозе|минприроды|минпросвещения|минобрнауки|минтруд|минтруде|минстрой|минстрое
    |минэкономразвития
    |глава дагестана|глава чечни|глава ингушетии|глава крыма|глава татарстана|глава башкирии|глава бурятии|глава коми
    |глава карелии|глава днр|глава лнр|глава северной осетии|глава якутии|глава мчс|глава мвд|глава минздрава
    |глава роспотребнадзора|глава региона|глава города|глава района
    |поліція|поліції|дснс|сбу|прокуратурі|прокуратури|мер|мера|міський голова|голова ова|начальник ова|начальника ова
    |цвк|нбу|набу|міненерго|мінфін|мінфіні|мінцифри|мін'юст|мін'юсті|мінекономіки|мінреінтеграції|укренерго|енергоатом
    |енергоатомі|укрзалізниця|укрзалізниці
    |міністр оборони|міністр внутрішніх справ|офіс президента|офісі президента
    |الشرطة|شرطة|محافظ|الدفاع المدني|النيابة العامة|الرئاسة|الحرس الوطني|وزير الدفاع|وزير الداخلية|وزير الصحة
    |الهلال الأحمر"""
OFFICIALS = """officials|authorities|government|military|army|navy|air force|military source|military sources
    |security source|security sources|official source|government source|diplomatic source
    |prime minister|foreign minister|foreign secretary|minister|president|peskov|zakharova
    |власти|правительство|армия|военный источник|источник в силовых структурах|премьер министр|премьер|министр
    |президент|песков|захарова|зеленский|цахал
    |влада|уряд|армія|прем'єр|президент|пєсков|зеленський
    |السلطات|الحكومة|الجيش|مصدر عسكري|مصدر أمني|مصدر رسمي|مصدر حكومي|مصادر عسكرية|مصادر أمنية|رئيس الوزراء
    |وزير الخارجية|الرئيس"""
#: Of these only one with a name speaks: presidents and ministers are of clubs and churches, too.
NEED_A_NAME = frozenset(map(words_of, ("gov", "president", "президент", "министр", "мера", "мер", "minister")))
FORMER = frozenset(words_of("former ex late late's бывший экс бывшего колишній السابق"))
#: The kind of body that stands in its name: `Civil Aviation Authority`.
AUTHORITIES = frozenset(
    words_of("authority administration directorate survey bureau agency commission hospital airlines airways")
)
