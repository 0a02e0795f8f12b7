"""The words that say who speaks and how, in English, Russian, Ukrainian and Arabic: tables only. Pure.

attribution.py looks for them beside names.
"""

from functools import cache

from daemon.incidents.speakers import words_of
from daemon.language.fold import fold
from daemon.model import Stance

_VERBS = {
    Stance.CLAIMS: """
        claims claimed claim claiming alleges alleged утверждает утверждают утверждал утверждали زعم زعمت يزعم تزعم
        ادعى ادعت تبنى تبنت يتبنى تتبنى стверджує стверджують""",
    Stance.CONFIRMS: """
        confirms confirmed confirm confirming acknowledges acknowledged admits admitted подтвердил подтвердила
        подтвердило подтвердили подтверждает подтверждают признал признала признало признали أكد أكدت يؤكد تؤكد أكدوا
        يؤكدون أقر أقرت підтвердив підтвердила підтвердило підтвердили підтверджує підтверджують визнав визнала
        визнали""",
    Stance.DENIES: """
        denies denied deny denying refutes refuted rejects rejected опроверг опровергла опровергло опровергли
        опровергает опровергают отрицает отрицают отрицал отрицала отрицало отрицали отверг отвергла отвергло отвергли
        отвергает отвергают نفى نفت ينفي تنفي نفيه نفيها ينفون نفوا أنكر أنكرت спростував спростувала спростувало
        спростували спростовує спростовують заперечив заперечила заперечило заперечили заперечує заперечують відкинув
        відкинула відкинули""",
    Stance.CITES: """
        said says say told tells announced announces announce reported reports stated states wrote сообщил сообщила
        сообщило сообщили сообщает сообщают уточнил уточнила уточнило уточнили рассказал рассказала рассказали заявил
        заявила заявило заявили заявляет заявляют объявил объявила объявило объявили передает передают пишет пишут
        написал написала добавил добавила добавили أعلن أعلنت يعلن تعلن أعلنوا يعلنون قال قالت يقول تقول ذكر ذكرت تذكر
        أفاد أفادت يفيد تفيد أضاف أضافت أوضح أوضحت كشفت صرح صرحت نشر نشرت نقلت
        أورد أوردت يورد تورد نقله نقلته ذكره ذكرته أورده أوردته نشره نشرته كتبت
        повідомив повідомила повідомило повідомили повідомляє повідомляють заявив
        повідомляв уточнив уточнили розповів розповіла розповіли оголосив
        оголосила оголосили передає передають пише пишуть написав написала""",
}
#: What only media do: to quote, and to see with a correspondent's eyes.
_VERBS_OF_MEDIA = """
    quotes quoted cites cited saw heard learned learnt reporting узнал узнала узнало узнали выяснил выяснила
    выяснили дізнався дізналася дізналось дізналося дізналися видел видела видели слышал слышала бачив бачила бачили
    شاهد شاهدت رأى gördü göre bildirdi duyurdu yazdı aktardı zufolge berichtet berichtete meldet meldete schreibt
    rapporte rapportent indique affirme écrit informa informó reportó publicó"""
_PASSED_ON = """
    according to|citing|cites|quoting|quoted by|quotes|told|reported by|reports by|as reported by|via|со ссылкой на
    |ссылаясь на|по данным|по информации|по сообщению|по сведениям|по словам|по версии|согласно|согласно данным
    |з посиланням на|із посиланням на|посилаючись на|за даними|за інформацією|за повідомленням|за словами
    |نقلا عن|بحسب|حسب|وفقا|وفق|لوكالة|لصحيفة|لقناة"""
#: What is told or shown to a medium is the medium's; what was told the police is not theirs.
_TOLD_TO = """
    told|tell|tells|seen by|obtained by|reviewed by|viewed by|verified by|shared with|shown to|interview with
    |interview to|speaking to|spoke to|per
    |cited by|carried by|published by|broadcast by|aired by|reported on|broadcast on|aired on
    |источник|источника|источники|источников
    |report in|report by|report from|report on the website of|reports in
    |selon|d'après|rapporte|rapportent|a rapporté|ont rapporté|indique|a indiqué|affirme|citant|d'après
    |según|informó|informa|reportó|publicó|citando a|de acuerdo con|laut|nach angaben|berichtet|berichtete|meldet
    |meldete|unter berufung auf
    |в интервью|в комментарии|в эфире|джерело|джерела|джерел
    |в інтерв'ю|у коментарі|в ефірі"""
