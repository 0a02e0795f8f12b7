"""The matcher, spans included, against a slow reading of all stateless conditions, on thousands of random cases.

The slow reading tries every place and every choice of places. It shares with the matcher only folding, inflection,
the cutting of a text into words, and the closeness of a single pair of names.
"""

import random
import re
from functools import cache
from itertools import pairwise, product
from typing import NamedTuple

from daemon.language.fold import fold
from daemon.language.guess import reading_language
from daemon.language.inflect import name_keys, stems_by_language, text_keys, word_keys
from daemon.language.words import is_sentence_end, split_words
from daemon.rules.check import can_stand_near, holds_by_presence
from daemon.rules.condition import (
    All,
    Any,
    AtLeast,
    Condition,
    EntityNamed,
    EntityOfKind,
    Exact,
    Fuzzy,
    Near,
    Not,
    Pattern,
    Phrase,
    Prefix,
    Score,
    Sentence,
    Suffix,
    Title,
    Word,
)
from daemon.rules.fuzzy import FuzzyNames
from daemon.rules.match import MAX_EVIDENCE, find, holding
from tests.unit.rules.parts import a_set, a_text

SEED = 20161
RULE_SETS, RULES, TEXTS = 100, 20, 12  #: and so some 24,000 cases
FIELDS = ("title", "summary", "body")

ENTITIES = """entities:
  - {id: palmyra, name: Palmyra, kind: place, aliases: [Tadmur, Пальмира, تدمر], unless: ["Palmyra Atoll"]}
  - {id: hind, name: Mi-24, kind: weapon, aliases: [Hind attack helicopter], exact: [TOW]}
  - {id: base, name: air base, kind: place, aliases: [авиабаза]}
"""
ALIASES = {
    "palmyra": (["Palmyra", "Tadmur", "Пальмира", "تدمر"], [], ["Palmyra Atoll"]),
    "hind": (["Mi-24", "Hind attack helicopter"], ["TOW"], []),
    "base": (["air base", "авиабаза"], [], []),
}
KINDS = {"place": ["palmyra", "base"], "weapon": ["hind"]}
LEAVES: list[Condition] = [
    *map(Word, ["helicopter", "crash", "shoot", "Mi-24", "вертолёт", "сбить", "مروحية", "attack", "died", "loss"]),
    *map(Phrase, ["shot down", "mi 24", "Palmyra Atoll", "attack helicopter"]),
    *map(Exact, ["TOW", "Hind", "air base"]),
    *map(Prefix, ["crash", "heli", "верт", "Mi-245"]),
    *map(Suffix, ["copter", "ёта"]),
    *map(Fuzzy, ["Gaddafi", "Palmyra"]),
    *map(Pattern, ["Mi-?2[45]", r"\bheli\w+", "верт(олет|олёт)", "(?:shot|shoot) +d", "атак|attack"]),
    EntityNamed("palmyra"),
    EntityNamed("hind"),
    EntityOfKind("place"),
]
TEXT_WORDS = [
    *("helicopter", "Helicopters", "crashed", "crash", "crashes", "shot", "down", "shoots", "Mi-24", "Mi-25", "Mi24"),
    *("TOW", "tow", "Hind", "attack", "Palmyra", "Atoll", "Palmyra's", "Tadmur", "air", "base", "Gadafi", "Kadhafi"),
    *("and", "grey", "of", "вертолёт", "вертолёта", "сбили", "сбит", "Пальмире", "атака", "авиабазы", "ВЕРТОЛЕТ"),
    *("مروحية", "والمروحية", "تدمر", "بتدمر", "أسقطت", "helicоpter", "heli\u00adcopter", "shot"),
    *("die", "los", "losses", "der", "und", "que", "las"),
]
GAPS = [" ", " ", " ", " ", " ", ". ", ", ", "\n", "! "]


class Place(NamedTuple):
    """One occurrence: field, first and last word, and the spans (start, end) that make it up."""

    field: int
    first: int
    last: int
    spans: frozenset[tuple[int, int, int]]


