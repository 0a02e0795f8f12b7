"""The tree of a condition: what an operator asks, before any word of it is looked up. Pure nouns.

Both forms, the query string and the YAML mapping, become this tree. Conditions over several items (count, spike,
first_seen, sequence, absence) stand beside it, in `rate_conditions.py`: they are no part of a tree.
"""

from collections.abc import Iterator
from dataclasses import dataclass

NEAR_WORDS = 8  #: how far apart the words of a plain keyword may stand
FUZZY_100 = 85  #: the least similarity of a fuzzy word, 0..100


@dataclass(frozen=True, slots=True)
class Word:
    """One word in any grammatical form; `Mi-24` and `'s` count as one."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words next to each other as spelled, case and accents apart."""

    text: str


@dataclass(frozen=True, slots=True)
class Exact:
    """Words exactly as written, case included."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """A word that begins so."""

    text: str


@dataclass(frozen=True, slots=True)
class Suffix:
    """A word that ends so."""

    text: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A close spelling of a word."""

    text: str
    score_100: int = FUZZY_100


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression."""

    text: str


@dataclass(frozen=True, slots=True)
class EntityNamed:
    """An entity is mentioned, or with `descend` anything within it."""

    id: str
    descend: bool = False


@dataclass(frozen=True, slots=True)
class EntityOfKind:
    """Any entity of the kind is mentioned."""

    kind: str


@dataclass(frozen=True, slots=True)
class Terms:
    """Any member of a named list."""

    name: str


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Some part holds; the evidence is that of every part that does."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class Near:
    """Every part stands in one field, the last position minus the first at most `within`; `ordered` keeps the order."""

    parts: tuple["Condition", ...]
    within: int = NEAR_WORDS
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """The part holds within one sentence."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class Title:
    """The part holds in the title."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """So many of the parts hold."""

    count: int
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Score:
    """The weights of the parts that hold add up to so much."""

    least: float
    weights: tuple[tuple["Condition", float], ...]


Leaf = Word | Phrase | Exact | Prefix | Suffix | Fuzzy | Pattern | EntityNamed | EntityOfKind | Terms
Condition = Leaf | All | Any | Not | Near | Sentence | Title | AtLeast | Score


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """The conditions directly under one; none for a leaf."""
    if isinstance(condition, (All, Any, Near, AtLeast)):  # asked of every node of every rule: a `match` takes thrice
        return condition.parts
    if isinstance(condition, (Not, Sentence, Title)):
        return (condition.part,)
    return tuple([part for part, _ in condition.weights]) if isinstance(condition, Score) else ()


def whole_tree(condition: Condition) -> Iterator[Condition]:
    """A condition and all that stand under it, without recursion: a query may hold thousands of `!`."""
    waiting = [condition]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += parts_of(node)


def depth_of(condition: Condition) -> int:
    """How many levels a tree has, without recursion: a query may hold thousands of `!`."""
    deepest, waiting = 0, [(condition, 1)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(part, depth + 1) for part in parts_of(node)]
    return deepest
