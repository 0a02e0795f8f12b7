"""Russian verbs and nouns whose forms neither a stemmer nor a common base tells: written out for a rule's word. Pure.

Every form is a whole word, so that none meets a stranger by a stem that they share. Works on folded words (ё is е).
"""

import re
from functools import lru_cache
from typing import Final

_ADJECTIVE: Final = ("ый", "ая", "ое", "ые", "ого", "ому", "ым", "ом", "ой", "ую", "ых", "ыми")
_ACTIVE: Final = ("ий", "ая", "ее", "ие", "его", "ему", "им", "ем", "ей", "ую", "их", "ими")
_SHORT: Final = ("", "а", "о", "ы")
_PAST: Final = ("л", "ла", "ло", "ли", "в")
#: What follows the prefix in the infinitive -> what follows it in the forms: `!` a passive participle, `+` an active
#: one, and `'` a form before which a prefix in a consonant has an о: сжечь, сожгла.
_ROOTS: Final = {
    "жечь": "жег 'жгла 'жгло 'жгли 'жжет 'жгут 'жжен! жегш+",
    "беречь": "берег берегла берегло берегли бережет берегут бережен! берегш+",
    "стеречь": "стерег стерегла стерегли стережет стерегут стерегш+",
    "стичь": "стиг стигла стигло стигли стигнет стигнут стигш+",
    "лечь": "лег легла легло легли ляжет лягут легш+",
    "мочь": "мог могла могло могли может могут могш+",
    "влечь": "влек влекла влекло влекли влечет влекут влечен! влекш+",
    "сечь": "сек секла секло секли сечет секут сечен! секш+",
    "течь": "тек текла текло текли течет текут текш+",
    "печь": "пек пекла пекли печет пекут печен! пекш+",
    "вести": "вел вела вело вели ведет ведут веден! ведш+ ведущ+",
    "везти": "вез везла везло везли везет везут везен! везш+ везущ+",
    "нести": "нес несла несло несли несет несут несен! несш+ несущ+",
    "расти": "рос росла росло росли растет растут росш+ растущ+",
    "рести": "рел рела рело рели ретет ретут ретен! ретш+",
    "ползти": "полз ползла ползло ползли ползет ползут ползш+",
    "спасти": "спас спасла спасло спасли спасет спасут спасен! спасш+",
    "трясти": "тряс трясла трясло трясли трясет трясут трясш+",
    "йти": "'шел 'шла 'шло 'шли йдет йдут йден! 'шедш+",
    "сесть": "сел села село сели сядет сядут севш+",
    "пасть": "пал пала пало пали пав падет падут павш+",
    "красть": "крал крала крали крадет крадут краден! кравш+",
    "бежать": "бежал бежала бежало бежали бежит бегут бежавш+",
    "слать": "'шлет 'шлют слан! славш+",
    "брать": "берет берут",
    "драть": "дерет дерут",
    "звать": "зовет зовут",
    "гнать": "гонит гонят",
    "ехать": "ехал ехала ехало ехали едет едут ехавш+",
    "бить": "'бьет 'бьют",
    "дать": "дал дала дало дали даст дадут дан дана дано даны",
    "стать": "стал стала стало стали станет станут ставш+",
    "жить": "жил жила жило жили живет живут живш+",
    "крыть": "крыл крыла крыли кроет кроют",
}
_ROOT: Final = re.compile(
    "(вз|вс|воз|вос|во|вы|в|до|за|из|ис|изо|на|об|обо|от|ото|о|пере|подо|под|по|пре|при|про|раз|рас|разо|со|с|у|не)?"
    f"({'|'.join(_ROOTS)})(ся|сь)?"
)
_ABBREVIATED: Final = {"изо": "из", "обо": "об", "ото": "от", "подо": "под", "разо": "раз"}
_ROOT_ENDS: Final = (
    "слать",
    "рать",
    "звать",
    "нать",
    "хать",
    "бить",
    "сесть",
    "пасть",
    "расть",
    "жать",
    "дать",
    "стать",
    "жить",
    "крыть",
    *(one + "ать" for one in ["каз", "вяз", "пис", "рез", "маз", "скак", "иск", "пахт", "прят", "ропт"]),
)
_HISSING: Final = frozenset("цжшчщ")
_NOT_BEFORE_EN: Final = frozenset("аеиоуыэюянь")
#: Verbs in -ать whose consonant changes in the present: подписать, подпишет; наказать, накажут.
_CHANGING: Final = re.compile("(.*)(каз|вяз|пис|рез|маз|скак|иск|пахт|прят|ропт)ать(ся)?")
_CHANGED: Final = (("ск", "щ"), ("з", "ж"), ("с", "ш"), ("к", "ч"), ("т", "ч"))
_MUTATED: Final = (
    ("ст", "щ"), ("з", "ж"), ("с", "ш"), ("д", "ж"), ("т", "ч"),
    ("б", "бл"), ("п", "пл"), ("в", "вл"), ("м", "мл"),
)  # fmt: skip
#: Verbs in -еть of the second conjugation, and those in -ереть: сгореть, сгорит; умереть, умрет.
_SECOND: Final = re.compile(r"(\w*(?:гор|лет|сид|вис|терп|смотр|кип|скорб|гляд))еть(?:ся)?")
_IN_ERET: Final = re.compile(r"(\w*[мпт])ереть(?:ся)?")
_SHORT_VERB: Final = 5  #: letters before -ть up to which a stemmer makes nothing of a verb in -ить: решить, купить
#: Verbs in -нуть whose past has no ну.
_WITHOUT_NU: Final = re.compile("(?:.*)?(?:гиб|мерз|сох|мок|креп|слаб|верг|стиг|чез|вык|ник|туп|сяк)(?=нуть(?:ся)?$)")
#: судно has its plural, though суда, судов, судами and судах are of courts too: no other form tells of ships. Where
#: that matters, a rule puts a word of the sea beside it.
_WHOLE: Final = {
    word: tuple(forms.split())
    for word, forms in {
        "человек": "люди людей людям людьми людях",
        "ребенок": "дети детей детям детьми детях",
        "мать": "матери матерью матерей матерям матерями матерях",
        "дочь": "дочери дочерью дочерей дочерям дочерями дочерях дочерьми",
        "судья": "судей", "семья": "семей", "статья": "статей", "свинья": "свиней",
        "судно": "суда судов судам судами судах",
        "друг": "друзья друзей друзьям друзьями друзьях", "брат": "братья братьев братьям братьями братьях",
        "сын": "сыновья сыновей сыновьям сыновьями сыновьях", "цена": "цен", "рука": "рук", "нога": "ног",
        "сестра": "сестер", "жена": "жен", "река": "рек", "рана": "ран", "пуля": "пуль", "вода": "вод", "беда": "бед",
        "остров": "острова острову островом острове островов островам островами островах",
        "больной": "болен", "дешевый": "дешевле", "дорогой": "дороже", "жесткий": "жестче", "крепкий": "крепче",
        "легкий": "легче", "мягкий": "мягче", "громкий": "громче", "резкий": "резче", "молодой": "моложе",
        "строгий": "строже", "тихий": "тише", "богатый": "богаче", "твердый": "тверже", "плохой": "хуже",
        "идти": "шел шла шло шли идет идут", "начать": "начнет начнут начат начата начато начаты начатый начатые",
        "тело": "тел", "сила": "сил", "дело": "дел", "лед": "льда льду льдом льды льдов льдах", "лоб": "лба лбу лбом",
        "создать": "создаст создадут", "сутки": "суток", "деньги": "денег",
        "господин": "господа господ господам господами господах",
        "татарин": "татары татар татарам татарами татарах", "болгарин": "болгары болгар болгарам болгарами болгарах",
        "хозяин": "хозяева хозяев хозяевам хозяевами хозяевах",
        "бить": "бил била било били бьет бьют бита биты битый битая битые битых битого битой",
    }.items()
}  # fmt: skip