class Text(NamedTuple):
    """One field: its words, and the number of each word's sentence."""

    number: int
    raw: str
    language: str | None
    words: list[tuple[str, int, int]]
    sentences: list[int]


Scope = list[tuple[Text, int, int]]  #: a field, and the words of it that may be looked at
Found = frozenset[tuple[int, int, int]] | None
NOTHING: frozenset[tuple[int, int, int]] = frozenset()


def read_text(number: int, raw: str, language: str | None) -> Text:
    """A field as the slow reading sees it."""
    words = [(word.text, word.start, word.end) for word in split_words(raw)]
    sentences: list[int] = []
    for index, (_, start, _end) in enumerate(words):
        ended = index > 0 and is_sentence_end(
            raw[words[index - 1][2] : start], raw[words[index - 1][1] : words[index - 1][2]]
        )
        sentences.append(sentences[-1] + ended if sentences else 0)
    return Text(number, raw, language, words, sentences)


@cache  # the same few words are asked thousands of times
def fits(leaf: Condition, wanted: str, word: str, language: str | None, *, is_end: bool, is_begin: bool) -> bool:
    """Does one word of a text fit one word of a leaf?"""
    match leaf:
        case Word():
            return not word_keys(fold(wanted)).isdisjoint(text_keys(fold(word), language))
        case Exact():
            return word == wanted or word.removesuffix("'s") == wanted
        case Prefix() if is_end:
            return fold(word).startswith(fold(wanted))
        case Suffix() if is_begin:
            return fold(word).endswith(fold(wanted))
        case Fuzzy(_, score):
            names = FuzzyNames()
            names.add(fold(wanted), score, 1)
            return bool(names.near(fold(word))) or is_name(wanted, word, language)
        case _:
            return fold(wanted) == fold(word)


@cache
def is_name(wanted: str, word: str, language: str | None) -> bool:
    """Is a word a form of a name?"""
    return not name_keys(fold(wanted)).isdisjoint(text_keys(fold(word), language))


def runs(text: Text, low: int, high: int, wanted: list[str], fit: object) -> list[tuple[int, int]]:
    """First and last word of every place where the wanted words stand next to each other."""
    length = len(wanted)
    return [
        (first, first + length - 1)
        for first in range(low, high - length + 1)
        if all(fit(offset, one, text.words[first + offset][0]) for offset, one in enumerate(wanted))  # type: ignore[operator]
    ]


@cache
def words_of(text: str) -> list[str]:
    """The words of a leaf."""
    return [word.text for word in split_words(text)]


def mentions(entity: str, text: Text) -> list[tuple[int, int]]:
    """Where an entity is mentioned in a field: the outermost spellings, outside the phrases that forbid it."""
    aliases, exact, unless = ALIASES[entity]
    high = len(text.words)

    def name(_: int, wanted: str, word: str) -> bool:
        return is_name(wanted, word, text.language)

    def written(_: int, wanted: str, word: str) -> bool:
        return fits(Exact(wanted), wanted, word, None, is_end=True, is_begin=True)

    found = {run for alias in aliases for run in runs(text, 0, high, words_of(alias), name)}
    found |= {run for alias in exact for run in runs(text, 0, high, words_of(alias), written)}
    outer = [run for run in found if not any(o != run and o[0] <= run[0] and run[1] <= o[1] for o in found)]
    covered = {
        at for phrase in unless for a, b in runs(text, 0, high, words_of(phrase), name) for at in range(a, b + 1)
    }
    return [run for run in outer if not covered.issuperset(range(run[0], run[1] + 1))]


