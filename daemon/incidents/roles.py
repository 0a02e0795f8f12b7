"""Offices and officials by their names in running text, in English, Russian, Ukrainian and Arabic: tables only. Pure.

What an office just says is its word; what who rules or fights says, if it tells of an event; an official confirms and
denies in so many words only.
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
    |geological survey|seismological centre|seismological center|seismological service|earthquake centre
    |earthquake center|tsunami warning center|tsunami warning centre|weather service|weather bureau|weather office
    |met office|fire agency|fire and rescue service|rescue service|civil protection|usgs|emsc|afad|phivolcs|bmkg|jma
    |ingv|gfz|centcom|noaa
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
OFFICIALS = """officials|military source|military sources
    |security source|security sources|official source|government source|diplomatic source
    |foreign minister|foreign secretary|minister|peskov|zakharova
    |военный источник|источник в силовых структурах|министр|песков|захарова|пєсков
    |مصدر عسكري|مصدر أمني|مصدر رسمي|مصدر حكومي|مصادر عسكرية|مصادر أمنية|وزير الخارجية"""
#: Who rules or fights: what these say of an event is a confirmation, of their own deed a claim, all else nobody's word.
RULERS = """authorities|military government|government|junta
    |власти|правительство|хунта|влада|уряд|السلطات|الحكومة|المجلس العسكري
    |military|army|navy|air force|armed forces|defence forces|defense forces|defence force|defense force|idf
    |армия|цахал|всу|вс рф|вс израиля|вооруженные силы|ввс
    |армія|зсу|збройні сили|повітряні сили|військово морські сили|الجيش|القوات المسلحة"""
#: One person who rules: of all that is said by these, what tells of a loss is a confirmation.
LEADERS = """prime minister|president|zelensky|zelenskyy|zelenskiy|sobyanin|премьер министр|премьер|президент|зеленский
    |собянин|прем'єр|зеленський|رئيس الوزراء|الرئيس"""
#: Who fights, without a name: what these just say is nobody's word.
FIGHTERS = """rebels|insurgents|separatists|militants|guerrillas|paramilitaries|jihadists|hackers
    |повстанцы|боевики|сепаратисты|хакеры|повстанці|бойовики|хакери|المتمردون|المسلحون"""
#: Of these only one with a name speaks: presidents and ministers are of clubs and churches, too.
NEED_A_NAME = frozenset(map(words_of, ("gov", "president", "президент", "министр", "мера", "мер", "minister")))
FORMER = frozenset(words_of("former ex late late's бывший экс бывшего колишній السابق"))
#: The kind of body that stands in its name: `Civil Aviation Authority`.
AUTHORITIES = frozenset(
    words_of("authority administration directorate survey bureau agency commission hospital airlines airways")
)
