"""Ukrainian verbs, adjectives and nouns whose forms no stem tells: written out for a rule's word. Pure.

Most are whole words, so that they meet no stranger by a stem that they share; a participle is given without its
ending, of four letters and more, as a text's word comes. Works on folded words.
"""

import re
from typing import Final

_ADJECTIVE: Final = ("ий", "а", "е", "і", "ого", "ому", "им", "их", "ими", "у", "ої", "ій", "ою")
#: What follows the prefix in the infinitive -> what follows it in the forms: `!` a passive participle; `'` a form
#: before which a prefix in a consonant has an і: зібрати, збере.
_ROOTS: Final = {
    "вести": "вів вела вело вели веде ведуть веден! ведучи",
    "везти": "віз везла везло везли везе везуть везен! везучи",
    "нести": "ніс несла несло несли несе несуть несен! несучи",
    "рости": "ріс росла росло росли росте ростуть",
    "повзти": "повз повзла повзло повзли повзе повзуть",
    "трясти": "тряс трясла трясли трясе трясуть",
    "сісти": "сів сіла сіло сіли сяде сядуть",
    "лягти": "ліг лягла лягло лягли ляже ляжуть",
    "могти": "міг могла могло могли може можуть",
    "берегти": "беріг берегла берегли береже бережуть бережен!",
    "стерегти": "стеріг стерегла стерегли стереже стережуть",
    "бігти": "біг бігла бігло бігли біжить біжать",
    "пекти": "пік пекла пекли пече печуть печен!",
    "текти": "тік текла текло текли тече течуть",
    "сікти": "сік сікла сікли січе січуть січен!",
    "тягти": "тяг тягла тягли тягне тягнуть",
    "йти": "йшов йшла йшло йшли йде йдуть йден!",
    "іти": "ішов ішла ішло ішли іде ідуть",
    "їхати": "їде їдуть",
    "слати": "шле шлють слан!",
    "писати": "пише пишуть",
    "казати": "каже кажуть",
    "в'язати": "в'яже в'яжуть",
    "різати": "ріже ріжуть",
    "брати": "бере беруть",
    "гнати": "жене женуть",
    "звати": "зве звуть",
    "рвати": "рве рвуть",
    "бити": "'б'є 'б'ють",
    "жити": "жив жила жило жили живе живуть",
    "дати": "дав дала дало дали дасть дадуть дан!",
    "стати": "став стала стало стали стане стануть",
    "крити": "криє криють",
    "мерти": "мер мерла мерло мерли мре мруть",
}
_ROOT: Final = re.compile(
    "(ви|від|віді|до|з|за|зі|із|на|об|о|обі|од|пере|під|піді|по|при|про|роз|розі|с|у|в|допо|спро|зна)?"
    f"({'|'.join(_ROOTS)})(ся|сь)?"
)
_ROOT_ENDS: Final = tuple(_ROOTS)
_SHORTENED: Final = {"зі": "з", "віді": "від", "піді": "під", "розі": "роз", "обі": "об"}
_KEEPS: Final = frozenset(("рвати", "в'язати", "гнати", "слати"))  #: the prefix has its і in all forms: підірве
_MUTATED: Final = (
    ("ст", "щ"), ("з", "ж"), ("с", "ш"), ("д", "дж"), ("т", "ч"),
    ("б", "бл"), ("п", "пл"), ("в", "вл"), ("м", "мл"), ("ф", "фл"),
)  # fmt: skip
_SECOND: Final = re.compile(r"(\w*(?:гор|лет|сид|вис|терп|кип|скорб))іти(?:ся|сь)?")  #: горіти, горить
_WITHOUT_NU: Final = re.compile(r"\w*(?:ник|сяг|стиг|мерз|сох|вик|тих|слаб|міц)(?=нути)")
_WHOLE: Final = {
    word: tuple(forms.split())
    for word, forms in {
        "мати": "матір матір'ю матері матерів матерям матерями матерях",
        "бити": "б'є б'ють бив била било били бито битий биті бита битого битих",
        "великий": "більший більша більше більші більших більшого найбільший найбільша найбільше найбільші найбільших "
        "найбільшого найбільшу найбільшої найбільшій найбільшим",
        "друг": "друзі друзів друзям друзями друзях",
        "дати": "дасть дадуть дав дала дало дали дано",
        "взяти": "візьме візьмуть взято взятий взяті взята",
        "почати": "почне почнуть почато",
        "прийняти": "прийме приймуть прийнято",
        "зняти": "зніме знімуть знято",
        "зайняти": "займе займуть зайнято",
        "тіло": "тіл",
        "рік": "році",
        "сили": "сил",
        "стаття": "статей",
        "гроші": "грошима",
        "ім'я": "імені імена імен іменем іменам",
        "татарин": "татари татар татарам татарами татарах",
        "болгарин": "болгари болгар болгарам болгарами болгарах",
    }.items()
}
#: Plurals, and a mother, that end as infinitives do: діти is not діє, nor палати палає.
_NOUNS_IN_TI: Final = (
    "діти мати хати сіти солдати кати палати гранати дати лати чати квіти втрати страти результати депутати кандидати "
    "автомати дебати мандати делегати зарплати кімнати адвокати дипломати пірати штати формати еліти освіти світи"
)
NO_INFINITIVES: Final = frozenset(_NOUNS_IN_TI.split())
_VOWELS: Final = "аеиіоуюяєї"
_LONG_ENDS: Final = frozenset("ьчшж")
#: The locative of nouns in these: поріг, порозі. Those in к have -ку: танці are dances, and no place in a танк.
_LOCATIVE: Final = {"г": "з", "х": "с"}
_NO_LOCATIVE: Final = frozenset(("рух", "дух"))  #: Русі is Rus


