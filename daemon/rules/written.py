"""A condition -> the query that an operator would write for it. Pure."""

import re

from daemon.rules.condition import (
    FUZZY_100,
    NEAR_WORDS,
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
from daemon.rules.query import joined_or_apart

_SPACE = re.compile(r"\s")
_ONE_TOKEN = re.compile(r"[^\s()|&!\",،，、]+")  #: what needs no quotes behind =


def written(condition: Condition) -> str:
    """The condition as a query, for people: what cannot be said in a query is said in words.

    Law: what was read from a query reads back as the same condition.
    """
    match condition:
        case Any((Word(joined), Word())) if condition == joined_or_apart(joined):
            return joined
        case All(parts):
            return " & ".join(map(_inner, parts))
        case Any(parts):
            return " | ".join(map(_inner, parts))
        case Near(parts, within, ordered):
            word = "THEN" if ordered else "NEAR"
            return f" {word}{'' if within == NEAR_WORDS else f'/{within}'} ".join(map(_inner, parts))
        case Not(part):
            return f"!{_inner(part)}"
        case Sentence(part):
            return f"SENT({written(part)})"
        case Title(part):
            return f"TITLE({written(part)})"
        case AtLeast(count, parts):
            return f"{count} OF ({', '.join(map(written, parts))})"
        case Score(least, weights):
            told = ", ".join(f"{written(part)}: {weight:g}" for part, weight in weights)
            return f"a score of {least:g} from ({told})"
        case _:
            return _leaf(condition)


def _inner(condition: Condition) -> str:
    text = written(condition)
    return f"({text})" if isinstance(condition, (All, Any, Near)) and _SPACE.search(text) else text


def _leaf(condition: Condition) -> str:
    match condition:
        case Phrase(text):
            return f'"{text}"'
        case Exact(text):
            return f"={text}" if _ONE_TOKEN.fullmatch(text) else f'="{text}"'
        case Prefix(text):
            return f"{text}*"
        case Suffix(text):
            return f"*{text}"
        case Fuzzy(text, score):
            return f"{text}~{'' if score == FUZZY_100 else score}"
        case Pattern(text):
            return f"/{text}/"
        case EntityNamed(name, descend):
            return f"@{name}{'+' if descend else ''}"
        case EntityOfKind(kind):
            return f"@kind:{kind}"
        case Terms(name):
            return f"${name}"
        case _:
            return getattr(condition, "text", "")