def leaf_places(leaf: Condition, text: Text, low: int, high: int) -> list[Place]:
    """Every place of a leaf within some words of a field."""
    match leaf:
        case EntityNamed(name):
            found = [run for run in mentions(name, text) if low <= run[0] and run[1] < high]
        case EntityOfKind(kind):
            found = [run for one in KINDS[kind] for run in mentions(one, text) if low <= run[0] and run[1] < high]
        case Pattern(pattern):
            places = []
            for hit in re.finditer(pattern, text.raw, re.IGNORECASE):
                touched = [i for i, (_, start, end) in enumerate(text.words) if end > hit.start() and start < hit.end()]
                if touched and low <= touched[0] and touched[-1] < high:
                    span = frozenset({(text.number, *hit.span())})
                    places.append(Place(text.number, touched[0], touched[-1], span))
            return places
        case Word(raw) | Phrase(raw) | Exact(raw) | Prefix(raw) | Suffix(raw) | Fuzzy(raw):
            wanted = words_of(raw)

            def fit(offset: int, one: str, word: str) -> bool:
                return fits(leaf, one, word, text.language, is_end=offset == len(wanted) - 1, is_begin=offset == 0)

            found = runs(text, low, high, wanted, fit)
        case _:
            raise AssertionError(leaf)
    return [Place(text.number, a, b, frozenset({(text.number, text.words[a][1], text.words[b][2])})) for a, b in found]


def places(node: Condition, text: Text, low: int, high: int) -> list[Place]:
    """Every place of a condition that has places; of a near one every choice of places that are near enough."""
    if isinstance(node, Any):
        return [place for part in node.parts for place in places(part, text, low, high)]
    if not isinstance(node, Near):
        return leaf_places(node, text, low, high)
    found = []
    for chosen in product(*(places(part, text, low, high) for part in node.parts)):
        first, last = min(one.first for one in chosen), max(one.last for one in chosen)
        in_order = all(left.last < right.first for left, right in pairwise(chosen))
        if last - first <= node.within and (in_order or not node.ordered):
            found.append(Place(text.number, first, last, NOTHING.union(*(one.spans for one in chosen))))
    return found


def spans(node: Condition, scope: Scope) -> Found:
    """The evidence if a condition holds, else None."""
    match node:
        case All(parts):
            each = [spans(part, scope) for part in parts]
            return None if None in each else NOTHING.union(*(one for one in each if one))
        case Not(part):
            return frozenset() if spans(part, scope) is None else None
        case AtLeast(count, parts):
            held = [one for part in parts if (one := spans(part, scope)) is not None]
            return NOTHING.union(*held) if len(held) >= count else None
        case Score(least, weights):
            weighed = [(one, weight) for part, weight in weights if (one := spans(part, scope)) is not None]
            if sum(weight for _, weight in weighed) < least:
                return None
            return NOTHING.union(*(one for one, weight in weighed if weight > 0))
        case Title(part):
            title = [one for one in scope if one[0].number == 0]
            return spans(part, title) if title else None
        case Sentence(part):
            held = [one for place in _sentences(scope) if (one := spans(part, [place])) is not None]
            return NOTHING.union(*held) if held else None
        case Any(parts) if not can_stand_near(node):
            held = [one for part in parts if (one := spans(part, scope)) is not None]
            return NOTHING.union(*held) if held else None
        case _:
            found = [place for text, low, high in scope for place in places(node, text, low, high)]
            return NOTHING.union(*(one.spans for one in found)) if found else None


def _sentences(scope: Scope) -> Scope:
    cut = []
    for text, low, high in scope:
        for number in sorted(set(text.sentences[low:high])):
            inside = [at for at in range(low, high) if text.sentences[at] == number]
            cut.append((text, inside[0], inside[-1] + 1))
    return cut


def random_near(chance: random.Random, depth: int) -> Condition:
    """A condition that has places."""
    if depth == 0 or chance.random() < 0.5:
        return chance.choice(LEAVES)
    parts = tuple(random_near(chance, depth - 1) for _ in range(chance.randint(2, 3)))
    return Any(parts) if chance.random() < 0.5 else Near(parts, chance.randint(1, 6), ordered=chance.random() < 0.4)