def ukrainian_forms(word: str) -> set[str]:
    """The forms of a rule's word that are told by its ending and its root; empty for most nouns."""
    found = set(_WHOLE.get(word, ()))
    if word in NO_INFINITIVES:
        return found
    if word.endswith(("ти", "тися", "тись")):
        found |= _verb_forms(word)
    elif word.endswith(("анин", "янин")):
        found |= {word[:-2] + one for one in ("и", "", "ам", "ами", "ах")}
    elif word.endswith(("ний", "кий")) and len(word) > 5:
        found |= {f"{word[:-2]}іш", f"най{word[:-2]}іш"}  # a stem: a text's word comes without its ending
    elif word.endswith(("овий", "евий", "євий")):  # of a text's військові a longer ending is cut off
        found.add(word[:-2] + "і")
    elif word.endswith(("бій", "стрій", "рій", "напій", "покій", "гній")):  # but водій keeps its і
        found |= {word[:-2] + "о" + one for one in ("ю", "ї", "їв", "єм", "ях", "ям", "ями", "єві")}
    elif word[-1:] in _LOCATIVE and word not in _NO_LOCATIVE:
        found.add(word[:-1] + _LOCATIVE[word[-1]] + "і")
    elif word[-1:] in _LONG_ENDS:
        long = re.fullmatch(rf"(\w*[{_VOWELS}])(?:([дтзсцлн])ь|([чшж]))", word)  # ніч, ніччю; сіль, сіллю
        found |= {f"{long[1]}{2 * (long[2] or long[3])}ю"} if long else set()
    return found


def _verb_forms(word: str) -> set[str]:
    active = word.removesuffix("ся").removesuffix("сь")
    bare, mark = active[:-2], active[-3:-2]
    found: set[str] = set()
    if bare.endswith(("ува", "юва")):
        stem = bare[:-2]
        found |= {stem + one for one in ("є", "ють", "ючи")}
        if stem.endswith("ю"):
            found.add(f"{stem[:-1]}йован")
    elif mark in {"а", "я", "і"}:
        found |= {bare + one for one in ("є", "ють", "ючи")}
        second = _SECOND.fullmatch(word)
        found |= {second[1] + one for one in ("ить", "ять")} if second else set()
    elif mark == "ї":
        found |= {bare[:-1] + one for one in ("єно", "єн", "їть", "ять")}
    elif mark == "и" and len(bare) > 3:
        changed = next((bare[: -len(old) - 1] + new for old, new in _MUTATED if bare[:-1].endswith(old)), "")
        if changed:
            found |= {changed + "ен", *((changed + "ять",) if changed.endswith("л") else ())}
    elif bare.endswith("ну"):
        found |= {bare[:-1] + one for one in ("е", "уть")} | {bare[:-2] + one for one in ("ла", "ло", "ли")}
        short = _WITHOUT_NU.match(active)
        found |= {short[0], *(f"{short[0]}л{one}" for one in _ADJECTIVE)} if short else set()
    if active.endswith(_ROOT_ENDS):
        found |= _root_forms(active)
    if active == word:
        return found
    return {one + end for one in found for end in ("ться", "тись") if one[-1] in "еє"} | {
        one + end for one in found for end in ("ся", "сь")
    }


def _root_forms(word: str) -> set[str]:
    root = _ROOT.fullmatch(word)
    if not root:
        return set()
    given = root[1] or ""
    before = given if root[2] in _KEEPS else _SHORTENED.get(given, given)
    with_vowel = before + ("і" if before[-1:] not in {"", *_VOWELS, "в"} else "")
    found: set[str] = set()
    for one in _ROOTS[root[2]].split():
        form = (with_vowel if one[0] == "'" else before) + one.removeprefix("'").removesuffix("!")
        found.add(form)
    return found
