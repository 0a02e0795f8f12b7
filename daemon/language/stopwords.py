"""Small words that every text holds: they tell languages apart, and alone they make no keyword. Pure; folded."""

from collections.abc import Collection

from daemon.language.fold import fold

STOPWORDS: dict[str, frozenset[str]] = {
    language: frozenset(map(fold, words.split()))
    for language, words in {
        "en": "us if no so do all more also "
        "the a an of to and in is are was were be been that this it its for on with as at by from or not has "
        "have had he she they we you i his her their our but who which will would can could after before "
        "about into than then there",
        "ru": "и в во на не с со по из к ко у о об от до за для что как это его ее их он она они мы вы я а но или "
        "был была было были при под над также уже же ли бы то так",
        "uk": "і й в у на не з із зі по до за для що як це його її їх він вона вони ми ви я а але або був була було "
        "були при під також вже же та від про",
        "bg": "и в на не с по за от се че да е са като това той тя те",
        "ar": "في من الى عن ان هذا هذه التي الذي كان كانت لا ما هو هي مع بعد قبل قد لم لن كما او ثم و",
        "fa": "و در به از که اين را با است براي آن یک تا بر هم شد شده كرد می مي "
        "هاي ها اند بود شدند كردند خود او انها نيز پس پيش دو يا اما",
        "de": "der die das und ist nicht ein eine von zu mit den dem des auf fur im sich auch wurde bei nach aus "
        "wird sind hat haben wurden werden sich nach vor uber unter gegen durch noch nur oder aber wie zur zum "
        "vom beim ins einen einem einer eines dass wenn er sie es wir ihr ist seit laut am an in",
        "fr": "le la les de des du et est un une dans que qui pour par sur au aux avec pas ce cette son ses ont ete "
        "sont aux leur leurs mais ou comme apres avant contre entre sous plus deux selon fait "
        "lors chez vers depuis sans il elle ils elles nous vous a",
        "es": "el la los las de del y en que un una por con para se su es al lo como mas fue han sus entre "
        "fueron ha sobre tras contra desde hasta cuando donde pero sin este esta estos muy ya ser son dos segun "
        "durante hay o e ante bajo a tres cuatro cinco seis",
        "it": "il lo la gli le di del della e che un una per con non in sono da al dei nel alla anche",
        "pt": "o a os as de do da dos das e em que um uma por com para se no na nao ao foi mais",
        "nl": "de het een van en in is dat op te voor met zijn niet aan er door bij ook werd naar",
        "sv": "och i att det som en pa ar av for med den till inte har de om ett var",
        "pl": "i w na z do nie sie jest to ze o po za od przez dla jak ale",
        "tr": "ve bir bu da de icin ile olarak olan daha cok gibi sonra kadar ancak "
        "oldu oldugu edildi etti ettigi tarafindan once karsi uzere gore en her iki uc ise ya mi mu degil var yok "
        "diye bin son yeni dedi acikladi",
        "he": "של את על לא הוא היא עם זה כי גם או אל הם יש אין מה כל בין לאחר אחרי לפני נגד אך",
    }.items()
}

#: Those that are forms of other words of their language, verbs above all: a rule's `faire` must find *fait*.
_INFLECTED = {
    "en": "is are was were be been has have had do could can will would if so more",
    "de": "ist wurde wird sind hat haben wurden werden seit laut sie es einen einem einer eines",
    "fr": "est et ete ont sont fait a entre sous plus lors vers contre comme",
    "es": "es para su como fue han entre fueron ha sobre contra sin esta estos ser son hay bajo uno una",
    "it": "e sono da dei alla con",
    "pt": "para por foi no mais como",
    "nl": "is werd zijn door over",
    "sv": "var har",
    "pl": "jest",
}
#: Small words of languages in Latin letters that are forms of nothing else there.
SMALL_WORDS: dict[str, frozenset[str]] = {
    language: STOPWORDS[language] - frozenset(words.split()) for language, words in _INFLECTED.items()
}

_LARGEST = ("en", "ru", "uk", "ar")

#: Further small words that are spelled as words of other languages: German *war*, Swedish *men*, Spanish *sea*.
_ALIKE = {
    "de": "war waren bin man will was kann dies also alle hier wo",
    "fr": "car pour on or tout font met",
    "es": "sin hay sea era come once has son",
    "it": "come era dove ora ha hanno i dell all due",
    "pt": "sem era sea mas tem",
    "nl": "met men had was of door over er hem kan die want wat bij",
    "sv": "men han var under om fast hade man vid vill",
    "da": "men han var under for at man og er vil",
    **dict.fromkeys(("no", "nb", "nn"), "men han var under for at man og er vil"),
    "tr": "son der ama bin on",
    "pl": "to by ten pod bez nad",
    "ro": "care are mai din cum sunt fost",
    "fi": "on ja oli",
    "hu": "is ha hat",
}
#: The small words of languages in Latin letters beside English, those that are forms of others too: whoever asks for
#: one of these alone, and names no language, means a word of another language.
SMALL_ABROAD: dict[str, frozenset[str]] = {
    language: STOPWORDS.get(language, frozenset()) | frozenset(_ALIKE.get(language, "").split())
    for language in sorted({*SMALL_WORDS, "tr", *_ALIKE} - {"en"})
}
SMALL_ANYWHERE: frozenset[str] = frozenset().union(*SMALL_ABROAD.values())


def is_stopword(word: str, languages: Collection[str] = ()) -> bool:
    """Is the folded word one of those that alone say nothing in these languages, without any in some of the largest?

    One of the largest suffices; of others it must be so in all, and what is a form of another word there says
    something: Spanish *fueron*.
    """
    if any(word in STOPWORDS[language] for language in _LARGEST if language in languages or not languages):
        return True
    return bool(languages) and all(word in SMALL_WORDS.get(one, STOPWORDS.get(one, ())) for one in languages)
