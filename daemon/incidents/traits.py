"""A report and an incident -> what their words have in common, and what keeps them apart, as named numbers. Pure.

What the numbers mean together is learned (chance.py). All are taken from the words as they stand, so they fit reports
of one language; across.py compares the others.
"""

from collections.abc import Collection, Sequence
from functools import lru_cache
from math import fsum, log, log1p, sqrt

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from daemon.incidents.commonness import RAREST
from daemon.incidents.gathered import Gathered, Telling
from daemon.incidents.particulars import Pair, parted
from daemon.incidents.sums import (
    Weights,
    beyond,
    by_beginning,
    cosine,
    heaviest,
    lesser_sum,
    product,
    rare,
    rare_and_telling,
    rare_beyond,
    rare_pairs,
    share,
    squares_of_shared,
    telling_product,
    telling_squares,
)
from daemon.incidents.synonyms import by_meaning
from daemon.incidents.wording import Wording

_RAREST_SHARED = 5
_CORE, _CORE_NAMES = 6, 3  #: words and names that say most of a side
_USUAL = 1 / 3  #: share of an incident's reports that makes a name its own
_GRAM = 4  #: letters
_LOOSE = 0.35  #: cosine of two reports of one event, where nothing is known of it
_YEAR, _FAR = 365, 31  #: days
_LONG_TITLE = 12  #: words

Traits = dict[str, float]


def cosines(own: Gathered, gathered: Gathered) -> list[float]:
    """How alike a report is to each one of an incident, 0..1, in their order."""
    return gathered.likenesses(own.stems)


def middle(own: Gathered, gathered: Gathered) -> float:
    """Cosine with the sum of all reports."""
    return product(own.stems, gathered.stems) / (sqrt(own.length * gathered.length) or 1.0)


def telling_cosine(own: Gathered, gathered: Gathered, apart: Telling) -> float:
    """Cosine with the sum of all reports, words weighed by how well they tell the candidates apart."""
    lengths = telling_squares(own.stems, apart) * telling_squares(gathered.stems, apart)
    return telling_product(own.stems, gathered.stems, apart) / (sqrt(lengths) or 1.0)


def glance_of(own: Gathered, gathered: Gathered, likenesses: Sequence[float]) -> Traits:
    """The few traits that doubt.py goes by, at less cost: where they leave no chance, the others are not looked at.

    Shape and law as of `traits_of`.
    """
    (words,), (title,), (by_meanings,) = own.told, own.titles, own.title_meanings
    agreeing, both = _counts(words, gathered)
    return {
        "second": (*sorted(likenesses, reverse=True), likenesses[0])[1],  # cosine with the next likest report
        "meanings": cosine(own.meanings, gathered.meanings),  # quake for earthquake
        "evidence": max([_evidence(rare(_shared(words, one), words.table)) for one in _likest(gathered, likenesses)]),
        "title_told": share(words.headline, gathered.stems),
        "title_known": max([share(one.headline, words.stems) for one in gathered.told]),
        "titles_alike": max([fuzz.token_set_ratio(title, one) for one in gathered.titles]) / 100.0,
        "title_meant": share(by_meanings, gathered.meanings),
        "counts_apart": log1p(both - agreeing),
    }


def traits_of(own: Gathered, gathered: Gathered, apart: Telling, likenesses: Sequence[float]) -> Traits:
    """What else a report and an incident share and do not; `likenesses` are the cosines with its reports.

    `own` is the report by itself. Shape: always the same names. Law: the order of the incident's reports does not
    matter.
    """
    (words,) = own.told
    return {
        **_by_words(own, gathered, apart, likenesses),
        **_by_core(words, gathered, apart),
        **_by_what_is_usual(words, gathered, apart),
        **_by_titles(own, gathered, apart),
        **_by_names(words, gathered, apart),
        **_by_full_names(words, gathered),
        **_by_numbers(words, gathered),
        **_by_size(words, gathered, likenesses),
    }


def _by_words(own: Gathered, gathered: Gathered, apart: Telling, likenesses: Sequence[float]) -> Traits:
    (words,), table = own.told, own.told[0].table
    likest = _likest(gathered, likenesses)
    shared = words.stems.keys() & gathered.stems.keys()
    pairs = fsum(rare_pairs(own.neighbours & gathered.neighbours, table))
    fewest = lesser_sum(rare_pairs(own.neighbours, table), gathered.neighbours, table)
    return {
        "likest": max(likenesses),  # cosine with the report that is most like it
        "mean": sum(likenesses) / len(likenesses),
        "meanings_likest": max([cosine(own.meanings, by_meaning(one.stems)) for one in likest]),
        "prefixes_likest": max([cosine(own.beginnings, by_beginning(one.stems)) for one in likest]),
        "prefixes": cosine(own.beginnings, gathered.beginnings),  # inflected languages
        "evidence_in_all": log1p(fsum(rare_and_telling(shared, table, apart))),
        "pairs": log1p(pairs / 2.0),  # words that stand side by side in both
        "pairs_share": pairs / (fewest or 1.0),
    }


