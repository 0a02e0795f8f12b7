"""Entities as written -> the gazetteer; what is wrong with them; and who lies within whom."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise, product

from daemon.errors import Problem
from daemon.language.fold import fold
from daemon.language.namecases import ADJECTIVE_ENDINGS, forms_behind, forms_in_front
from daemon.language.script import script_of
from daemon.language.stopwords import is_stopword
from daemon.language.words import words_in
from daemon.rules.check import Names, similar
from daemon.rules.entities import Gazetteer
from daemon.rules.fuzzy import MIN_LETTERS
from daemon.rules.lead import AtomId, Atoms
from daemon.rules.lexicon import Lexicon
from daemon.rules.read import ReadEntity
from daemon.rules.shape import EntityShape
from daemon.yamlfile import YamlPath

_MIN_ALIAS = 3  #: letters; shorter aliases are warned of
_DENSE = frozenset({"han", "kana", "hangul"})  #: scripts in which two characters are a name
_ALIAS_SCORE_100 = 85
_PARTICLES = (
    "al",
    "el",
    "ad",
    "ar",
    "as",
    "ash",
    "az",
    "esh",
    "ez",
    "bin",
    "ben",
    "ibn",
    "bint",
    "von",
    "van",
    "der",
    "de",
    "ul",
    "ur",
)
_ARABIC_ARTICLE = re.compile("ال[\u0621-\u064a]{2}")
_ARABIC_BARE = re.compile(
    "(?!ال)[\u0621-\u064a]{2}"
)  #: دير الزور is written ديرالزور too; a noun and its adjective are not
_ARABIC_SERVANT = re.compile(r"^(عبد)(?=ال[\u0621-\u064a]{2})")  #: عبدالرحمن, عبد الرحمن
#: What those are called who are called by a name of several: a Proud Boy; but a New York Time is no newspaper.
_MEMBERS_WORDS = (
    "force guard keeper fighter brigade falcon lion eagle ranger marine rebel boy angel panther tiger soldier scout "
    "helmet"
)
_MEMBERS = frozenset(_MEMBERS_WORDS.split())
_AFTER_LATIN = "\u0250"
_SHORT = 4  #: letters and marks; what is longer has its clitics taken off in the text
_MAX_GAPS = 4  #: between words of a fuzzy alias in which a particle may stand


def entity_problems(entities: Mapping[str, ReadEntity], names: Names) -> Iterator[Problem]:
    """What is wrong with parents."""
    for name, entity in entities.items():
        for index, parent in enumerate(entity.shape.within):
            place = (*entity.path, "within", index)
            if parent not in entities and parent not in names.broken and names.are_all:
                yield entity.file.problem(place, f"there is no entity {parent!r}{similar(parent, entities)}")
        if name in _above(name, entities):
            told = f"the entity {name!r} lies within itself; take it out of the `within` of what lies in it"
            yield entity.file.problem((*entity.path, "within"), told)


def spelling_problems(entity: ReadEntity) -> Iterator[Problem]:
    """What is wrong with the names of one entity, whatever else there is."""
    shape, file = entity.shape, entity.file
    for text, place in _places(entity):
        words = list(map(fold, words_in(text)))
        letters = sum(map(len, words))
        if not words:
            yield file.problem(place, f"{text!r} holds no letter or number; it can never match")
        elif place[len(entity.path)] in {"exact", "unless"} or text in shape.exact:
            continue
        elif len(words) == 1 and is_stopword(words[0]):
            yield file.problem(place, f"{text!r} stands in nearly every text; list it under exact: instead")
        elif letters < _MIN_ALIAS and not (letters > 1 and script_of("".join(words)) in _DENSE):
            message = f"the alias {text!r} is very short; list it under exact: if it is written in capitals"
            yield file.problem(place, message, severity="warning")

    spellings = (shape.name, *shape.aliases)
    longest = max((len(fold(word)) for text in spellings for word in words_in(text)), default=0)
    if shape.fuzzy and 0 < longest < MIN_LETTERS:
        message = f"fuzzy takes words of at least {MIN_LETTERS} letters, and there is none; list the spellings instead"
        yield file.problem((*entity.path, "fuzzy"), message, severity="warning")


def _places(entity: ReadEntity) -> Iterator[tuple[str, YamlPath]]:
    shape, path = entity.shape, entity.path
    yield shape.name, (*path, "name")
    for key, texts in (("aliases", shape.aliases), ("exact", shape.exact), ("unless", shape.unless)):
        for index, text in enumerate(texts):
            yield text, (*path, key, index)


def _above(name: str, entities: Mapping[str, ReadEntity]) -> list[str]:
    """All that an entity lies within, near first; itself too, if it does."""
    above: dict[str, None] = {}
    waiting = list(entities[name].shape.within)
    while waiting:
        parent = waiting.pop(0)
        if parent in entities and parent not in above:
            above[parent] = None
            waiting += entities[parent].shape.within
    return list(above)


def ancestors_of(entities: Mapping[str, ReadEntity]) -> dict[str, tuple[str, ...]]:
    """Entity -> all entities that it lies within, near first."""
    return {name: tuple(_above(name, entities)) for name in entities}


def gazetteer_of(entities: Mapping[str, ReadEntity], lexicon: Lexicon) -> Gazetteer:
    """The gazetteer over all spellings; the name is one of them."""
    gazetteer, alone = Gazetteer(), names_of_one_word(entities)
    for name, entity in entities.items():
        shape = entity.shape
        for text in shape.exact:
            gazetteer.add(name, tuple(map(lexicon.exact, _words(text))))
        for text in dict.fromkeys((shape.name, *shape.aliases)):
            if text in shape.exact:
                continue
            words = _words(text)
            for written in (words,) if text.isascii() else _with_and_without_space(words):
                gazetteer.add(name, _name_atoms(written, alone, lexicon))
            if len(words) > 1 and (singular := _singular_of(words)):
                gazetteer.add(name, (*_name_atoms(words, alone, lexicon)[:-1], lexicon.exact(singular)))
            if shape.fuzzy:
                for atoms in _close_spellings(words, lexicon):
                    gazetteer.add(name, atoms)
        for atoms in _uncounted(shape, lexicon):
            gazetteer.add_unless(name, atoms)
    gazetteer.seal()
    return gazetteer


def _uncounted(shape: EntityShape, lexicon: Lexicon) -> Iterator[Atoms]:
    """The phrases of `unless`; those of a fuzzy entity also with its own long words spelled otherwise."""
    for words in map(_words, shape.unless):
        yield tuple(map(lexicon.name, words))
        if shape.fuzzy:
            names = (shape.name, *shape.aliases)
            own = {fold(word) for name in names for word in _words(name) if len(word) >= MIN_LETTERS}
            if not own.isdisjoint(map(fold, words)):
                yield tuple(_fuzzy(word, lexicon) if fold(word) in own else lexicon.name(word) for word in words)


def names_of_one_word(entities: Mapping[str, ReadEntity]) -> frozenset[str]:
    """Folded, in Latin letters: what plurals of other names are not."""
    shapes = [entity.shape for entity in entities.values()]
    texts = (text for shape in shapes for text in (shape.name, *shape.aliases, *shape.exact))
    return frozenset(fold(text) for text in texts if text[:1] < _AFTER_LATIN and " " not in text)


def _name_atoms(words: list[str], alone: frozenset[str], lexicon: Lexicon) -> Atoms:
    """The words of a name, in any case; what others follow in it, in more forms than a name of one word has."""
    if len(words) == 1:
        less = _plurals_among(alone, words[0]) if words[0][0] < _AFTER_LATIN else frozenset[str]()
        return (lexicon.name_but(words[0], less),)
    more = [_forms_in_front(word, is_first=at == 0) for at, word in enumerate(words[:-1])]
    behind = forms_behind(fold(words[-1])) if more[-1] and words[-2][0] < _AFTER_LATIN else frozenset[str]()
    return tuple(map(lexicon.name_with, words, (*more, behind)))


def _forms_in_front(word: str, *, is_first: bool) -> frozenset[str]:
    """`forms_in_front`, asked of the few words that may have any: most names of a large gazetteer have none."""
    may_have = word.endswith(ADJECTIVE_ENDINGS) if word.isascii() else len(word) <= _SHORT or word[0] < _AFTER_LATIN
    return forms_in_front(fold(word), is_first=is_first) if may_have else frozenset()


def _plurals_among(names: frozenset[str], word: str) -> frozenset[str]:
    """The plurals of a name that are another name; of that name, the first one's possessive."""
    folded = fold(word)
    plurals = names.intersection((folded + "s", folded + "es"))
    return plurals | {f"{folded[:-1]}'s"} if folded[-1] == "s" and folded[:-1] in names else plurals