#: Kinds of media in the case of whom something is told.
TO_A_MEDIUM = frozenset(
    words_of(
        "газете изданию агентству телеканалу каналу порталу журналу радиостанции газеті виданню радіо ل корреспондент "
        "корреспонденту корреспонденты кореспондент кореспонденту"
    )
)
#: Behind these an Arabic "ما" is no "not": "according to what the agency reported".
WHAT_IS_TOLD = frozenset(words_of("وفق بحسب حسب على وبحسب وحسب ووفق لما"))
#: Before an Arabic "to" these say that a thing is a medium's, not that it was told something.
A_MEDIUM_S_OWN = frozenset(words_of("مقر مقرا مكتب مكتبا مبنى سيارة فريق طاقم"))
OF_THE_KNOWN = frozenset(words_of("learned learnt"))  #: a paper that has no other name for it says so of itself
SAYS = frozenset(words_of("say says said confirm confirms"))  #: before who says it, behind what is told
SPEECHES = frozenset(words_of("تصريح تصريحات مقابلة حديث حوار اتصال"))  #: nouns of what is said to somebody
_HANDED_ON = (  #: another's report, not what one was told
    "citing|quoting|cites|со ссылкой на|ссылаясь на|з посиланням на|із посиланням на|نقلا عن|نقلت عن"
)
_DONE_BY = {
    Stance.CLAIMS: "claimed by",
    Stance.CONFIRMS: "confirmed by|acknowledged by",
    Stance.DENIES: "denied by|refuted by",
}
NOT = frozenset(
    words_of(
        "not cannot never neither nor yet without unable no none nobody declined declines refused refuses failed не ни "
        "без никто отказался отказалась отказалось отказались ніхто без відмовився відмовилися لم لا لن ما دون غير رفض "
        "رفضت"
    )
)
IF = frozenset(words_of("if unless whether если ли якщо чи إذا لو هل"))  #: what it is said of is only supposed
IS = frozenset(words_of("is are was were be been being by"))  #: what is confirmed confirms nothing
GROUP = "IS"  #: Islamic State, no verb
OF_A_NOUN = frozenset(words_of("claim claims report reports"))  #: verbs, unless an article or an owner stands before
OF_THAT = frozenset(words_of("the a an this that these those its his her their any no such s"))
BEFORE_A_NOUN = frozenset(  #: before the name of who has made it: "rejected US claims"
    words_of(
        "rejects rejected refutes refuted denies denied dismisses dismissed disputes disputed of over about on after "
        "amid despite following to"
    )
)
#: To claim these is to win them, or to kill.
WON = frozenset(words_of("victory title gold medal win lives asylum crown championship refund trophy wicket wickets"))
#: To affirm that something matters, or one's will, is no word about an event.
STRESSED = frozenset(
    words_of(
        "commitment readiness support приверженность готовность намерение готовність ضرورة أهمية التزام التزامه "
        "التزامها على"
    )
)
#: To reject, and to deny, is to deny what is told only if it is this, or nothing of the other.
REJECTS = frozenset(words_of("rejects rejected отверг отвергла отвергло отвергли відкинув відкинула відкинули"))
TOLD = frozenset(
    words_of(
        "claim claims report reports allegation allegations accusation accusations suggestion suggestions rumours "
        "rumors responsibility involvement it account accounts version versions statement statements finding findings "
        "theory narrative данные версию версии слухи заявление заявления выводы "
        "сообщения сообщение обвинения обвинение утверждения информацию причастность звинувачення "
        "повідомлення інформацію причетність"
    )
)
NOT_GIVEN = frozenset(
    words_of("entry access bail visa visas permission parole asylum them him her service treatment help aid")
)
NOUNS = frozenset(words_of("reports report states claim alleged"))  #: beside an office: "police dismissed reports"
HEADLINE_VERBS = frozenset({"reports", "report", "states"})  #: of these, right behind an office, but for "report shows"
SHOWS = frozenset(
    words_of("say says said show shows showed shown reveal reveals suggest suggests indicate find finds of")
)
#: Behind "confirmed by" and an office these make it a word of what does it: "government vets".
NO_OFFICE = frozenset(
    words_of(
        "vets vet scientists data tests test figures records documents experts doctors laboratory laboratories lab "
        "labs statistics agency agencies website websites filings minister ministers lawyers"
    )
)
RESPONSIBLE = frozenset(words_of("взял взяла взяло взяли берет взяв"))  #: … на себя ответственность
RESPONSIBILITY = frozenset(words_of("ответственность відповідальність"))
#: Behind a name these make it a part of another's: "Hamas-run health ministry".
AFFILIATED = frozenset(words_of("run backed linked affiliated affiliate aligned allied controlled led held"))
FILLERS = frozenset(
    words_of(
        "the a an state run s news agency newspaper channel broadcaster outlet website its агентство агентства "
        "телеканал газета издание в во пресс служба службе представитель группировка движение организация у речник "
        "канал канала каналу каналом телеграм телеграмм telegram телеканала телеканалу телеканалом газеты газете "
        "издания изданию портал портала агентству агенція агентство телеграмі видання угруповання "
        "المتحدث باسم الناطق وكالة وكاله الأنباء أنباء به قناة صحيفة موقع مراسل "
        "l'agence agence agencia la le les el los der die das nachrichtenagentur zeitung sender quotidien journal "
        "diario periódico chaîne"
    )
)