def _likest(gathered: Gathered, likenesses: Sequence[float]) -> list[Wording]:
    """What the reports say that are most like it."""
    most = max(likenesses)
    return [one for one, likeness in zip(gathered.told, likenesses, strict=True) if likeness == most]


def _shared(words: Wording, other: Wording) -> set[str]:
    return words.stems.keys() & other.stems.keys()


def _by_core(words: Wording, gathered: Gathered, apart: Telling) -> Traits:
    """How much of each side the other one holds, of all its words and of the few that say most."""
    told, stems = gathered.stems, words.stems
    return {
        "covered": squares_of_shared(stems, told),
        "covers": squares_of_shared(told, stems) / (gathered.length or 1.0),
        "core_known": _part(heaviest(told, apart, _CORE), stems),
        "core_told": _part(heaviest(stems, apart, _CORE), told),
    }


def _by_what_is_usual(words: Wording, gathered: Gathered, apart: Telling) -> Traits:
    """What each side says most, and the other does not say at all: two fights of one boxer, two quakes of a place."""
    usual = {stem: weight * apart.get(stem, 1.0) for stem, weight in gathered.usual.items()}
    lost = {stem: weight for stem, weight in usual.items() if stem not in words.stems}
    new = {stem: weight for stem, weight in words.stems.items() if stem not in gathered.stems}
    lost_most, new_most = max(lost.values(), default=0.0), max(new.values(), default=0.0)
    names_lost = [weight for stem, weight in lost.items() if gathered.names.get(stem, 0.0) > _USUAL]
    names_new = [weight for stem, weight in new.items() if stem in words.particulars.named]
    return {
        "usual_known": 1.0 - fsum(lost.values()) / (fsum(usual.values()) or 1.0),
        "usual_shared": max([weight for stem, weight in usual.items() if stem in words.stems], default=0.0),
        "usual_lost": lost_most,
        "new_most": new_most,
        "usual_apart": min(lost_most, new_most),
        "names_usual_apart": min(max(names_lost, default=0.0), max(names_new, default=0.0)),
    }


def _by_titles(own: Gathered, gathered: Gathered, apart: Telling) -> Traits:
    (words,), (title,), (by_meanings,) = own.told, own.titles, own.title_meanings
    known, grams = gathered.stems, _grams(words.title)
    told, titles, meanings = gathered.told, gathered.titles, gathered.title_meanings
    new = beyond(words.headline, known)
    lost = min([beyond(one.headline, words.stems) for one in told], key=sum)
    by_words = {stem: rare * apart.get(stem, 1.0) for stem, rare in words.headline.items()}
    return {
        "headline": cosine(words.headline, gathered.headlines),
        "title_telling": share(by_words, known),
        "titles_sorted": max([fuzz.token_sort_ratio(title, one) for one in titles]) / 100.0,
        "titles_written": max([fuzz.ratio(title, one) for one in titles]) / 100.0,
        "titles_in_order": max([LCSseq.normalized_similarity(words.title, one.title) for one in told]),
        "title_letters": max([product(grams, _grams(one.title)) for one in told]),
        "title_meanings": max([cosine(by_meanings, one) for one in meanings]),
        "title_means": max([share(one, own.meanings) for one in meanings]),
        "title_new": sum(new),  # rareness of title words that the other side lacks
        "title_newest": max(new, default=0.0),
        "title_lost": sum(lost),
        "title_lost_most": max(lost, default=0.0),
    }


def _by_names(words: Wording, gathered: Gathered, apart: Telling) -> Traits:
    known, names, table, named = gathered.stems, gathered.names, words.table, words.particulars.named
    theirs = {name: table.get(name, RAREST) * apart.get(name, 1.0) * part for name, part in names.items()}
    ours = {name: table.get(name, RAREST) * apart.get(name, 1.0) for name in named}
    lost = [table.get(name, RAREST) * part for name, part in names.items() if part > _USUAL and name not in words.stems]
    in_titles = rare_beyond([name for name, part in gathered.title_names.items() if part > _USUAL], words.stems, table)
    return {
        "names": share(theirs, named),
        "names_core": _part(heaviest(theirs, {}, _CORE_NAMES), words.stems),
        "names_shared": log1p(fsum([ours[name] for name in named if name in names])),
        "names_told": share(ours, known),
        "names_new": log1p(fsum(rare_beyond(named, known, table))),
        "names_lost": log1p(fsum(lost)),
        "title_names_apart": log1p(min(fsum(rare_beyond(words.names, known, table)), fsum(in_titles))),
    }


