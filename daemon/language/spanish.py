"""Spanish inflection: a folded word -> the bases by which its forms meet. Pure.

Nouns and adjectives meet by singular and masculine; a verb's forms meet its infinitive or its participle. Derived
words (explosivo, policial, atacante) are other words: a stemmer would merge them.
"""

from functools import lru_cache

from daemon.language.spanish_forms import spanish_forms

#: Feminine endings of participles and adjectives that have a masculine in -o.
_FEMININE = ("ada", "ida", "iva", "osa", "muerta", "bierta", "rusa", "turca", "polaca", "ana", "ina")
#: They end like participles and are nouns of their own.
_NOUN_WORDS = (
    "soldado estado mercado atentado partido resultado sentido pedido abogado condado ejercito grado senado "
    "contenido sonido significado vestido apellido marido sabado prado lado"
)
_NOUNS = frozenset(_NOUN_WORDS.split())
#: Infinitive -> its irregular forms that newsrooms write; the regular ones are found by ending.
_IRREGULAR = {
    form: verb
    for verb, forms in {
        "morir": "murio murieron muere mueren muriendo muerto muerta muertos muertas",
        "herir": "hirio hirieron hiere hieren",
        "caer": "cayo cayeron cae caen cayendo caido caidos",
        "destruir": "destruyo destruyeron destruye destruyen",
        "detener": "detuvo detuvieron detiene detienen",
        "huir": "huyo huyeron huye huyen huyendo huido huia huian",
        "perder": "pierde pierden",
        "negar": "niega niegan",
        "abrir": "abierto abierta abiertos abiertas",
        "romper": "roto rota rotos rotas",
        "decir": "dijo dijeron dice dicen dicho",
        "hacer": "hizo hicieron hace hacen hecho",
        "dar": "dio dieron dado",
        "ver": "vio vieron visto vistos",  # vista is a sight, and a hearing
    }.items()
    for form in forms.split()
}
_IRREGULAR_VERBS = frozenset(_IRREGULAR.values())
_AR = (
    *("aron", "ando", "aban", "aba", "aran", "ara", "aria", "arian", "ados", "adas", "ado", "ada"),
    *("ar", "an", "a", "o"),
)
_IR = (
    *("ieron", "iendo", "idos", "idas", "ido", "ida", "iran", "ira", "eran", "era", "ian", "ia", "io"),
    *("er", "ir", "en", "e"),
)
_MIN_STEM = 3
_MIN_PARTICIPLE_STEM = 4


@lru_cache(maxsize=1_000)
def spanish_word_bases(word: str) -> frozenset[str]:
    """The bases of a rule's word. Law: holds the word itself."""
    bases = _nominal(word) | spanish_forms(word)
    if word.endswith(("arse", "irse")) and len(word) > _MIN_STEM + 3:  # a verb as a dictionary has it: estrellarse
        return spanish_word_bases(word[:-2]) | bases
    if word in _IRREGULAR_VERBS:
        bases.add(f"+{word}")
    if word.endswith(("ar", "er", "ir")) and len(word) - 2 >= _MIN_STEM:
        bases.add(f"+{'a' if word.endswith('ar') else 'i'}{word[:-2]}")
    elif word.endswith(("ado", "ido")) and word not in _NOUNS and len(word) - 3 >= _MIN_PARTICIPLE_STEM:
        bases.add(f"+{word[-3]}{word[:-3]}")
    return frozenset(bases)


@lru_cache(maxsize=1_000)
def spanish_text_bases(word: str) -> frozenset[str]:
    """The bases of a text's word, which may be any form. Law: holds the word itself."""
    bases = _nominal(word)
    if word in _IRREGULAR:
        bases.add(f"+{_IRREGULAR[word]}")
    for mark, endings in (("a", _AR), ("i", _IR)):
        bases |= {
            f"+{mark}{word[: -len(one)]}" for one in endings if word.endswith(one) and len(word) - len(one) >= _MIN_STEM
        }
    return frozenset(bases)


def _nominal(word: str) -> set[str]:
    bases = {word}
    if word.endswith("s") and len(word) > 3:
        bases.add(word[:-1])
        if word.endswith("ces"):
            bases.add(word[:-3] + "z")
        elif word.endswith("es") and len(word) > 4 and word[-3] in "lrndjsy":
            bases.add(word[:-2])
    bases |= {one[:-1] + "o" for one in bases if one.endswith(_FEMININE) and len(one) > 3}
    return bases | {one[:-1] for one in bases if one.endswith("ora") and len(one) > 5}