#: What fighters claim; others called so, in a party's row, claim support.
CLAIMED = frozenset(
    words_of(
        "have they responsibility credit attack attacks ambush "
        "bombing raid strike strikes downing capture killing blast "
        "что сбили ответственность відповідальність що مسؤولية هجوم إسقاط"
    )
)
#: In an office's name these say that it fights, so that it may claim a deed.
DEFENCE = frozenset(
    words_of(
        "defence defense war staff command минобороны обороны генштаб генштаба міноборони оборони الدفاع الحرب الأركان "
        "centcom"
    )
)
#: Between such words and a medium's name, these say of which kind it is; in Russian and Ukrainian any adjective does.
OF_A_KIND = frozenset(
    words_of(
        "semi official private independent local regional national foreign opposition conservative liberal reformist "
        "hardline hard line leading daily weekly popular exiled online public international influential english "
        "language newspaper news outlet agency website site channel broadcaster network magazine portal telegram "
        "government backed owned funded based affiliated pro anti own investigative financial business mass circulation"
    )
)
KIND_ENDINGS = ("ое", "ая", "ый", "ий", "ой", "ого", "ому", "ым", "им", "ей", "ське", "ська", "не", "ого", "ої", "ій")
#: Whom it is told, in French: behind these, "à l'AFP".
TOLD_IN_FRENCH = frozenset(
    words_of(
        "indiqué déclaré confié dit expliqué affirmé raconté précisé annoncé assuré indique déclare confie raconte"
    )
)
#: What an office says so of a report, it denies.
FALSE = frozenset(
    words_of("false untrue baseless groundless unfounded fabricated fake incorrect inaccurate misinformation")
)
OF_A_REPORT = TOLD - frozenset(words_of("it responsibility involvement account accounts")) | frozenset(
    words_of("rumour rumor news story stories information post posts video videos claimed reported")
)


@cache
def verbs(*, medium: bool) -> dict[str, Stance]:
    """Verb -> what its subject does with what is told; media quote and see, too."""
    known = {fold(verb): stance for stance, words in _VERBS.items() for verb in words.split()}
    return known | dict.fromkeys(words_of(_VERBS_OF_MEDIA), Stance.CITES) if medium else known


@cache
def cues(*, medium: bool) -> tuple[tuple[str, ...], ...]:
    """What passes on a word."""
    told = _split(_TOLD_TO)
    plain = tuple(cue for cue in _split(_PASSED_ON) if cue not in told)
    return plain + told if medium else plain


@cache
def handing_on() -> tuple[tuple[str, ...], ...]:
    """What passes on another's report."""
    return _split(_HANDED_ON)


@cache
def done_by() -> dict[Stance, tuple[tuple[str, ...], ...]]:
    """What stands before the name of who does it."""
    return {stance: _split(words) for stance, words in _DONE_BY.items()}


def _split(words: str) -> tuple[tuple[str, ...], ...]:
    return tuple(words_of(cue) for cue in words.split("|") if words_of(cue))