def _by_full_names(words: Wording, gathered: Gathered) -> Traits:
    """Names of several words: persons above all."""
    full_names, parts = words.particulars.full_names, gathered.full_names
    theirs = dict(zip(parts, rare_pairs(parts, words.table), strict=True))
    theirs = {pair: weight * parts[pair] for pair, weight in theirs.items()}
    usual = {pair: weight for pair, weight in theirs.items() if parts[pair] > _USUAL}
    ours = dict(zip(full_names, rare_pairs(full_names, words.table), strict=True))
    shared = [weight for pair, weight in ours.items() if pair in theirs]
    new = [weight for pair, weight in ours.items() if not _any(pair, gathered.stems)]
    lost = [weight for pair, weight in usual.items() if not _any(pair, words.stems)]
    return {
        "full_names": log1p(fsum(shared) / 2.0),
        "full_names_known": share(usual, full_names),
        "full_names_new": log1p(fsum(new)),
        "full_names_lost": log1p(fsum(lost)),
        "full_names_apart": float(bool(ours and theirs and not shared)),
    }


def _by_numbers(words: Wording, gathered: Gathered) -> Traits:
    told = words.particulars
    shared = told.numbers & gathered.numbers
    in_title = frozenset(filter(str.isdigit, words.title))
    in_titles = [frozenset(filter(str.isdigit, one.title)) for one in gathered.told]
    same_title = any(in_title & one for one in in_titles)
    agreeing, _ = _counts(words, gathered)
    return {
        "numbers": len(shared) / (len(told.numbers) or 1),
        "numbers_apart": float(bool(told.numbers and gathered.numbers and not shared)),
        "title_numbers": float(same_title),
        "title_numbers_apart": float(bool(in_title and any(in_titles) and not same_title)),
        "counts": log1p(agreeing),  # the same number before the same noun
        "year": float(not told.years.isdisjoint(gathered.years)),
        "other_year": _apart(told.years, gathered.years),
        "date": float(not told.dates.isdisjoint(gathered.dates)),
        "other_date": _apart(told.dates, gathered.dates),
        "days_apart": log1p(_days_apart(told.dates, gathered.dates)),
        "weekday": float(not told.weekdays.isdisjoint(gathered.weekdays)),
        "other_weekday": _apart(told.weekdays, gathered.weekdays),
    }


def _counts(words: Wording, gathered: Gathered) -> tuple[int, int]:
    """Of how many nouns both sides tell the same number, and of how many they tell one."""
    theirs = gathered.counts
    both = [(numbers, theirs[noun]) for noun, numbers in words.particulars.counts.items() if noun in theirs]
    return sum(not ours.isdisjoint(others) for ours, others in both), len(both)


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


def _part(chosen: Sequence[str], known: Collection[str]) -> float:
    return sum(one in known for one in chosen) / (len(chosen) or 1)


def _any(pair: Pair, known: Collection[str]) -> bool:
    one, other = parted(pair)
    return one in known or other in known


def _apart(ours: frozenset[str], theirs: frozenset[str]) -> float:
    return float(bool(ours and theirs) and ours.isdisjoint(theirs))


def _days_apart(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """Days between the nearest dates of both, at most a month; 0 where one side has none."""
    if not ours or not theirs:
        return 0.0
    days, others = [_day(date) for date in ours], [_day(date) for date in theirs]
    gaps = [abs(day - other) for day in days for other in others]
    return float(min([_FAR, *(min(gap, _YEAR - gap) for gap in gaps)]))


@lru_cache(maxsize=400)
def _day(date: str) -> int:
    month, _, day = date.partition("-")
    return (int(month) - 1) * _YEAR // 12 + int(day)


def _evidence(rareness: list[float]) -> float:
    return sum(sorted(rareness, reverse=True)[:_RAREST_SHARED]) / (_RAREST_SHARED * RAREST)


@lru_cache(maxsize=4_096)
def _grams(title: tuple[str, ...]) -> Weights:
    """Runs of letters of a title, as a vector of length 1."""
    letters = f" {' '.join(title)} "
    counts: dict[str, float] = {}
    for start in range(len(letters) - _GRAM + 1):
        gram = letters[start : start + _GRAM]
        counts[gram] = counts.get(gram, 0.0) + 1.0
    length = sqrt(sum(count * count for count in counts.values()))
    return {gram: count / length for gram, count in counts.items()}
