"""Other engines on the plain part of the same rules: literal words and phrases, any of which makes a rule hit.

Each takes the rules' words and gives a function from a text to the ids of the rules that hit, or None where its
library is not installed.
"""

import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

Hits = set[str]
Engine = Callable[[str], Hits]
Plain = Mapping[str, Sequence[str]]  #: rule id -> its words and phrases


def naive(rules: Plain) -> Engine:
    """One regular expression a word, one after another."""
    patterns = [
        (name, re.compile(rf"\b{re.escape(one)}\b", re.IGNORECASE)) for name, words in rules.items() for one in words
    ]
    return lambda text: {name for name, pattern in patterns if pattern.search(text)}


def phrase_matcher(rules: Plain) -> Engine | None:
    """SpaCy's PhraseMatcher over a blank pipeline."""
    spacy = _library("spacy")
    if spacy is None:
        return None
    nlp = spacy.blank("en")
    matcher = _library("spacy.matcher").PhraseMatcher(nlp.vocab, attr="LOWER")
    for name, words in rules.items():
        matcher.add(name, list(nlp.tokenizer.pipe(words)))
    names = nlp.vocab.strings
    return lambda text: {names[found[0]] for found in matcher(nlp.make_doc(text))}


def token_matcher(rules: Plain) -> Engine | None:
    """SpaCy's Matcher."""
    spacy = _library("spacy")
    if spacy is None:
        return None
    nlp = spacy.blank("en")
    matcher = _library("spacy.matcher").Matcher(nlp.vocab)
    for name, words in rules.items():
        matcher.add(name, [[{"LOWER": one.lower()} for one in words_.split()] for words_ in words])
    names = nlp.vocab.strings
    return lambda text: {names[found[0]] for found in matcher(nlp.make_doc(text))}


def flashtext(rules: Plain) -> Engine | None:
    """Flashtext's KeywordProcessor, one keyword to all rules that have it."""
    library = _library("flashtext")
    if library is None:
        return None
    owners = _owners(rules)
    keywords = library.KeywordProcessor()
    for word in owners:
        keywords.add_keyword(word, word)
    return lambda text: {name for found in keywords.extract_keywords(text) for name in owners[found]}


def hyperscan(rules: Plain) -> Engine | None:
    """Hyperscan with one literal a word, case apart, word borders checked by the pattern."""
    library = _library("hyperscan")
    if library is None:
        return None
    owners = list(_owners(rules).items())
    database = library.Database()
    flags = library.HS_FLAG_CASELESS | library.HS_FLAG_SINGLEMATCH
    database.compile(
        expressions=[rf"\b{re.escape(word)}\b".encode() for word, _ in owners],
        ids=list(range(len(owners))),
        flags=[flags] * len(owners),
    )

    def search(text: str) -> Hits:
        found: list[int] = []
        database.scan(text.encode(), match_event_handler=lambda number, *_: found.append(number))
        return {name for number in found for name in owners[number][1]}

    return search


def fts5(rules: Plain) -> Engine | None:
    """SQLite's FTS5 turned round: the item is the only row, and every rule is a query."""
    base = sqlite3.connect(":memory:")
    try:
        base.execute("CREATE VIRTUAL TABLE item USING fts5(text)")
    except sqlite3.OperationalError:
        return None
    queries = [(name, " OR ".join(f'"{one}"' for one in words)) for name, words in rules.items()]

    def search(text: str) -> Hits:
        base.execute("DELETE FROM item")
        base.execute("INSERT INTO item VALUES (?)", (text,))
        ask = "SELECT 1 FROM item WHERE item MATCH ? LIMIT 1"
        return {name for name, query in queries if base.execute(ask, (query,)).fetchone()}

    return search


PEERS: dict[str, Callable[[Plain], Engine | None]] = {
    "naive re": naive,
    "spaCy PhraseMatcher": phrase_matcher,
    "spaCy Matcher": token_matcher,
    "flashtext": flashtext,
    "hyperscan": hyperscan,
    "SQLite FTS5, one item": fts5,
}


def _owners(rules: Plain) -> dict[str, list[str]]:
    owners: dict[str, list[str]] = {}
    for name, words in rules.items():
        for word in words:
            owners.setdefault(word.lower(), []).append(name)
    return owners


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None