def random_condition(chance: random.Random, depth: int) -> Condition:
    """Any condition."""
    kind = chance.choice(["near", "near", "all", "any", "not", "of", "score", "sentence", "title"]) if depth else "near"
    if kind == "near":
        return random_near(chance, 1)
    parts = tuple(random_condition(chance, depth - 1) for _ in range(chance.randint(2, 3)))
    match kind:
        case "all":
            return All(parts)
        case "any":
            return Any(parts)
        case "not":
            return All((*parts[1:], Not(parts[0])))
        case "of":
            return AtLeast(chance.randint(1, len(parts)), parts)
        case "score":
            leaves = chance.sample(LEAVES, chance.randint(2, 4))
            return Score(chance.randint(1, 5), tuple((leaf, float(chance.choice([-2, 1, 2, 3]))) for leaf in leaves))
        case "sentence":
            return Sentence(parts[0])
        case _:
            return Title(parts[0])


def as_yaml(node: Condition) -> str:
    """A condition as a mapping of a rule file, in one line."""
    match node:
        case All(parts) | Any(parts):
            return f"{{{type(node).__name__.lower()}: [{', '.join(map(as_yaml, parts))}]}}"
        case Near(parts, within, ordered):
            return f"{{{'then' if ordered else 'near'}: [{', '.join(map(as_yaml, parts))}], within: {within}}}"
        case AtLeast(count, parts):
            return f"{{of: [{', '.join(map(as_yaml, parts))}], at_least: {count}}}"
        case Not(part) | Sentence(part) | Title(part):
            return f"{{{type(node).__name__.lower()}: {as_yaml(part)}}}"
        case Score(least, weights):  # its parts are keys of a mapping, and so queries
            weighed = ", ".join(f"'{as_query(part)}': {weight}" for part, weight in weights)
            return f"{{score: {{{weighed}}}, at_least: {least}}}"
        case _:
            return leaf_as_yaml(node)


def leaf_as_yaml(node: Condition) -> str:
    """A leaf as a mapping."""
    match node:
        case EntityOfKind(kind):
            return f"{{entity: {{kind: {kind}}}}}"
        case EntityNamed(name):
            return f"{{entity: {name}}}"
        case Word(text):
            return f"'{text}'"
        case Pattern(text):
            return f"{{regex: '{text}'}}"
        case Phrase(text) | Exact(text) | Prefix(text) | Suffix(text) | Fuzzy(text):
            return f"{{{type(node).__name__.lower()}: '{text}'}}"
        case _:
            raise AssertionError(node)


def as_query(node: Condition) -> str:
    """A leaf as a query."""
    match node:
        case Word(text):
            return text
        case Phrase(text):
            return f'"{text}"'
        case Exact(text):
            return f'="{text}"'
        case Prefix(text):
            return f"{text}*"
        case Suffix(text):
            return f"*{text}"
        case Fuzzy(text):
            return f"{text}~"
        case Pattern(text):
            return f"/{text}/"
        case EntityNamed(name):
            return f"@{name}"
        case EntityOfKind(kind):
            return f"@kind:{kind}"
        case _:
            raise AssertionError(node)


def random_text(chance: random.Random, most: int) -> str:
    """A few words of three scripts."""
    return "".join(chance.choice(TEXT_WORDS) + chance.choice(GAPS) for _ in range(chance.randint(0, most))).strip()


