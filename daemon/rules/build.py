"""A condition tree -> the node that looks for it, and the anchors without which it cannot hold."""

from collections.abc import Collection, Iterable, Mapping

from daemon.language.words import split_words
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
    Terms,
    Title,
    Word,
    parts_of,
)
from daemon.rules.index import Anchor
from daemon.rules.lexicon import Atoms, Lexicon
from daemon.rules.nearby import Nearby
from daemon.rules.pattern import CompiledPattern, compile_pattern
from daemon.rules.plan import (
    Absent,
    Counted,
    Either,
    EitherNear,
    Every,
    InTitle,
    Mentions,
    NearNode,
    Node,
    Patterned,
    Sequences,
    Weighed,
    WithinSentence,
)

Anchors = frozenset[Anchor] | None  #: None: it may hold without any of the known words


class Builder:
    """Builds the nodes of all rules over one lexicon."""

    def __init__(
        self,
        lexicon: Lexicon,
        *,
        by_kind: Mapping[str, frozenset[str]],
        descendants: Mapping[str, frozenset[str]],
        terms: Mapping[str, Condition],
    ) -> None:
        self._lexicon = lexicon
        self._by_kind = by_kind
        self._descendants = descendants
        self._terms = terms
        self._patterns: dict[str, tuple[int, CompiledPattern]] = {}

    def node(self, condition: Condition, languages: Collection[str]) -> Node:
        """The node of a tree that was checked before; `languages` are the rule's."""
        match condition:
            case All(parts):
                return Every(tuple(self.node(part, languages) for part in parts))
            case Any(parts):
                return Either(tuple(self.node(part, languages) for part in parts))
            case Not(part):
                return Absent(self.node(part, languages))
            case Sentence(part):
                leaves = tuple(self._near_node(leaf, languages) for leaf in _shown_leaves(part, self._terms))
                return WithinSentence(self.node(part, languages), leaves)
            case Title(part):
                return InTitle(self.node(part, languages))
            case AtLeast(count, parts):
                return Counted(count, tuple(self.node(part, languages) for part in parts))
            case Score(least, weights):
                return Weighed(least, tuple((self.node(part, languages), weight) for part, weight in weights))
            case Terms(name):
                return self.node(self._terms[name], languages)
            case _:
                return self._near_node(condition, languages)

    def _near_node(self, condition: Condition, languages: Collection[str]) -> NearNode:
        match condition:
            case Near(parts, within, ordered):
                return Nearby(tuple(self._near_node(part, languages) for part in parts), within, ordered)
            case Any(parts):
                return EitherNear(tuple(self._near_node(part, languages) for part in parts))
            case Terms(name):
                return self._near_node(self._terms[name], languages)
            case EntityNamed() | EntityOfKind():
                return Mentions(self._entities(condition))
            case Pattern(text):
                if text not in self._patterns:
                    self._patterns[text] = (len(self._patterns), compile_pattern(text))
                return Patterned(*self._patterns[text])
            case _:
                return Sequences(self._atoms(condition, languages))

    def _entities(self, condition: Condition) -> frozenset[str]:
        match condition:
            case EntityNamed(name, descend):
                return frozenset({name}) | (self._descendants.get(name, frozenset()) if descend else frozenset())
            case EntityOfKind(kind):
                return self._by_kind[kind]
            case _:
                raise AssertionError(condition)

    def _atoms(self, condition: Condition, languages: Collection[str]) -> Atoms:
        """The words of a leaf, in order: `Mi-24` is two."""
        lexicon = self._lexicon
        match condition:
            case Word(text):
                return tuple(lexicon.word(word, languages) for word in _words(text))
            case Phrase(text):
                return tuple(map(lexicon.spelled, _words(text)))
            case Exact(text):
                return tuple(map(lexicon.exact, _words(text)))
            case Prefix(text):
                *before, last = _words(text)
                return (*map(lexicon.spelled, before), lexicon.prefix(last))
            case Suffix(text):
                first, *after = _words(text)
                return (lexicon.suffix(first), *map(lexicon.spelled, after))
            case Fuzzy(text, score):
                return (lexicon.fuzzy(_words(text)[0], score),)
            case _:
                raise AssertionError(condition)

    def anchors(self, condition: Condition, languages: Collection[str]) -> Anchors:
        """Of these at least one is present wherever the condition holds; the rarest such choice."""
        match condition:
            case Not() | Pattern():
                return None
            case EntityNamed() | EntityOfKind():
                return frozenset(self._entities(condition))
            case Terms(name):
                return self.anchors(self._terms[name], languages)
            case All(parts) | Near(parts):
                return self._rarest(parts, languages)
            case Any(parts):
                return _union(self.anchors(part, languages) for part in parts)
            case AtLeast(count, parts):
                return self._of_at_least(count, parts, languages)
            case Score(weights=weights):
                return _union(self.anchors(part, languages) for part, weight in weights if weight > 0)
            case Sentence(part) | Title(part):
                return self.anchors(part, languages)
            case _:
                atoms = self._atoms(condition, languages)
                return frozenset({min(atoms, key=self._lexicon.commonness.__getitem__)})

    def _rarest(self, parts: Iterable[Condition], languages: Collection[str]) -> Anchors:
        choices = [anchors for part in parts if (anchors := self.anchors(part, languages)) is not None]
        return min(choices, key=self._cost, default=None)

    def _of_at_least(self, count: int, parts: tuple[Condition, ...], languages: Collection[str]) -> Anchors:
        """Of k parts n hold: so of any k - n + 1 parts one holds, and the rarest of these serve."""
        known = [
            (anchors, self._cost(anchors)) for part in parts if (anchors := self.anchors(part, languages)) is not None
        ]
        needed = len(parts) - count + 1
        if len(known) < needed:
            return None
        return _union(anchors for anchors, _ in sorted(known, key=lambda one: one[1])[:needed])

    def _cost(self, anchors: frozenset[Anchor]) -> float:
        commonness = self._lexicon.commonness
        return sum(commonness[anchor] if isinstance(anchor, int) else 0.001 for anchor in anchors)


def _words(text: str) -> list[str]:
    return [word.text for word in split_words(text)]


def _union(choices: Iterable[Anchors]) -> Anchors:
    union: set[Anchor] = set()
    for anchors in choices:
        if anchors is None:
            return None
        union |= anchors
    return frozenset(union)


def _shown_leaves(condition: Condition, terms: Mapping[str, Condition]) -> list[Condition]:
    """The leaves that can be a condition's evidence: those under no negation."""
    if isinstance(condition, Not):
        return []
    if isinstance(condition, Terms):
        return _shown_leaves(terms[condition.name], terms)
    parts = parts_of(condition)
    return [leaf for part in parts for leaf in _shown_leaves(part, terms)] if parts else [condition]
