"""A condition tree -> the node that looks for it, and the anchors without which it cannot hold."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from daemon.language.words import words_in
from daemon.rules.compound import Absent, Counted, Either, EitherNear, Every, InTitle, Weighed, WithinSentence
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
)
from daemon.rules.index import Ways
from daemon.rules.lead import Anchor, Atoms, Needs
from daemon.rules.lexicon import Lexicon
from daemon.rules.literals import needed_literals
from daemon.rules.nearby import Nearby
from daemon.rules.pattern import CompiledPattern, compile_pattern
from daemon.rules.plan import Mentions, NearNode, Node, Patterned, Sequences, Words

_MAX_WAYS = 200  #: alternatives that are filed one by one
_MAX_NEEDS = 8
_ENTITY_COMMONNESS = 0.02


class _WordBeside(Word):
    """A word that stands beside others."""


def _beside(condition: Condition, terms: Mapping[str, Condition]) -> Condition:
    """The part of a `Near` with its words, those of lists too, known to stand beside others."""
    match condition:
        case Word(text):
            return _WordBeside(text)
        case Terms(name):
            return _beside(terms[name], terms)
        case Any(parts):
            return Any(tuple(_beside(part, terms) for part in parts))
        case _:
            return condition


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
        self._known: dict[tuple[object, ...], Atoms] = {}

    def node(self, condition: Condition, languages: Collection[str]) -> Node:
        """The node of a tree that was checked before; `languages` are the rule's."""
        match condition:
            case All(parts):
                return Every(tuple(self.node(part, languages) for part in parts))
            case Any(parts):
                nodes = tuple(self.node(part, languages) for part in parts)
                return _words_of([node for node in nodes if isinstance(node, (Sequences, Words))], nodes) or Either(
                    nodes
                )
            case Not(part):
                return Absent(self.node(part, languages))
            case Sentence(Sentence() as inner):
                return self.node(inner, languages)
            case Sentence(part):
                node = self.node(part, languages)
                return WithinSentence(node, node.leaves)
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
                beside = (_beside(part, self._terms) for part in parts)
                return Nearby(tuple(self._near_node(part, languages) for part in beside), within, ordered)
            case Any(parts):
                near = tuple(self._near_node(part, languages) for part in parts)
                return _words_of([node for node in near if isinstance(node, (Sequences, Words))], near) or EitherNear(
                    near
                )
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
        key = (condition, *sorted(languages))
        if key not in self._known:
            self._known[key] = self._filed_atoms(condition, languages)
        return self._known[key]

    def _filed_atoms(self, condition: Condition, languages: Collection[str]) -> Atoms:
        lexicon = self._lexicon
        match condition:
            case Word(text):
                words = _words(text)
                if len(words) == 1 and words[0].isdecimal():
                    return (lexicon.number(words[0]),)
                alone = len(words) == 1 and not isinstance(condition, _WordBeside)
                return tuple(lexicon.word(word, languages, alone=alone) for word in words)
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

    def ways(self, condition: Condition, languages: Collection[str]) -> Ways:
        """What must be present wherever the condition holds: each way of an alternative by itself.

        Alternatives that need a single group are gathered into one.
        """
        match condition:
            case Terms(name):
                return self.ways(self._terms[name], languages)
            case Any(parts) if len(parts) <= _MAX_WAYS:
                ways = [way for part in parts for way in self.ways(part, languages)]
                if () in ways:
                    return ((),)
                single = frozenset[Anchor]().union(*(way[0] for way in ways if len(way) == 1))
                several = [way for way in ways if len(way) > 1]
                return tuple(dict.fromkeys([*([(single,)] if single else []), *several]))
            case _:
                return (self.needs(condition, languages),)

    def needs(self, condition: Condition, languages: Collection[str]) -> Needs:
        """Of each of these groups one at least is present wherever the condition holds."""
        match condition:
            case Not():
                return ()
            case Pattern(text):
                groups = [frozenset(map(self._lexicon.holding, group)) for group in needed_literals(text)]
                return tuple(dict.fromkeys(groups))
            case EntityNamed() | EntityOfKind():
                return (self._entities(condition),)
            case Terms(name):
                return self.needs(self._terms[name], languages)
            case All(parts) | Near(parts):
                beside = (_beside(part, self._terms) for part in parts) if isinstance(condition, Near) else parts
                return self._all_of(beside, languages)
            case Any(parts):
                return self._some_of(parts, 1, languages)
            case AtLeast(count, parts):
                return self._some_of(parts, count, languages)
            case Score(least, weights):
                return self._of_score(least, weights, languages)
            case Sentence(part) | Title(part):
                return self.needs(part, languages)
            case _:
                return tuple(frozenset({atom}) for atom in dict.fromkeys(self._atoms(condition, languages)))

    def _all_of(self, parts: Iterable[Condition], languages: Collection[str]) -> Needs:
        groups = dict.fromkeys(group for part in parts for group in self.needs(part, languages))
        return tuple(sorted(groups, key=self._cost)[:_MAX_NEEDS])

    def _some_of(self, parts: Sequence[Condition], count: int, languages: Collection[str]) -> Needs:
        """Of k parts n hold: so of any k - n + 1 parts one holds, and the rarest of these serve."""
        if count == len(parts) > 1:
            return self._all_of(parts, languages)
        known = [min(needs, key=self._cost) for part in parts if (needs := self.needs(part, languages))]
        needed = len(parts) - count + 1
        if len(known) < needed:
            return ()
        return (frozenset[Anchor]().union(*sorted(known, key=self._cost)[:needed]),)

    def _of_score(self, least: float, weights: Sequence[tuple[Condition, float]], languages: Collection[str]) -> Needs:
        """Of the parts without which the score is not reached one holds, however these are chosen."""
        speaking = [(self._commonness_of(part, languages), weight, part) for part, weight in weights if weight > 0]
        speaking.sort(key=lambda one: one[0], reverse=True)
        chosen = [_telling(least, speaking, first) for first in range(min(len(speaking), _MAX_NEEDS))]
        return tuple(dict.fromkeys(group for parts in chosen for group in self._some_of(parts, 1, languages)))

    def _commonness_of(self, condition: Condition, languages: Collection[str]) -> float:
        """How common what a condition needs is: 1 where it needs nothing."""
        return min(map(self._cost, self.needs(condition, languages)), default=1.0)

    def _cost(self, anchors: frozenset[Anchor]) -> float:
        return sum(map(self.anchor_commonness, anchors))

    def anchor_commonness(self, anchor: Anchor) -> float:
        """How common a word or an entity is, by guess."""
        return self._lexicon.commonness[anchor] if isinstance(anchor, int) else _ENTITY_COMMONNESS


def _words_of(words: Sequence[Sequences | Words], nodes: Sequence[Node]) -> Words | None:
    """All of them as one node, if all are words."""
    if len(words) < len(nodes):
        return None
    plain = [node for node in words if isinstance(node, Sequences)]
    gathered = [node for node in words if isinstance(node, Words)]
    singles = {node.atoms[0] for node in plain if len(node.atoms) == 1}.union(*(node.singles for node in gathered))
    others = [node for node in plain if len(node.atoms) > 1]
    return Words(frozenset(singles), (*others, *(part for node in gathered for part in node.others)))


def _telling(least: float, speaking: Sequence[tuple[float, float, Condition]], first: int) -> list[Condition]:
    """The parts without one of which the score is not reached when the `first`, then the commonest, are left out."""
    left_out = 0.0
    telling = []
    for _, weight, part in (speaking[first], *speaking[:first], *speaking[first + 1 :]):
        if left_out + weight < least:
            left_out += weight
        else:
            telling.append(part)
    return telling


def _words(text: str) -> list[str]:
    return [text] if text.isascii() and text.isalpha() else words_in(text)
