"""The query syntax -> a condition tree. A grammar (LALR), and the words for what is wrong with a query."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from threading import Lock
from typing import NamedTuple, cast

from lark import Lark, Token, Transformer, UnexpectedInput

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
    Sentence,
    Suffix,
    Terms,
    Title,
    Word,
    depth_of,
    parts_of,
)
from daemon.rules.slips import foreign_form, lonely

MAX_LENGTH = 20_000  #: characters of one query
MAX_DEPTH = 40
_NON_JOINER = re.compile("(?<=[\u0620-\u06d3])\u200c(?=[\u0620-\u06d3])")

_GRAMMAR = r"""
    ?start: any
    ?any: all (_OR all)*
    ?all: chain (_AND chain)*
    ?chain: row (joint row)*
    joint: NEAR | THEN
    ?row: unit+
    ?unit: atom | _NOT unit -> negated
    ?atom: "(" any ")"
        | SENT any ")" -> sentence
        | TITLE any ")" -> title
        | OF any (_COMMA any)* ")" -> at_least
        | EXACT -> exact
        | PHRASE -> phrase
        | PATTERN -> pattern
        | FUZZY -> fuzzy
        | PREFIX -> prefix
        | SUFFIX -> suffix
        | KIND -> kind
        | ENTITY -> entity
        | TERMS -> terms
        | WORD -> word

    _OR.5: "|" | /OR(?=[\s(])/
    _AND.5: "&" | /AND(?=[\s(])/
    _NOT.5: "!" | /NOT(?=[\s(])/ | /-(?=[^\s\d])/
    _COMMA: /[,،，、]/
    NEAR.6: /NEAR(\/\d{1,4})?(?=[\s(])/
    THEN.6: /THEN(\/\d{1,4})?(?=[\s(])/
    SENT.6: /SENT\s*\(/
    TITLE.6: /TITLE\s*\(/
    OF.6: /\d{1,3}\s+OF\s*\(/
    EXACT.4: /="[^"\n]*"|=[^\s()|&!",،，、]+/
    PHRASE.4: /["“”„«][^"“”»\n]*["“”»]/
    PATTERN.4: /\/(\\.|\[(\\.|[^\]\\\n])*\]|[^\/\\\n\[])+\/(?=[\s)|&,،，、]|$)/
    FUZZY.4: /[^\s()|&!"=*~\/@$,،，、+-][^\s()|&!"=*~,،，、]*~(\d{1,3})?/
    PREFIX.4: /[^\s()|&!"=*~\/@$,،，、+-][^\s()|&!"=*~,،，、]*\*/
    SUFFIX.4: /\*[^\s()|&!"=*~,،，、]+/
    KIND.4: /@kind:[^\s()|&!",،，、+]+/
    ENTITY.3: /@[^\s()|&!",،，、+]+\+?/
    TERMS.3: /\$[^\s()|&!",،，、]+/
    WORD.1: /[^\s()|&!"“”„«»=*~\/@$,،，、+-][^\s()|&!"“”„«»*~,،，、]*/
    %ignore /\s+/
"""


class QueryError(ValueError):
    """A query cannot be understood; `offset` counts its characters from 0."""

    def __init__(self, message: str, offset: int) -> None:
        self.offset = offset
        super().__init__(message)


class Doubt(NamedTuple):
    """What a query may not mean; `offset` counts its characters from 0."""

    message: str
    offset: int


#: What stands for itself only where nothing is before or after it that an operator could join.
_OPERATOR = re.compile(r"(AND|OR|NOT|NEAR|THEN)(/.*)?")
#: A likeness; of any other number, as of the dead, the name may well be near it.
_LIKENESS_APART = re.compile(r"(?<=~)\s+([5-9]\d|100)(?=[\s()|&]|$)")
_PLAIN_OPERATORS = frozenset({"and", "or", "not"})
#: The quote inside a Hebrew abbreviation, which ends no phrase.
_HEBREW_QUOTE = re.compile('(?<=[\u05d0-\u05ea])"(?=[\u05d0-\u05ea])')
_SEPARATORS = frozenset("()|&!,")
_SINGLE_QUOTED = re.compile(r"['‘][^|&()\"“”«»\n]*?\s[^|&()\"“”«»\n]*?['’](?=[\s|&)]|$)")


class _Built(NamedTuple):
    """A query's tree, and what was noted of it."""

    condition: Condition
    faults: list[Doubt]
    doubts: list[Doubt]
    offsets: dict[int, int]  #: id of a leaf or a count -> the character with which it begins


class _Build(Transformer[Token, Condition]):
    """Grammar -> tree, bottom up while a query is read; notes what reads otherwise than it looks."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self.faults: list[Doubt] = []
        self.doubts: list[Doubt] = []
        self.offsets: dict[int, int] = {}
        self._grammar = Lark(_GRAMMAR, parser="lalr", maybe_placeholders=False, transformer=self)
        self._lock = Lock()

    def of(self, text: str) -> _Built:
        """The tree of a text, one text at a time. Errors: UnexpectedInput."""
        with self._lock:
            self._text = text
            self.faults, self.doubts, self.offsets = [], [], {}
            return _Built(cast("Condition", self._grammar.parse(text)), self.faults, self.doubts, self.offsets)

    def _at(self, token: Token, built: Condition) -> Condition:
        self.offsets[id(built)] = token.start_pos or 0
        return built

    def _refuse_more(self, token: Token, mark: str) -> None:
        """After `*` or `~` the word is over: `cra*sh` would be read as two words."""
        end = (token.start_pos or 0) + len(token)
        follows = self._text[end : end + 1]
        if follows and not follows.isspace() and follows not in _SEPARATORS:
            place = (token.start_pos or 0) + token.rindex(mark)
            self.faults.append(Doubt(_AT_AN_END[mark], place))

    def any(self, parts: Sequence[Condition]) -> Condition:
        return Any(tuple(parts))

    def all(self, parts: Sequence[Condition]) -> Condition:
        return All(tuple(parts))

    def row(self, parts: Sequence[Condition]) -> Condition:
        """Words side by side are near each other; a negated one forbids."""
        wanted = tuple(part for part in parts if not isinstance(part, Not))
        forbidden = tuple(part for part in parts if isinstance(part, Not))
        near = (Near(wanted),) if len(wanted) > 1 else wanted
        return All(near + forbidden) if forbidden else near[0]

    def chain(self, parts: Sequence[Condition | Token]) -> Condition:
        """`A NEAR/3 B NEAR/3 C` is one group; where operator or distance change, the left is a part of the next."""
        built = cast("Condition", parts[0])
        for joint, part in zip(parts[1::2], parts[2::2], strict=True):
            name, _, number = str(joint).partition("/")
            within = int(number) if number else NEAR_WORDS
            ordered = name == "THEN"
            joined: tuple[Condition, ...] = (built,)
            if part is not parts[2] and isinstance(built, Near) and (built.within, built.ordered) == (within, ordered):
                joined = built.parts
            built = Near((*joined, cast("Condition", part)), within, ordered)
        return built

    def joint(self, parts: Sequence[Token]) -> Token:
        return parts[0]

    def negated(self, parts: Sequence[Condition]) -> Condition:
        return Not(parts[0])

    def sentence(self, parts: Sequence[Condition]) -> Condition:
        return Sentence(parts[1])

    def title(self, parts: Sequence[Condition]) -> Condition:
        return Title(parts[1])

    def at_least(self, parts: Sequence[Condition]) -> Condition:
        counted = AtLeast(int(str(parts[0]).split()[0]), tuple(parts[1:]))
        self.offsets[id(counted)] = getattr(parts[0], "start_pos", None) or 0
        return counted

    def exact(self, parts: Sequence[Token]) -> Condition:
        return self._at(parts[0], Exact(parts[0][1:].strip('"')))

    def phrase(self, parts: Sequence[Token]) -> Condition:
        return self._at(parts[0], Phrase(parts[0][1:-1]))

    def pattern(self, parts: Sequence[Token]) -> Condition:
        return self._at(parts[0], Pattern(parts[0][1:-1]))

    def fuzzy(self, parts: Sequence[Token]) -> Condition:
        self._refuse_more(parts[0], "~")
        end = (parts[0].start_pos or 0) + len(parts[0])
        if apart := _LIKENESS_APART.match(self._text, end):
            self.faults.append(Doubt(f"write {parts[0]}{apart[1]}, without a space before the number", end))
        text, _, score = parts[0].partition("~")
        return self._at(parts[0], Fuzzy(text, int(score)) if score else Fuzzy(text))

    def prefix(self, parts: Sequence[Token]) -> Condition:
        self._refuse_more(parts[0], "*")
        return self._at(parts[0], Prefix(parts[0][:-1]))

    def suffix(self, parts: Sequence[Token]) -> Condition:
        return self._at(parts[0], Suffix(parts[0][1:]))

    def kind(self, parts: Sequence[Token]) -> Condition:
        return self._at(parts[0], EntityOfKind(parts[0].removeprefix("@kind:")))

    def entity(self, parts: Sequence[Token]) -> Condition:
        return self._at(parts[0], EntityNamed(parts[0][1:].removesuffix("+"), descend=parts[0].endswith("+")))

    def terms(self, parts: Sequence[Token]) -> Condition:
        return self._at(parts[0], Terms(parts[0][1:]))

    def word(self, parts: Sequence[Token]) -> Condition:
        text, offset = str(parts[0]), parts[0].start_pos or 0
        operator = _OPERATOR.fullmatch(text)
        if operator:
            self.faults.append(Doubt(lonely(operator[1], operator[2] or ""), offset))
        elif text in _PLAIN_OPERATORS and text != self._text.strip():
            message = f"and/or/not in lower case are plain words; write {text.upper()}, or put the word into quotes"
            self.doubts.append(Doubt(message, offset))
        elif mend := foreign_form(text, self._text[offset + len(text) :]):
            self.faults.append(Doubt(mend, offset))
        elif text[0] in "'‘" and _SINGLE_QUOTED.match(self._text, offset):
            self.faults.append(Doubt('use double quotes for a phrase: "shot down"', offset))
        built = joined_or_apart(text)
        for node in parts_of(built):
            self._at(parts[0], node)
        return self._at(parts[0], built)


def joined_or_apart(text: str) -> Condition:
    """A word; in Persian one with a non-joiner in it, for which many hands write a space: آتش‌بس, آتش بس."""
    return Any((Word(text), Word(_NON_JOINER.sub("-", text)))) if _NON_JOINER.search(text) else Word(text)


#: Mark -> where it stands.
_AT_AN_END = {
    "*": "a * stands at one end of a word: crash* or *copter",
    "~": "a ~ stands at the end of a word, with a number from 50 to 100 or none: Gaddafi~ or Gaddafi~90",
}


@lru_cache(maxsize=1)
def _build() -> _Build:
    return _Build()


def parse_query(text: str, doubts: list[Doubt] | None = None) -> Condition:
    """The tree of a query; what it may not mean is added to `doubts`. Errors: QueryError with the place and mend."""
    if not text.strip():
        raise QueryError("an empty keyword would match everything; remove it or write a word", 0)
    if len(text) > MAX_LENGTH:
        raise QueryError(f"a query has at most {MAX_LENGTH} characters; use `terms:` for long lists", 0)
    built, of_query = _parsed(_HEBREW_QUOTE.sub("\u05f4", text))
    if doubts is not None:
        doubts += of_query
    return built


@lru_cache(maxsize=2**14)
def _parsed(text: str) -> tuple[Condition, tuple[Doubt, ...]]:
    """A query's tree and its doubts; many rules of a set ask the same, and many queries are plain words."""
    words = text.split(" ")
    if all(word.isalpha() and not word.isupper() for word in words) and _PLAIN_OPERATORS.isdisjoint(words):
        plain = tuple(map(Word, words))
        return (Near(plain) if len(plain) > 1 else plain[0]), ()
    built = _built(text)
    if built.faults:
        first = min(built.faults, key=lambda fault: fault.offset)
        raise QueryError(first.message, first.offset)
    return built.condition, tuple(built.doubts)


def query_with_offsets(text: str) -> tuple[Condition, Mapping[int, int]]:
    """The tree of a sound query, and by the `id` of each leaf the character with which it begins."""
    built = _built(_HEBREW_QUOTE.sub("\u05f4", text))
    return built.condition, built.offsets


def _built(text: str) -> _Built:
    try:
        built = _build().of(text)
    except UnexpectedInput as error:
        offset = error.pos_in_stream if error.pos_in_stream is not None and error.pos_in_stream >= 0 else len(text)
        raise QueryError(*_complaint(text, offset, error)) from None
    if depth_of(built.condition) > MAX_DEPTH:  # nothing that walks a tree by recursion may meet it
        raise QueryError(f"the query is nested too deeply; it may have {MAX_DEPTH} levels", 0)
    return built


def _complaint(text: str, offset: int, error: UnexpectedInput) -> tuple[str, int]:
    """What is wrong, and at which character: of a bracket or quotation mark that is not closed, where it was opened."""
    token = getattr(error, "token", None)
    rest = "" if isinstance(token, Token) and token.type == "$END" else text[offset:].strip()
    opened = _open_brackets(text[:offset] if rest else text)
    if not rest:
        if opened:
            return "this bracket is not closed; add )", opened[-1]
        return "the query ends too early; a word is missing after the last sign", offset
    if rest[0] == ")" and opened:
        return "a word is missing before this bracket", offset
    if _OPERATOR_AS_FUNCTION.search(text[:offset]):
        return "NEAR and THEN stand between two words: fire NEAR/5 flood", offset
    for signs, message in _COMPLAINTS.items():
        if rest[0] in signs:
            return message, offset
    return f"{rest[:20]!r} is not expected here; check the operators, or put quotes round it", offset


def _open_brackets(text: str) -> list[int]:
    """Where the brackets stand that are not closed; those in quotes and regular expressions do not count."""
    opened: list[int] = []
    for found in _BRACKETS.finditer(text):
        if found.group() == "(":
            opened.append(found.start())
        elif found.group() == ")" and opened:
            opened.pop()
    return opened


_OPERATOR_AS_FUNCTION = re.compile(r"(?:^|[(|&!])\s*(?:NEAR|THEN)(?:/\d+)?\s*\([^()]*$")
_BRACKETS = re.compile(r"""["“”„«][^"“”»\n]*["“”»]|(?<!\w)/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/|[()]""")
#: First characters of what is not expected -> what is wrong with it.
_COMPLAINTS = {
    '"“”„«': "a quotation mark is not closed; add the second one",
    "»": "a quotation mark is closed that was not opened; add the first one",
    "*": "* stands at one end of a word of at least 3 letters: crash* or *copter",
    "/": "a regular expression stands between two slashes, and each [ in it needs its ]: /Mi-?2[45]/",
    ",،，、": 'a comma belongs into 2 OF (A, B, C) only; put a phrase with a comma into quotes: "Palmyra, New York"',
    ")": "this bracket closes none that was opened; remove it, or add ( before",
    "&|": "an operator has nothing before it, or two stand side by side; write one: fire & flood",
    "+": "+ is no operator; write & for both, or only a space for near each other",
}
