"""Spanish verbs whose stem changes: the forms of a rule's word, written out. Pure.

Each form is a whole word. Works on folded words: ó is o.
"""

import re
from typing import Final

#: End of the infinitive -> the ends of its irregular forms, alone and with a prefix before it.
_CLASSES: Final = {
    "decir": "dice dicen dijo dijeron dicho dicha dichos dichas dira diran diria diga digan diciendo",
    "ducir": "dujo dujeron duzca duzcan dujera",
    "traer": "trajo trajeron traido traida traidos traidas traiga traigan trayendo",
    "poner": "puso pusieron puesto puesta puestos puestas pondra pondran pondria ponga pongan pusiera",
    "tener": "tiene tienen tuvo tuvieron tendra tendran tendria tenga tengan tuviera",
    "venir": "viene vienen vinieron vendra vendran vendria venga vengan viniendo",
    "hacer": "hizo hicieron hecho hecha hechos hechas hara haran haria haga hagan hiciera",
    "poder": "puede pueden pudo pudieron podra podran pueda puedan pudiera",  # podría is what may be, and no power
    "querer": "quiere quieren quiso quisieron querra querran quiera quieran quisiera",
    "saber": "supo supieron sabra sabran sabria sepa sepan supiera",
    "salir": "saldra saldran saldria salga salgan",
    "caer": "cayo cayeron cayendo caiga caigan caida caidas",
    "scribir": "scrito scrita scritos scritas",
    "cubrir": "cubierto cubierta cubiertos cubiertas",
    "volver": "vuelve vuelven vuelto vuelta vueltos vueltas vuelva vuelvan",
    "solver": "suelve suelven suelto suelta sueltos sueltas suelva suelvan",
    "andar": "anduvo anduvieron",
}
_ONLY: Final = {"andar": ("andar", "desandar"), "saber": ("saber",), "salir": ("salir",)}
_NO_VERBS: Final = frozenset(("revolver",))  #: a gun: revuelta is a revolt
#: Forms that every reader takes for another word: taxes, a budget, force.
_NO_FORMS: Final = frozenset(
    (
        "impuesto",
        "impuestos",
        "presupuesto",
        "presupuestos",
        "fuerza",
        "fuerzas",
        "cuenta",
        "cuentas",
        "prueba",
        "pruebas",
    )
)
_ENDS: Final = tuple(_CLASSES)
_WITHOUT_VINO: Final = ("intervenir", "convenir", "prevenir", "provenir", "sobrevenir")
#: Stems whose last vowel changes under stress: e to ie, o to ue; in -ir also e to i and o to u.
_STRESSED: Final = (
    "perd herr cerr pens comenz empez defend entend extend atend encend neg enterr gobern acert calent tembl confes "
    "despert atraves recomend sent consent ment desment advert suger refer prefer convert invert her "
    "interfer transfer requer mor dorm mov promov remov mostr demostr encontr cost rod record aprob "
    "comprob acord colg rog solt tron almorz jug suspend descend ascend "
    "quebr volc despleg repleg deneg encerr sembr "
    "aterr revent cont recont descont vol sobrevol reforz esforz forz torc "
    "mord llov prob manifest divert tropez"
)
_STRESSED_VERB: Final = re.compile(f"({'|'.join(_STRESSED.split())})(ar|er|ir)")
#: Stems in -ir whose e is i under stress and in the third persons of the past.
_E_TO_I: Final = re.compile("(.*)(ped|eleg|segu|serv|repet|med|vest|correg|rend|compet|conceb|gem)ir")
_STRESS: Final = {"e": "ie", "o": "ue", "u": "ue"}
_CHANGED_ENDS: Final = {"ar": ("a", "an", "e", "en"), "er": ("e", "en", "a", "an"), "ir": ("e", "en", "a", "an")}
_BEFORE_E: Final = {"c": "qu", "g": "gu", "z": "c"}
_NO_ESA: Final = frozenset(("interes", "estres", "cortes", "lunes", "martes", "jueves", "viernes", "despues", "traves"))


