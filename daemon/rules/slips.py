"""A word of a query that is an operator in other query languages -> how it is written here. Pure."""

import re

#: What other query languages call by a name -> how it is written here.
_NO_FUNCTIONS = {"SENTENCE": "SENT(…)", "HEADLINE": "TITLE(…)", "ANY": "(A | B)", "ALL": "(A & B)"}
#: Functions in small letters, as in `title(fire)`; with a space before the bracket they are words.
_SMALL_FUNCTIONS = {
    "sent": "SENT(…)",
    "title": "TITLE(…)",
    **{one.lower(): as_in for one, as_in in _NO_FUNCTIONS.items()},
}
_SMALL_OPERATOR = re.compile(r"(near|then)/\d+", re.IGNORECASE)
#: How other query languages write a distance: W/3, PRE/3, ADJ3; others without a slash may be words.
_DISTANCE = re.compile(r"(W|WITHIN|NEXT|PRE|ADJ|ONEAR|N)(/?)(\d{1,4})", re.IGNORECASE)
_IN_ORDER = frozenset({"pre", "adj", "onear", "next"})
#: What other query languages ask of a field -> how it is asked here.
_FIELD = re.compile(r"(title|headline|summary|body|text|lang|language|source|feed|site):.*", re.IGNORECASE)
#: How silences and commands name an entity.
_ENTITY = re.compile(r"(entity|kind):([\w.-]+)", re.IGNORECASE)
_FIELD_MENDS = {"title": "write TITLE(…)", "headline": "write TITLE(…)", **dict.fromkeys(
    ("summary", "body", "text"), "a rule says `fields: [summary, body]`"), **dict.fromkeys(
    ("lang", "language"), "a rule says `languages: [en]`")}  # fmt: skip
#: Operators of other query languages, and ours without what must follow.
_NO_WORDS = {
    "XOR": "XOR is no operator; write (A | B) & !(A & B)",
    "ADJ": "ADJ is no operator; write THEN/1",
    "ONEAR": "ONEAR is no operator; write THEN",
    "SENT": "SENT needs its bracket: SENT(A & B)",
    "TITLE": "TITLE needs its bracket: TITLE(A)",
}
#: Signs of other query languages inside a word -> how it is said here.
_SIGNS = {
    "?": "? stands for no letter here; list the spellings: woman | women, or write /wom.n/",
    "[": "[ and ] choose no letter here; list the spellings: color | colour, or write /colou?r/",
    "]": "[ and ] choose no letter here; list the spellings: color | colour, or write /colou?r/",
    "^": "^ gives no weight here; write score: {fire: 2, flood: 1} with at_least: 2 beside it",
}
_FEED_MEND = "a rule says `feeds: {ids: [a-feed]}`"


def foreign_form(text: str, rest: str) -> str | None:
    """The mend, if a word is an operator as other query languages write it: it would be looked for as a word."""
    small, field = _SMALL_OPERATOR.fullmatch(text), _FIELD.fullmatch(text)
    distance = _DISTANCE.fullmatch(text)
    if distance and (distance[2] or distance[1] == "ADJ"):
        ours = "THEN" if distance[1].lower() in _IN_ORDER else "NEAR"
        return f"{text} is no operator; write {ours}/{distance[3]}"
    if text in _NO_WORDS:
        return f'{_NO_WORDS[text]}; the word itself stands in quotes: "{text.lower()}"'
    if sign := next((one for one in text if one in _SIGNS), None):
        return _SIGNS[sign]
    if text in _NO_FUNCTIONS and rest.lstrip().startswith("("):
        return f"there is no {text}(…); write {_NO_FUNCTIONS[text]}"
    if text in _SMALL_FUNCTIONS and rest.startswith("("):
        return f"{text}( is no operator; write {_SMALL_FUNCTIONS[text]}"
    if small:
        return f"operators are written in capitals: {text.upper()}"
    if entity := _ENTITY.fullmatch(text):
        ours = f"@{entity[2]}" if entity[1].lower() == "entity" else f"@kind:{entity[2]}"
        return f"{text} would be looked for as a word; write {ours}"
    if field:
        mend = _FIELD_MENDS.get(field[1].lower(), _FEED_MEND)
        return f"a query names no fields, so {field[1]}: would be looked for as a word; {mend}"
    return None


def lonely(operator: str, distance: str) -> str:
    """What is wrong with an operator of ours that has nothing to join."""
    if distance and not re.fullmatch(r"/\d{1,4}", distance):
        return f"after {operator}/ stands a number of words from 1 to 9999: {operator}/5"
    needs = "something after it" if operator == "NOT" else "something on both sides"
    return f'{operator} needs {needs}; write "{operator.lower()}" in quotes if you mean the word'