def _singular_of(words: list[str]) -> str:
    """The last word of a name of several, as one of many is called: a Proud Boy; empty for what is no plural."""
    last = words[-1]
    if not last.isascii() or not last.istitle() or not last.endswith("s") or last.endswith("ss"):
        return ""
    singular = f"{last[:-3]}y" if last.endswith("ies") else last[:-1]
    return singular if singular.lower() in _MEMBERS else ""


def _with_and_without_space(words: list[str]) -> list[list[str]]:
    """The words of an alias; in Arabic also with the space before an article taken out, or after عبد put in."""
    found = [words]
    if not any("\u0621" <= word[:1] <= "\u064a" for word in words):  # nearly all names of a large gazetteer
        return found
    for place, (word, after) in enumerate(pairwise(words)):
        if _ARABIC_ARTICLE.match(after) and _ARABIC_BARE.match(word):
            found.append([*words[:place], word + after, *words[place + 2 :]])
    parted = [part for word in words for part in _ARABIC_SERVANT.sub(r"\1 ", word).split(" ")]
    return [*found, parted] if len(parted) > len(words) else found


def _close_spellings(words: list[str], lexicon: Lexicon) -> Iterator[Atoms]:
    """The alias with every long word spelled otherwise, every short one as it sounds; particles between come and go."""
    told = [word for word in words if fold(word) not in _PARTICLES]
    if not any(len(word) >= MIN_LETTERS for word in told):
        return
    atoms = [_fuzzy(word, lexicon) for word in told]
    particle = (lexicon.any_spelled(_PARTICLES),)
    gaps = min(len(atoms) - 1, _MAX_GAPS)
    for choice in product(((), particle), repeat=gaps):
        between = (*choice, *((),) * (len(atoms) - 1 - gaps), ())
        yield tuple(one for atom, gap in zip(atoms, between, strict=True) for one in (atom, *gap))


def _fuzzy(word: str, lexicon: Lexicon) -> AtomId:
    return lexicon.fuzzy(word, _ALIAS_SCORE_100) if len(word) >= MIN_LETTERS else lexicon.sounding(word)


def _words(text: str) -> list[str]:
    return [text] if text.isascii() and text.isalpha() else words_in(text)
