"""How common a word is in the news: what rules and names are checked by, as the tables of the incidents know it."""

from daemon.incidents.commonness import rareness
from daemon.incidents.wording import is_stop_word
from daemon.language.inflect import crude_stem
from daemon.rules.upkeep import is_common


def rareness_of(word: str, foreign: bool) -> float:  # noqa: FBT001  the linter asks so
    """The logarithm of one report in how many that hold a folded word; `foreign`: of those that are not English.

    The tables leave out the words that say nothing: those stand everywhere.
    """
    return 0.0 if is_stop_word(word) else rareness(crude_stem(word), foreign=foreign)


def is_common_word(folded: str) -> bool:
    """Do so many reports hold the word that only a capital tells who is called so?"""
    return is_common(folded, rareness_of)