def test_thousands_of_random_cases() -> None:
    """On random rules and texts of three scripts both find the same rules, by the same spans.

    Of words near each other the matcher shows the closest choices, so its spans are some of those of all choices.
    """
    chance = random.Random(SEED)
    cases = hits = 0
    for _ in range(RULE_SETS):
        trees = [tree for _ in range(RULES) if holds_by_presence(tree := random_condition(chance, 2))]
        written = [as_yaml(tree) for tree in trees]
        lines = [f"  - {{id: r{number}, severity: low, when: {one}}}" for number, one in enumerate(written)]
        rules = a_set(ENTITIES + "\n".join(["rules:", *lines]))
        for _ in range(TEXTS):
            texts = [random_text(chance, 7), random_text(chance, 9)]
            item = a_text(texts[0], summary=texts[1])
            guessed = reading_language(None, f"{texts[0]} {texts[1]}")
            language = guessed if stems_by_language(guessed) else None
            fields = [read_text(number, raw, language) for number, raw in enumerate(texts)]
            scope = [(field, 0, len(field.words)) for field in fields]
            found = {match.rule.id: match for match in find(rules, item).matches}
            assert [rule.facts.id for rule in holding(rules, item)] == list(found), f"seed {SEED}, texts {texts}"
            for number, tree in enumerate(trees):
                cases += 1
                slow, fast = spans(tree, scope), found.get(f"r{number}")
                told = f"seed {SEED}, rule {written[number]}, texts {texts}"
                assert (fast is not None) == bool(slow), told
                if fast is None or not slow:
                    continue
                hits += 1
                shown = {(FIELDS.index(one.field), one.start, one.end) for one in fast.evidence}
                assert shown <= slow, f"{told}: {shown} is not among {sorted(slow)}"
                assert shown == slow or "within" in written[number], told
    print(f"seed {SEED}: {cases} cases, {hits} matches")
    assert cases >= 20_000
    assert hits >= 2_000


def shown_parts(node: Condition, scope: Scope) -> list[set[tuple[int, int, int]]]:
    """The places of each leaf that can be evidence, wherever it stands."""
    match node:
        case Not():
            return []
        case All(parts) | Any(parts) | Near(parts) | AtLeast(parts=parts):
            return [places for part in parts for places in shown_parts(part, scope)]
        case Sentence(part) | Title(part):
            return shown_parts(part, scope)
        case Score(weights=weights):
            return [places for part, weight in weights if weight > 0 for places in shown_parts(part, scope)]
        case EntityOfKind(kind):
            return [places for one in KINDS[kind] for places in shown_parts(EntityNamed(one), scope)]
        case _:
            return [
                {span for text, low, high in scope for one in leaf_places(node, text, low, high) for span in one.spans}
            ]


def test_what_is_cut_keeps_each_part() -> None:
    """In texts with more evidence than is shown, both find the same, and each leaf that is evidence stays among it."""
    chance = random.Random(SEED)
    cut = 0
    for _ in range(20):
        trees = [tree for _ in range(RULES) if holds_by_presence(tree := random_condition(chance, 2))]
        # Of words near each other the slow reading would try millions of choices here.
        trees = [tree for tree in trees if "within" not in as_yaml(tree)]
        written = [as_yaml(tree) for tree in trees]
        lines = [f"  - {{id: r{number}, severity: low, when: {one}}}" for number, one in enumerate(written)]
        rules = a_set(ENTITIES + "\n".join(["rules:", *lines]))
        texts = ["".join(random_text(chance, 9) + chance.choice(GAPS) for _ in range(60)) for _ in range(2)]
        guessed = reading_language(None, f"{texts[0]} {texts[1]}")
        fields = [read_text(at, raw, guessed if stems_by_language(guessed) else None) for at, raw in enumerate(texts)]
        scope = [(field, 0, len(field.words)) for field in fields]
        found = {match.rule.id: match for match in find(rules, a_text(texts[0], summary=texts[1])).matches}
        for number, tree in enumerate(trees):
            slow, fast = spans(tree, scope) or NOTHING, found.get(f"r{number}")
            shown = {(FIELDS.index(one.field), one.start, one.end) for one in fast.evidence} if fast else set()
            told = f"seed {SEED}, rule {written[number]}, texts {texts}"
            assert shown <= slow, told
            parts = [places & slow for places in shown_parts(tree, scope)]
            assert all(min(places) in shown for places in parts if places), told
            assert len(shown) == min(len(slow), max(MAX_EVIDENCE, len({min(one) for one in parts if one}))), told
            cut += len(shown) < len(slow)
    print(f"seed {SEED}: {cut} were cut")
    assert cut >= 50