#: Nouns that end as infinitives do.
_IN_TH: Final = "печать память кровать рать гать рукоять благодать пять девять десять сеть соцсеть клеть плеть треть"
_NOUNS_IN_TH: Final = frozenset(_IN_TH.split())
_THIRD_DECLENSION: Final = ("и", "ью", "ей", "ям", "ями", "ях")
NO_INFINITIVES: Final = _NOUNS_IN_TH | {"мать", "зять", "тать", "ять", "опять", "вспять"}  #: мат is no form of мать


@lru_cache(maxsize=1_000)
def russian_forms(word: str) -> frozenset[str]:
    """The forms of a rule's word that are told by its ending and its root; empty for most nouns."""
    found = set(_WHOLE.get(word, ()))
    if word in NO_INFINITIVES:
        return frozenset(found | {word[:-1] + one for one in _THIRD_DECLENSION if word in _NOUNS_IN_TH})
    if word.endswith(("ть", "ться")):
        found |= _verb_forms(word)
    elif word.endswith(("сти", "йти", "чь", "стись", "йтись", "чься")):
        found |= _with_reflexive(_root_forms(word.removesuffix("ся").removesuffix("сь")), word)
    elif word.endswith(("ч", "ш", "ж", "щ")):
        found.add(word + "ей")
    elif word.endswith(("анин", "янин")):
        found |= {word[:-2] + one for one in ("е", "", "ам", "ами", "ах")}
    elif word.endswith(("енок", "онок")) and word not in _WHOLE:
        found |= {f"{word[:-4]}{'я' if word[-4] == 'е' else 'а'}т{one}" for one in ("а", "", "ам", "ами", "ах")}
    elif word.endswith("ный") and word[-4:-3] not in _NOT_BEFORE_EN:
        found.add(word[:-3] + "ен")
    return frozenset(found)


