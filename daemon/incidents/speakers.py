"""Who is quoted: agencies and outlets by their names in three languages, and the words that mark an office. Pure.

A rule folder's entities of kind `news-agency`, `outlet` and `ministry` are known beside these.
"""

from functools import cache

from daemon.language.fold import fold
from daemon.language.words import split_words

#: Name as shown, with its other names. Folding makes case, accents and hyphens one.
MEDIA: dict[str, tuple[str, ...]] = {
    "Reuters": ("Рейтер", "Рейтерс", "رويترز"),
    "AFP": ("Agence France-Presse", "Agence France Presse", "АФП", "Франс Пресс", "فرانس برس", "أ ف ب", "ا.ف.ب"),
    "AP": ("Associated Press", "The Associated Press", "Ассошиэйтед Пресс", "أسوشيتد برس", "اسوشيتد برس"),
    "TASS": ("ITAR-TASS", "Itar Tass", "ТАСС", "تاس"),
    "RIA Novosti": ("RIA", "РИА Новости", "РИА", "ريا نوفوستي", "نوفوستي"),
    "Interfax": ("Интерфакс", "إنترفاكس", "انترفاكس"),
    "Interfax-Ukraine": ("Интерфакс-Украина", "Інтерфакс-Україна"),
    "Xinhua": ("Xinhua News Agency", "Синьхуа", "شينخوا"),
    "Anadolu": ("Anadolu Agency", "Анадолу", "الأناضول"),
    "DPA": ("Deutsche Presse-Agentur", "د ب أ"),
    "SANA": ("Syrian Arab News Agency", "САНА", "سانا"),
    "IRNA": ("ИРНА", "إرنا"),
    "Mehr": ("Mehr News", "Mehr News Agency", "Мехр", "وكالة مهر"),
    "ISNA": ("ИСНА", "إسنا"),
    "Press TV": (),
    "Tasnim": ("Тасним", "تسنيم"),
    "Fars": ("Fars News", "Fars News Agency", "Фарс", "وكالة فارس", "أنباء فارس"),
    "WAFA": ("وكالة وفا",),
    "KUNA": ("كونا",),
    "Yonhap": ("Ренхап", "يونهاب"),
    "Kyodo": ("Kyodo News", "Киодо", "كيودو"),
    "PTI": ("Press Trust of India",),
    "ANSA": ("АНСА", "أنسا"),
    "EFE": ("ЭФЭ",),
    "Ukrinform": ("Укринформ", "Укрінформ"),
    "UNIAN": ("УНИАН", "УНІАН"),
    "BelTA": ("БелТА",),
    "Amaq": ("Amaq News Agency", "Amaq Agency", "Аамак", "Амак", "أعماق"),
    "Al Jazeera": ("Aljazeera", "Al-Jazeera", "Аль-Джазира", "الجزيرة نت", "قناة الجزيرة", "مراسل الجزيرة"),
    "Al Hadath": ("Al-Hadath", "Аль-Хадас", "Аль-Хадат"),
    "Al Arabiya": ("Al-Arabiya", "Аль-Арабия", "قناة العربية"),
    "Al Mayadeen": ("Al-Mayadeen", "Аль-Маядин", "الميادين"),
    "Al Manar": ("Al-Manar", "Аль-Манар", "المنار"),
    "Syrian Observatory for Human Rights": (
        "SOHR",
        "Сирийская обсерватория по правам человека",
        "المرصد السوري لحقوق الإنسان",
        "المرصد السوري",
    ),
    "SPA": ("Saudi Press Agency", "وكالة الأنباء السعودية", "واس"),
    "ABC News": ("ABC",),
    "CBS News": ("CBS",),
    "NBC News": ("NBC",),
    "Fox News": ("فوكس نيوز",),
    "NHK": (),
    "France 24": ("فرانس 24",),
    "Suspilne": ("Суспільне", "Суспильне"),
    "Channel 12": ("القناة 12",),
    "Channel 13": ("القناة 13",),
    "BBC": ("BBC News", "Би-би-си", "بي بي سي"),
    "CNN": ("Си-эн-эн", "سي إن إن"),
    "Bloomberg": ("Блумберг", "بلومبرغ", "بلومبيرغ"),
    "The New York Times": ("New York Times", "NYT", "Нью-Йорк таймс", "نيويورك تايمز"),
    "The Washington Post": ("Washington Post", "Вашингтон пост", "واشنطن بوست"),
    "The Wall Street Journal": ("Wall Street Journal", "WSJ", "وول ستريت جورنال"),
    "The Guardian": ("الغارديان",),
    "Financial Times": ("The Financial Times", "FT", "فايننشال تايمز"),
    "Sky News": ("سكاي نيوز",),
    "Axios": ("أكسيوس",),
    "Politico": ("بوليتيكو",),
    "Le Monde": ("لوموند",),
    "Der Spiegel": ("Шпигель",),
    "Bild": (),
    "Deutsche Welle": ("DW",),
    "Le Figaro": (),
    "Le Parisien": (),
    "BFMTV": (),
    "RFI": ("Radio France Internationale",),
    "Jeune Afrique": (),
    "El País": (),
    "El Mundo": (),
    "Corriere della Sera": (),
    "Radio Free Europe": ("RFE", "RFE/RL", "Радио Свобода", "Радіо Свобода"),
    "Tolo News": ("TOLOnews",),
    "South China Morning Post": ("SCMP",),
    "Novaya Gazeta": ("Новая газета",),
    "Vedomosti": ("Ведомости",),
    "Kommersant": ("Коммерсантъ", "Коммерсант"),
    "RBC": ("РБК",),
    "Izvestia": ("Известия",),
    "Meduza": ("Медуза",),
    "Sputnik": ("Спутник", "سبوتنيك"),
    "Haaretz": ("Гаарец", "هآرتس"),
    "The Times of Israel": ("Times of Israel",),
    "National News Agency": ("الوكالة الوطنية للإعلام", "الوكالة الوطنية للاعلام"),
    "Ukrainska Pravda": ("Украинская правда", "Українська правда"),
    "The Kyiv Independent": ("Kyiv Independent",),
}


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a text."""
    return tuple(fold(word.text) for word in split_words(text))


#: Words that make what they stand in an office of a state.
OFFICES = frozenset(
    words_of(
        "ministry department pentagon kremlin министерство министерства министерстве минобороны мид мчс минздрав "
        "минздрава минздраве минобороне пентагон пентагоне пентагона кремль кремле кремля генштаб генштабе генштаба "
        "міністерство міністерства міністерстві міноборони моз мвс мзс гур وزارة البنتاغون الكرملين"
    )
)
#: Words beside a name that do not make it another's: "AFP News Agency", "Reuters World".
_BESIDE = frozenset(
    words_of(
        "the news agency world english arabic russian en ru ar rss feed online official channel telegram top latest "
        "агентство новости телеканал وكالة الأنباء قناة أخبار"
    )
)

#: Before "news", "TV" and the like these are no outlet's name.
_ANY = frozenset(
    words_of(
        "breaking good bad great latest top big more fake local state world live other all army police border command "
        "military observation sentry security trading hospital guard outpost smart lg samsung apple cable ham "
        "amateur reality"
    )
)
#: Before "Post" these make it a place or an office of letters.
_NO_POST = frozenset(
    words_of(
        "checkpoint check frontier customs listening rangers levies aid medical health goal lamp royal canada "
        "australia swiss deutsche"
    )
)
#: Of a medium's name by its form: it may begin with these, and goes on behind its last word with those only.
_FIRST = frozenset(words_of("radio tv television"))
_GOES_ON = frozenset(words_of("sun sentinel constitution dispatch courier"))
#: What is called after a medium, or has one in its name.
_THINGS = frozenset(
    words_of("square hill shack academy tower city hall station centre center house mast building street road island")
)

#: What only tells feeds of one outlet apart.
_OF_FEEDS = frozenset(
    words_of(
        "english arabic russian ukrainian persian farsi hebrew french turkish en ru uk ua ar fa he fr rss atom feed "
        "online official channel telegram tg"
    )
)
#: A feed that is called by nothing else says what it tells, not who.
_GENERAL = _ANY | frozenset(
    words_of(
        "news newswire feed feeds rss telegram channel alert alerts update updates headlines headline story "
        "stories report reports daily today weekly front page home main all world war wars politics crime security "
        "conflict regional international national middle east near far europe asia africa america latin north "
        "south west live blog press release releases statement statements media official officials sources "
        "source of and for from in on military defence defense aviation weather quake quakes earthquakes "
        "новости новость лента главное события мир война политика происшествия срочно новини головне події війна "
        "أخبار الأخبار عاجل آخر أهم اليوم العالم الحدث"
    )
)


@cache
def names_of_media() -> dict[tuple[str, ...], str]:
    """Every known name of a medium, as folded words -> its name as shown."""
    return {words_of(alias): name for name, aliases in MEDIA.items() for alias in (name, *aliases)}


def medium_of(name: str) -> str | None:
    """The medium that a feed, a publisher or an entity of this name is; None: none of those known here."""
    words = words_of(name)
    known = names_of_media()
    bare = tuple(word for word in words if word not in _BESIDE)
    return known.get(words) or known.get(bare) or known.get(("the", *bare))


def is_outlet(words: tuple[str, ...], at: int) -> bool:
    """Is it an outlet's own name by its word at `at`: no label such as `State TV`, no place such as `Times Square`?"""
    if words[0] in _ANY or not _THINGS.isdisjoint(words[at:]):
        return False
    if words[at] == "post" and words[at - 1] in _ANY | _NO_POST:
        return False
    return _GOES_ON.issuperset(words[at + 1 :]) or (at == 0 and words[0] in _FIRST)


def of_language(words: tuple[str, ...]) -> bool:
    """Do the words only tell feeds of one outlet apart: "English", "RSS"?"""
    return _OF_FEEDS.issuperset(words)


def is_general(words: tuple[str, ...]) -> bool:
    """Do the words of a feed's name only say what it tells: "Breaking News", "Police"?"""
    return _GENERAL.issuperset(words)
