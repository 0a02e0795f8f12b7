"""A report and an incident -> what their words have in common, and what keeps them apart, as named numbers. Pure.

What the numbers mean together is learned (chance.py). All are taken from the words as they stand, so they fit reports
of one language; across.py compares the others.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from heapq import nlargest
from math import fsum, log, log1p, sqrt
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from daemon.incidents.commonness import RAREST
from daemon.incidents.gathered import Gathered, Telling
from daemon.incidents.synonyms import by_meaning
from daemon.incidents.wording import Wording

_RAREST_SHARED = 5
_CORE, _CORE_NAMES = 6, 3  #: words and names that say most of a side
_USUAL = 1 / 3  #: share of an incident's reports that makes a name its own
_GRAM = 4  #: letters
_PREFIX = 5  #: letters that inflected forms of a word share, in most languages
_LOOSE = 0.35  #: cosine of two reports of one event, where nothing is known of it
_LONG_TITLE = 12  #: words

Traits = dict[str, float]


def cosines(words: Wording, gathered: Gathered) -> list[float]:
    """How alike a report is to each one of an incident, 0..1, in their order."""
    return [_product(words.stems, one.stems) for one in gathered.told]


def middle(words: Wording, gathered: Gathered) -> float:
    """Cosine with the sum of all reports."""
    return _cosine(words.stems, gathered.stems)


def telling_cosine(words: Wording, gathered: Gathered, apart: Telling) -> float:
    """Cosine with the sum of all reports, words weighed by how well they tell the candidates apart."""
    one, other = words.stems, gathered.stems
    shared = sum(weight * other[stem] * apart.get(stem, 1.0) ** 2 for stem, weight in one.items() if stem in other)
    lengths = 1.0
    for stems in (one, other):
        lengths *= sum((weight * apart.get(stem, 1.0)) ** 2 for stem, weight in stems.items())
    return shared / (sqrt(lengths) or 1.0)


def traits_of(words: Wording, gathered: Gathered, apart: Telling, likenesses: Sequence[float]) -> Traits:
    """What a report and an incident share and do not; `likenesses` are the cosines with its reports.

    Shape: always the same names. Law: the order of the incident's reports does not matter.
    """
    return {
        **_by_words(words, gathered, apart, likenesses),
        **_by_core(words, gathered, apart),
        **_by_titles(words, gathered, apart),
        **_by_names(words, gathered, apart),
        **_by_full_names(words, gathered),
        **_by_numbers(words, gathered),
        **_by_size(words, gathered, likenesses),
    }


def _by_words(words: Wording, gathered: Gathered, apart: Telling, likenesses: Sequence[float]) -> Traits:
    most, second = (*nlargest(2, likenesses), likenesses[0])[:2]
    likest = [one for one, likeness in zip(gathered.told, likenesses, strict=True) if likeness == most]
    shared = words.stems.keys() & gathered.stems.keys()
    pairs = [words.rareness(one) + words.rareness(other) for one, other in words.neighbours & gathered.neighbours]
    fewest = min(
        fsum(words.rareness(one) + words.rareness(other) for one, other in side)
        for side in (words.neighbours, gathered.neighbours)
    )
    meant, prefixes = by_meaning(words.stems), _by_prefix(words.stems)
    return {
        "likest": most,  # cosine with the report that is most like it
        "second": second,  # and with the next one
        "mean": sum(likenesses) / len(likenesses),
        "meanings": _cosine(meant, gathered.meanings),  # quake for earthquake
        "meanings_likest": max(_cosine(meant, by_meaning(one.stems)) for one in likest),
        "prefixes_likest": max(_cosine(prefixes, _by_prefix(one.stems)) for one in likest),
        "prefixes": _cosine(prefixes, _by_prefix(gathered.stems)),  # inflected languages
        "evidence": max(_evidence(words, words.stems.keys() & one.stems.keys()) for one in likest),
        "evidence_in_all": log1p(fsum(words.rareness(stem) * apart.get(stem, 1.0) for stem in shared)),
        "pairs": log1p(fsum(pairs) / 2.0),  # words that stand side by side in both
        "pairs_share": fsum(pairs) / (fewest or 1.0),
    }


def _by_core(words: Wording, gathered: Gathered, apart: Telling) -> Traits:
    """How much of each side the other one holds, of all its words and of the few that say most."""
    told, stems = gathered.stems, words.stems
    return {
        "covered": sum(weight * weight for stem, weight in stems.items() if stem in told),
        "covers": sum(weight * weight for stem, weight in told.items() if stem in stems)
        / (sum(weight * weight for weight in told.values()) or 1.0),
        "core_known": _part(_core(told, apart), stems),
        "core_told": _part(_core(stems, apart), told),
    }


def _by_titles(words: Wording, gathered: Gathered, apart: Telling) -> Traits:
    known, title = gathered.stems, " ".join(words.title)
    new = [words.rareness(stem) for stem in words.headline if stem not in known]
    lost = min(
        ([rare for stem, rare in one.headline.items() if stem not in words.stems] for one in gathered.told), key=sum
    )
    by_words = {stem: rare * apart.get(stem, 1.0) for stem, rare in words.headline.items()}
    by_meanings, meant = by_meaning(words.headline), by_meaning(words.stems)
    titles = [by_meaning(one.headline) for one in gathered.told]
    return {
        "headline": _cosine(words.headline, gathered.headlines),
        "title_told": _share(words.headline, known),
        "title_known": max(_share(one.headline, words.stems) for one in gathered.told),
        "title_telling": _share(by_words, known),
        "titles_alike": max(fuzz.token_set_ratio(title, " ".join(one.title)) for one in gathered.told) / 100.0,
        "titles_sorted": max(fuzz.token_sort_ratio(title, " ".join(one.title)) for one in gathered.told) / 100.0,
        "titles_written": max(fuzz.ratio(title, " ".join(one.title)) for one in gathered.told) / 100.0,
        "titles_in_order": max(LCSseq.normalized_similarity(words.title, one.title) for one in gathered.told),
        "title_letters": max(_product(_grams(words.title), _grams(one.title)) for one in gathered.told),
        "title_meanings": max(_cosine(by_meanings, one) for one in titles),
        "title_meant": _share(by_meanings, gathered.meanings),
        "title_means": max(_share(one, meant) for one in titles),
        "title_new": sum(new),  # rareness of title words that the other side lacks
        "title_newest": max(new, default=0.0),
        "title_lost": sum(lost),
        "title_lost_most": max(lost, default=0.0),
    }


def _by_names(words: Wording, gathered: Gathered, apart: Telling) -> Traits:
    known, names = gathered.stems, gathered.names
    theirs = {name: words.rareness(name) * apart.get(name, 1.0) * share for name, share in names.items()}
    ours = {name: words.rareness(name) * apart.get(name, 1.0) for name in words.named}
    new = [words.rareness(name) for name in words.named if name not in known]
    lost = [words.rareness(name) * share for name, share in names.items() if share > _USUAL and name not in words.stems]
    in_title = [words.rareness(name) for name in words.names if name not in known]
    in_titles = [
        words.rareness(name)
        for name, share in gathered.title_names.items()
        if share > _USUAL and name not in words.stems
    ]
    return {
        "names": _share(theirs, words.named),
        "names_core": _part(nlargest(_CORE_NAMES, theirs, key=lambda name: (theirs[name], name)), words.stems),
        "names_shared": log1p(fsum(ours[name] for name in words.named if name in names)),
        "names_told": _share(ours, known),
        "names_new": log1p(fsum(new)),
        "names_lost": log1p(fsum(lost)),
        "title_names_apart": log1p(min(fsum(in_title), fsum(in_titles))),
    }


def _by_full_names(words: Wording, gathered: Gathered) -> Traits:
    """Names of several words: persons above all."""
    theirs = {
        pair: (words.rareness(pair[0]) + words.rareness(pair[1])) * share for pair, share in gathered.full_names.items()
    }
    usual = {pair: weight for pair, weight in theirs.items() if gathered.full_names[pair] > _USUAL}
    ours = {pair: words.rareness(pair[0]) + words.rareness(pair[1]) for pair in words.full_names}
    shared = [weight for pair, weight in ours.items() if pair in theirs]
    new = {pair: weight for pair, weight in ours.items() if not _any(pair, gathered.stems)}
    lost = [weight for pair, weight in usual.items() if not _any(pair, words.stems)]
    return {
        "full_names": log1p(fsum(shared) / 2.0),
        "full_names_known": _share(usual, words.full_names),
        "full_names_new": log1p(fsum(new.values())),
        "full_names_lost": log1p(fsum(lost)),
        "full_names_apart": float(bool(ours and theirs and not shared)),
    }


def _by_numbers(words: Wording, gathered: Gathered) -> Traits:
    shared = words.numbers & gathered.numbers
    in_title = frozenset(filter(str.isdigit, words.title))
    in_titles = [frozenset(filter(str.isdigit, one.title)) for one in gathered.told]
    same_title = any(in_title & one for one in in_titles)
    both = [(numbers, gathered.counts[noun]) for noun, numbers in words.counts.items() if noun in gathered.counts]
    agreeing = sum(not ours.isdisjoint(theirs) for ours, theirs in both)
    return {
        "numbers": len(shared) / (len(words.numbers) or 1),
        "numbers_apart": float(bool(words.numbers and gathered.numbers and not shared)),
        "title_numbers": float(same_title),
        "title_numbers_apart": float(bool(in_title and any(in_titles) and not same_title)),
        "counts": log1p(agreeing),  # the same number before the same noun
        "counts_apart": log1p(len(both) - agreeing),
        "year": float(not words.years.isdisjoint(gathered.years)),
        "other_year": _apart(words.years, gathered.years),
        "date": float(not words.dates.isdisjoint(gathered.dates)),
        "other_date": _apart(words.dates, gathered.dates),
    }


def _by_size(words: Wording, gathered: Gathered, likenesses: Sequence[float]) -> Traits:
    """What says how much likeness is to be expected: short items have less of it, loose incidents too."""
    count, cohesion = len(gathered.told), gathered.cohesion
    return {
        "single": float(count == 1),
        "reports": log(count),
        "cohesion": _LOOSE if cohesion is None else cohesion,
        "beyond_cohesion": 0.0 if cohesion is None else sum(likenesses) / count - cohesion,
        "length": log1p(words.length),
        "lengths": log1p(sum(one.length for one in gathered.told) / count),
        "titles_length": min(_LONG_TITLE, sum(len(one.title) for one in gathered.told) / count),
        "title_length": float(min(_LONG_TITLE, len(words.title))),
    }


def _core(weights: Mapping[str, float], apart: Telling) -> list[str]:
    return nlargest(_CORE, weights, key=lambda stem: (weights[stem] * apart.get(stem, 1.0), stem))


def _part(chosen: Sequence[str], known: Collection[str]) -> float:
    return sum(one in known for one in chosen) / (len(chosen) or 1)


def _any(pair: tuple[str, str], known: Collection[str]) -> bool:
    return pair[0] in known or pair[1] in known


def _apart(ours: frozenset[str], theirs: frozenset[str]) -> float:
    return float(bool(ours and theirs) and ours.isdisjoint(theirs))


def _evidence(words: Wording, shared: Iterable[str]) -> float:
    return sum(nlargest(_RAREST_SHARED, map(words.rareness, shared))) / (_RAREST_SHARED * RAREST)


def _by_prefix(stems: Mapping[str, float]) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for stem, weight in stems.items():
        found[stem[:_PREFIX]] = found.get(stem[:_PREFIX], 0.0) + weight
    return found


@lru_cache(maxsize=4_096)
def _grams(title: tuple[str, ...]) -> Mapping[str, float]:
    """Runs of letters of a title, as a vector of length 1."""
    letters = f" {' '.join(title)} "
    counts: dict[str, float] = {}
    for start in range(len(letters) - _GRAM + 1):
        gram = letters[start : start + _GRAM]
        counts[gram] = counts.get(gram, 0.0) + 1.0
    length = sqrt(sum(count * count for count in counts.values()))
    return {gram: count / length for gram, count in counts.items()}


def _share(weights: Mapping[Any, float], known: Collection[Any]) -> float:
    return fsum(weight for key, weight in weights.items() if key in known) / (fsum(weights.values()) or 1.0)


def _product(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum([weight * other[stem] for stem, weight in one.items() if stem in other])  # a list: this runs often


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    lengths = sum(weight * weight for weight in one.values()) * sum(weight * weight for weight in other.values())
    return _product(one, other) / (sqrt(lengths) or 1.0)
