r"""Precision and recall on the table of real word forms, a language a line, beside two plain searches.

Run: `python benchmarks/forms.py [--errors]`. A keyword is written once in its dictionary form. `declared`: each form is
an item whose feed names the language. `detected`: the form stands in a sentence and nobody names the language.
`substring` and `\bword\b` are what a list of keywords does without grammar, both without regard to case.
"""

import argparse
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from daemon.language.fold import fold
from daemon.language.inflect import text_keys
from tests.helpers.forms import LANGUAGES, SENTENCES, Row, Score, matcher, rows, score

_NAMES = ("declared", "detected", "substring", r"\bword\b")


def _substring(word: str, form: str) -> bool:
    return word.casefold() in form.casefold()


def _whole_word(word: str, form: str) -> bool:
    return re.search(rf"\b{re.escape(word)}\b", form, re.IGNORECASE) is not None


def _ways(table: list[Row], language: str) -> dict[str, Callable[[str, str], bool]]:
    ways = (matcher(table, language), matcher(table, None, SENTENCES[language]), _substring, _whole_word)
    return dict(zip(_NAMES, ways, strict=True))


def _cost(table: list[Row], language: str | None) -> float:
    """Microseconds of CPU a word not met before."""
    forms = [fold(row.form) for row in table]
    text_keys(forms[0], language)  # the stemmers are made at first use
    strangers = [f"{form}{end}" for form in forms for end in (forms[0][:2], forms[1][:1], forms[2][-2:])]
    begun = time.process_time()
    for one in strangers:
        text_keys(one, language)
    return (time.process_time() - begun) / len(strangers) * 1e6


def _shown(result: Score) -> str:
    return f"{result.precision:.2f} {result.recall:.2f}"


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--errors", action="store_true", help="name every form that is missed or wrong")
    errors = arguments.parse_args().errors
    print("precision and recall   words forms  " + "".join(f"{name:>12}" for name in _NAMES) + "   us a new word")
    for language in LANGUAGES:
        table = list(rows(language))
        results = {name: score(table, meets) for name, meets in _ways(table, language).items()}
        words = len({row.word for row in table})
        line = "".join(f"{_shown(result):>12}" for result in results.values())
        print(f"{language:22} {words:5} {len(table):5}  {line}{_cost(table, language):12.1f}")
        for row in (*results["detected"].missed, *results["detected"].wrong) if errors else ():
            print(f"    {'missed' if row.must else 'wrong'}: {row.form} ({row.word})")


if __name__ == "__main__":
    main()