def _verb_forms(word: str) -> set[str]:
    active = word.removesuffix("ся")
    bare, mark = active[:-2], active[-3:-2]
    found: set[str] = set()
    if bare.endswith(("ова", "ева")):
        stem = bare[:-3] + ("ю" if bare[-3] == "е" and bare[-4:-3] not in _HISSING else "у")
        found |= {stem + "я", *_of_active(stem + "ющ"), *_of_passive(stem + "ем")}
    elif mark == "е":
        found |= {bare + one for one in (*_PAST, "ет", "ют", *_of_active("вш"))}
        found |= _of_stems_in_e(word)
    elif mark in {"а", "я"} and len(bare) > 2:
        found |= {bare + "я", *_of_passive(f"{bare}ем")}
        found.update(_of_passive(f"{bare}н") if mark == "я" else ())
    elif mark == "и" and len(bare) > 3:
        found.update(_of_passive(_mutated(bare[:-1]) + "ен"))
        if len(bare) <= _SHORT_VERB:
            found |= {*(bare + one for one in _PAST), *(bare[:-1] + one for one in ("ит", "ят", "ат"))}
    elif bare.endswith("ну"):
        found |= {bare + one for one in (*_PAST, *_of_active("вш"))}
        found |= {bare[:-1] + one for one in ("ет", "ут", *_of_active("ущ"))}
        short = _WITHOUT_NU.match(word)
        found |= {short[0] + one for one in ("", "ла", "ло", "ли", *_of_active("ш"))} if short else set()
    if active.endswith(_ROOT_ENDS):
        found |= _root_forms(active) | _changing_forms(active)
    return _with_reflexive(found, word)


def _of_stems_in_e(word: str) -> set[str]:
    second, short = _SECOND.fullmatch(word), _IN_ERET.fullmatch(word)
    if second:
        return {second[1] + one for one in ("ит", "ят")}
    return {f"{short[1]}р{one}" for one in ("ет", "ут")} if short else set()


def _with_reflexive(found: set[str], word: str) -> set[str]:
    """The forms with the sign that the infinitive has, if it has one."""
    if not word.endswith(("ся", "сь")):
        return found
    bare = word[:-4]
    reflexive = {one + ("сь" if one.endswith(("ла", "ло", "ли")) else "ся") for one in found}
    return reflexive | {bare + "вшись", bare + "ясь"}


def _root_forms(word: str) -> set[str]:
    root = _ROOT.fullmatch(word)
    if not root:
        return set()
    given = root[1] or ""
    before = _ABBREVIATED.get(given, "с" if given == "со" and root[2] in {"брать", "гнать"} else given)
    if given == "со" and root[2] == "брать":
        before = "со"
    with_vowel = before + ("о" if before[-1:] not in {"", *"аеиоуы"} else "")
    found: set[str] = set()
    for one in _ROOTS[root[2]].split():
        form = (with_vowel if one[0] == "'" else before) + one.strip("'!+")
        found |= set(_of_passive(form)) if one[-1] == "!" else set(_of_active(form)) if one[-1] == "+" else {form}
    return found


def _changing_forms(word: str) -> set[str]:
    changing = _CHANGING.fullmatch(word)
    if not changing:
        return set()
    stem = changing[1] + changing[2]
    new = next(stem.removesuffix(old) + new for old, new in _CHANGED if stem.endswith(old))
    return {new + "ет", new + "ут"}


def _mutated(stem: str) -> str:
    return next((stem.removesuffix(old) + new for old, new in _MUTATED if stem.endswith(old)), stem)


def _of_passive(stem: str) -> tuple[str, ...]:
    """захвачен, захвачена, захваченный; of a present one the long forms alone: обвиняемый."""
    if stem.endswith("м"):
        return tuple(stem + one for one in _ADJECTIVE)
    return (*(stem + one for one in _SHORT), *(f"{stem}н{one}" for one in _ADJECTIVE))


def _of_active(stem: str) -> tuple[str, ...]:
    return tuple(stem + one for one in _ACTIVE)
