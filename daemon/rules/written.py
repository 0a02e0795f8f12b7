"""A condition -> the query that an operator would write for it. Pure."""

from daemon.rules.condition import (
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
)


def written(condition: Condition) -> str:
    """The condition as a query, for people: what cannot be said in a query is said in words."""
    match condition:
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
            return f"at least {count} of ({', '.join(map(written, parts))})"
        case Score(least, weights):
            told = ", ".join(f"{written(part)}: {weight:g}" for part, weight in weights)
            return f"a score of {least:g} from ({told})"
        case _:
            return _leaf(condition)


def _inner(condition: Condition) -> str:
    text = written(condition)
    return f"({text})" if isinstance(condition, (All, Any, Near)) else text


def _leaf(condition: Condition) -> str:
    match condition:
        case Phrase(text):
            return f'"{text}"'
        case Exact(text):
            return f"={text}"
        case Prefix(text):
            return f"{text}*"
        case Suffix(text):
            return f"*{text}"
        case Fuzzy(text):
            return f"{text}~"
        case Pattern(text):
            return f"/{text}/"
        case EntityNamed(name, descend):
            return f"@{name}{'/' if descend else ''}"
        case EntityOfKind(kind):
            return f"@kind:{kind}"
        case Terms(name):
            return f"${name}"
        case _:
            return getattr(condition, "text", "")
