"""Names as lists give them -> the spellings that are worth looking for; the rest is junk. Pure.

Lists of names hold codes, romanisations made by machine, ordinary words and bare first names. Each of those would find
what is not meant, or what nobody writes.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from anyascii import anyascii

from daemon.language.fold import fold
from daemon.language.script import script_of
from daemon.language.stopwords import is_stopword
from daemon.language.words import split_words
from daemon.rules.ordinary import is_ordinary

MOST = 40  #: spellings of one thing
_DENSE = frozenset({"han", "kana", "hangul"})  #: scripts in which two characters are a name
_LONGEST_ID = 40  #: letters
_LEAST = 3  #: letters elsewhere
_LONGEST_CODE = 4
_CODE = re.compile(rf"[A-Z0-9]{{2,{_LONGEST_CODE}}}\Z")
#: What only romanisation by machine writes: an apostrophe for a soft sign, before a consonant.
_SOFT_SIGN = re.compile(r"[a-z]['ʹ’][bcdfgjklmnpqrstvwxz]")
_BRACKETED = re.compile(r"\s*[(\[].*?[)\]]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedThing:
    """One thing of a list of names."""

    id: str  #: as the list has it
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    location: tuple[float, float] | None = None  #: latitude, longitude
    links: Mapping[str, str] = field(default_factory=dict)
    size: int = 0  #: of two things with one name, the larger one is meant: inhabitants
    country: str = ""  #: two letters
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelled:
    """A thing with the spellings that are kept, and how many were thrown away, by reason."""

    thing: NamedThing
    name: str
    aliases: tuple[str, ...]
    exact: tuple[str, ...]  #: those of them that are ordinary words, or short: matched as written only
    junk: Mapping[str, int]


def spelled(things: Sequence[NamedThing]) -> list[Spelled]:
    """The things in their order, each with what is worth looking for.

    Law: a spelling belongs to one thing: to that which is called so, else to the largest. What is called by a word
    that cannot be looked for is left out.
    """
    owners = _owners(things)
    found = [_spelled(one, owners) for one in things]
    return [one for one in found if one is not None]


def _owners(things: Iterable[NamedThing]) -> dict[str, str]:
    """Folded spelling -> id of the thing that it belongs to."""
    best: dict[str, tuple[bool, int, str]] = {}
    for one in things:
        for text in (one.name, *one.aliases):
            claim = (text == one.name, one.size, one.id)
            key = fold(_tidy(text))
            if key not in best or claim[:2] > best[key][:2]:
                best[key] = claim
    return {key: claim[2] for key, claim in best.items()}


def _spelled(one: NamedThing, owners: Mapping[str, str]) -> Spelled | None:
    name = _tidy(one.name)
    if junk_reason(name, one.kind, is_name=True) is not None or owners[fold(name)] != one.id:
        return None
    junk: Counter[str] = Counter()
    kept: dict[str, str] = {fold(name): name}
    for text in map(_tidy, one.aliases):
        reason = junk_reason(text, one.kind, is_name=False)
        if reason is None and fold(text) in kept:
            reason = "said already"
        if reason is None and owners.get(fold(text), one.id) != one.id:
            reason = "another thing's name"
        if reason is None and len(kept) > MOST:
            reason = f"more than {MOST}"
        if reason is None:
            kept[fold(text)] = text
        elif reason != "said already":
            junk[reason] += 1
    risky = [text for text in kept.values() if _is_risky(text)]
    aliases = tuple(text for text in kept.values() if text != name and text not in risky)
    called = _written(name) if name in risky else name  # a name that is not among the exact ones is found in any case
    return Spelled(thing=one, name=called, aliases=aliases, exact=tuple(map(_written, risky)), junk=junk)


def junk_reason(text: str, kind: str, *, is_name: bool) -> str | None:
    """Why a spelling is not worth looking for; None if it is. `is_name`: the thing's own name, which is trusted."""
    words = [fold(word.text) for word in split_words(text)]
    letters = sum(map(len, words))
    scripts = {script for character in text if (script := script_of(character))}
    if not words or letters < (2 if scripts & _DENSE else _LEAST) or (len(words) == 1 and is_stopword(words[0])):
        return "too short or common"
    if is_name:
        return None
    checks = (
        (len(scripts - _DENSE) > 1, "mixed scripts"),
        (scripts == {"latin"} and not any(character.isupper() for character in text), "romanised by machine"),
        (scripts == {"latin"} and _SOFT_SIGN.search(text) is not None, "romanised by machine"),
        (_CODE.match(text) is not None and kind == "place", "a code"),
        (kind == "person" and len(words) == 1, "one name only"),
    )
    return next((reason for holds, reason in checks if holds), None)


def _is_risky(text: str) -> bool:
    """Is the spelling an ordinary word, or an abbreviation? Then it is meant only where it is written just so."""
    words = [fold(word.text) for word in split_words(text)]
    return len(words) == 1 and (is_ordinary(words[0]) or _CODE.match(text) is not None)


def _written(text: str) -> str:
    """A word as texts write it, of a list that may be all in capitals; an abbreviation has four letters at most."""
    return text.capitalize() if text.isupper() and len(text) > _LONGEST_CODE else text


def _unquoted(text: str) -> str:
    """Without quotes round all of it, or one that is alone; those round a part of the name stay."""
    for quote in "\"'":
        if text.count(quote) == 1 or (text[:1] == text[-1:] == quote and text.count(quote) == 2):
            text = text.strip(f" ,;.{quote}")
    return text


def _tidy(text: str) -> str:
    """The text without what stands in brackets, in one line; what is in capitals throughout, as names are written."""
    text = _unquoted(" ".join(_BRACKETED.sub(" ", text).split()).strip(" ,;."))
    if " " in text and text.isupper() and script_of(text) == "latin":
        return " ".join(word if len(word) <= 3 and not word.isalpha() else word.capitalize() for word in text.split())
    return text


def slug(text: str) -> str:
    """The text in small Latin letters with hyphens, as ids are written."""
    return re.sub(r"[^a-z0-9]+", "-", anyascii(text).lower()).strip("-")[:_LONGEST_ID].strip("-")


def as_entity(one: Spelled, entity_id: str, *, within: Collection[str] = ()) -> dict[str, object]:
    """The thing as it stands in a rule file."""
    thing = one.thing
    values: dict[str, object] = {"id": entity_id, "name": one.name, "kind": thing.kind}
    values |= {"aliases": list(one.aliases)} if one.aliases else {}
    values |= {"exact": list(one.exact)} if one.exact else {}
    values |= {"within": list(within)} if within else {}
    values |= {"location": list(thing.location)} if thing.location else {}
    values |= {"links": dict(thing.links)} if thing.links else {}
    return values | ({"note": thing.note} if thing.note else {})