#: Nouns and adjectives whose feminine, or whose form before a noun, no ending tells: of most in -o it is another word
#: (banco, banca; caso, casa).
_WHOLE: Final = {
    word: tuple(forms.split())
    for word, forms in {
        "juez": "jueza juezas", "alcalde": "alcaldesa alcaldesas", "presidente": "presidenta presidentas",
        "jefe": "jefa jefas", "dependiente": "dependienta", "lider": "lideresa lideresas", "principe": "princesa",
        "expresidente": "expresidenta expresidentas", "vicepresidente": "vicepresidenta vicepresidentas",
        "enfermo": "enferma enfermas", "medico": "medica medicas", "ministro": "ministra ministras",
        "hijo": "hija hijas", "nino": "nina ninas", "chico": "chica chicas", "amigo": "amiga amigas",
        "alumno": "alumna alumnas", "novio": "novia novias", "viudo": "viuda viudas", "gitano": "gitana gitanas",
        "enemigo": "enemiga enemigas",
        "candidato": "candidata candidatas", "kurdo": "kurda kurdas", "primero": "primer", "tercero": "tercer",
        "bueno": "buen buena buenas",
        "primer": "primero primeros primera primeras", "tercer": "tercero terceros tercera terceras",
        "gran": "grande grandes", "grande": "gran", "nuevo": "nueva nuevas", "blanco": "blanca blancas",
        "negro": "negra negras", "largo": "larga largas", "grave": "graves", "sirio": "sirios", "sueco": "sueca suecas",
        "suizo": "suiza suizas", "griego": "griega griegas", "checo": "checa checas", "noruego": "noruega noruegas",
        "judio": "judia judias", "espanol": "espanola espanolas", "palestino": "palestina palestinas",
        "masivo": "masiva masivas", "interno": "interna internas", "externo": "externa externas",
        "moderno": "moderna modernas", "eterno": "eterna eternas", "directo": "directa directas",
        "falso": "falsa falsas", "unico": "unica unicas", "publico": "publica publicas",
    }.items()
}  # fmt: skip
#: Ends of nouns and adjectives in -o that have a feminine in -a: bombero, humanitario, económico, salvadoreño.
_WITH_A: Final = ("ero", "ario", "ico", "eno")
#: Those whose -a makes another word: steel and a pavement, a politician and politics.
_NO_A_AS_WORDS: Final = (
    "pacifico mario dario acero cartero dinero enero genero numero ranchero brasero cochero ligero granero cordero "
    "tablero comisario notario canario diario horario calvario rosario politico tecnico musico fisico quimico critico "
    "logico mecanico estadistico "
    "practico clinico fabrico optico informatico tactico grafico trafico atletico matematico "
    "gramatico botanico genetico polemico tonico rico pico mexico belico cifico ceramico retorico dialectico sereno "
    "terreno freno veneno estreno escenario salario"
)
_NO_A: Final = frozenset(_NO_A_AS_WORDS.split())
_CLITICS: Final = ("se", "lo", "la", "los", "las", "le", "les")


def spanish_forms(word: str) -> set[str]:
    """The forms of a rule's word that no ending tells by rule; empty for most nouns."""
    if word in _WHOLE:
        return set(_WHOLE[word])
    if word.endswith(("ar", "er", "ir")):
        clitics = {word + one for one in _CLITICS} if len(word) > 4 else set()  # matarlo, hundirse
        return _verb_forms(word) | clitics
    if word.endswith("es"):
        is_of_land = len(word) > 5 and word not in _NO_ESA
        return {word + "a", word + "as"} if is_of_land else set()  # francés, francesa
    return _feminine(word) if len(word) > 4 else set()


def _feminine(word: str) -> set[str]:
    """Of nouns and adjectives in -ero and the like, in -án and -ón; and the plural of those in -í."""
    if word.endswith(_WITH_A):
        return set() if word in _NO_A else {word[:-1] + "a", word[:-1] + "as"}
    if word.endswith(("an", "ron", "eon")) and len(word) > 5:  # alemán, alemana; ladrón, ladrona
        return {word + "a", word + "as"}
    return {word + "es"} if word.endswith(("li", "qui", "ni", "ti", "di")) else set()  # israelí, marroquí


def _verb_forms(word: str) -> set[str]:
    found: set[str] = set()
    end = next((one for one in _ENDS if word.endswith(one)), "")
    if word in _NO_VERBS:
        return found
    if end and word in _ONLY.get(end, (word,)):
        found |= {word.removesuffix(end) + one for one in _CLASSES[end].split()} - _NO_FORMS
        found |= {word.removesuffix("enir") + "ino"} if word in _WITHOUT_VINO else set()
    stem, kind = word[:-2], word[-2:]
    if kind == "ar" and len(stem) > 2:  # the singular is too often a noun: ataque, alcance
        softened = stem[:-1] + _BEFORE_E.get(stem[-1], stem[-1])
        found |= {softened + "en", *((softened + "e",) if stem[-1] == "g" else ())}
    if word.endswith("uir") and not word.endswith(("guir", "quir")):
        found |= {stem + one for one in ("ye", "yen", "yo", "yeron", "yendo", "ya", "yan")}
    stressed = _STRESSED_VERB.fullmatch(word)
    if stressed:
        found |= _of_stressed(stem, kind) - _NO_FORMS
    weakened = _E_TO_I.fullmatch(word)
    return found | _of_weakened(weakened[1] + weakened[2]) if weakened else found


def _of_stressed(stem: str, kind: str) -> set[str]:
    at = max(stem.rfind(one) for one in "eou")
    changed = stem[:at] + _STRESS[stem[at]] + stem[at + 1 :]
    before_e = changed[:-1] + _BEFORE_E[changed[-1]] if kind == "ar" and changed[-1] in _BEFORE_E else changed
    found = {(before_e if one[0] == "e" and kind == "ar" else changed) + one for one in _CHANGED_ENDS[kind]}
    if kind == "ir":
        closed = stem[:at] + ("i" if stem[at] == "e" else "u") + stem[at + 1 :]
        found |= {closed + one for one in ("io", "ieron", "iendo")}
    return found


def _of_weakened(stem: str) -> set[str]:
    at = stem.rfind("e")
    changed = stem[:at] + "i" + stem[at + 1 :]
    before_a = changed[:-1] + "j" if changed.endswith("g") else changed.removesuffix("u")
    return {changed + one for one in ("e", "en", "io", "ieron", "iendo")} | {before_a + one for one in ("a", "an")}
