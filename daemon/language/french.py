"""French inflection: a folded word -> the bases by which its forms meet. Pure.

Nouns and adjectives meet by singular and masculine; a verb's forms meet its infinitive. Derived words (explosif,
policier, organisation) are other words: a stemmer would merge them. Folding has taken the accents: `blesse` is blessé.
"""

from functools import lru_cache

from daemon.language.french_forms import french_forms

#: Nouns in -ée, which are no feminine participles: armée is not arme.
_EE_NOUN_WORDS = (
    "armee annee journee soiree matinee arrivee duree entree idee montee tournee fusee epee coree guinee pensee vallee "
    "assemblee traversee tranchee portee chaussee fumee maree musee lycee trophee poignee percee rentree equipee"
)
_EE_NOUNS = frozenset(_EE_NOUN_WORDS.split())
#: Nouns in -ale, which are no feminine adjectives: capitale is not capital.
_ALE_NOUNS = frozenset(("capitale", "finale", "morale", "escale", "rivale", "pale", "male", "bale", "tale", "sale"))
#: Feminine ending -> masculine ending, of adjectives and participles.
_FEMININE = (
    ("ienne", "ien"),
    ("eenne", "een"),
    ("duite", "duit"),
    ("struite", "struit"),
    ("etruite", "etruit"),
    ("tuite", "tuit"),
    ("morte", "mort"),
    ("verte", "vert"),
    ("eure", "eur"),
    ("fiante", "fiant"),
    ("stante", "stant"),
)
#: Infinitive -> its irregular forms that newsrooms write.
_IRREGULAR = {
    form: verb
    for verb, forms in {
        "abattre": "abat abattent abattu abattue abattus abattues abattit abattirent abattait abattant",
        "combattre": "combat combattent combattu combattirent combattait combattant",
        "detruire": "detruit detruite detruits detruites detruisent detruisit detruisait detruisant",
        "mourir": "meurt meurent mort morte morts mortes mourut moururent mourait mourant",
        "prendre": "prend prennent pris prise prises prit prirent prenait",
        "tenir": "tient tiennent tenu tenue tenus tenues tint tinrent tenait",
        "fuir": "fuit fuient fui fuirent fuyait fuyant",
        "faire": "fait font faite faits faites fit firent faisait",
    }.items()
    for form in forms.split()
}
_ER = (
    *("eraient", "erait", "eront", "erent", "era", "aient", "ait", "ant", "ent", "ons", "ez"),
    *("ees", "ee", "es", "e", "a", "er"),
)
_IR = ("issaient", "issait", "issent", "issant", "iront", "irent", "ira", "ies", "ie", "is", "it", "i", "ir")
_RE = ("aient", "ait", "ant", "ent", "irent", "it", "ues", "us", "ue", "u", "ra", "ront", "re")
_MIN_STEM = 2
_MAX_NAME = 5  #: letters up to which the s of a rule's word is its own: Paris is not pari


@lru_cache(maxsize=1_000)
def french_word_bases(word: str) -> frozenset[str]:
    """The bases of a rule's word. Law: holds the word itself."""
    if word.startswith("s'") and word.endswith(("er", "ir", "re")):
        word = word[2:]  # a verb as a dictionary has it: s'effondrer
    bases = _nominal(word) if len(word) > _MAX_NAME else {word}
    bases |= french_forms(word)
    if word.endswith(("er", "ir", "re")) and len(word) - 2 >= _MIN_STEM:
        bases |= {f"+{word[-2]}{word[:-2]}", f"+{word}"}
    return frozenset(bases)


@lru_cache(maxsize=1_000)
def french_text_bases(word: str) -> frozenset[str]:
    """The bases of a text's word, which may be any form. Law: holds the word itself."""
    bases = _nominal(word)
    if word in _IRREGULAR:
        bases.add(f"+{_IRREGULAR[word]}")
    for mark, endings in (("e", _ER), ("i", _IR), ("r", _RE)):
        bases |= {
            f"+{mark}{word[: -len(one)]}" for one in endings if word.endswith(one) and len(word) - len(one) >= _MIN_STEM
        }
    return frozenset(bases)


def _nominal(word: str) -> set[str]:
    bases = {word}
    if word.endswith(("s", "x")) and len(word) > 3:
        bases.add(word[:-1])
        if word.endswith("aux") and not word.endswith("eaux"):
            bases.add(word[:-3] + "al")
    for one in tuple(bases):
        in_ee = one.endswith("ee") and one not in _EE_NOUNS
        in_ue = one.endswith("ue") and not one.endswith(("que", "gue")) and len(one) > 4
        if in_ee or in_ue:
            bases.add(one[:-1])
        if one.endswith("ale") and one not in _ALE_NOUNS:
            bases.add(one[:-1])
        bases |= {one[: -len(old)] + new for old, new in _FEMININE if one.endswith(old)}
    return bases
