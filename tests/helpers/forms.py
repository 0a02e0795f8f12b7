"""The table of real word forms: what an author writes, what must match, what must not; and how a matcher does on it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import yaml

from daemon.rules.load import build_rules
from daemon.rules.match import find
from daemon.yamlfile import parse_yaml
from tests.helpers.build import an_item

FOLDER = Path(__file__).parents[1] / "data" / "forms"
LANGUAGES = ("en", "ru", "uk", "ar", "fa", "he", "tr", "de", "fr", "es")
#: A sentence of each language round a word, by which the language can be told.
SENTENCES = {
    "en": "There was news about the {} after it had been in the city.",
    "ru": "Сегодня это слово {} было в новостях, и о нём говорили все.",
    "uk": "Сьогодні це слово {} було в новинах, і про нього ще не все відомо.",
    "ar": "كان هذا في الأخبار {} ثم تحدث عن ذلك من كان في المكان",
    "fa": "این خبر درباره {} است که در آن روز گفته شد و با ما بود",
    "he": "היום דווח על {} וגם על מה שקרה אחרי זה, אך לא יותר",
    "tr": "Bu haber için {} olarak daha sonra bir açıklama ve çok soru var.",
    "de": "Gestern wurde das Wort {} auch von der Zeitung und nicht nur im Radio genannt.",
    "fr": "Dans le journal de la ville, {} est un mot qui a été dit par les gens.",
    "es": "En el diario de la zona {} es una palabra que se dijo por los lados.",
}


class Row(NamedTuple):
    """One form: may it match the word?"""

    word: str
    form: str
    must: bool


@dataclass(frozen=True, slots=True)
class Score:
    """How a matcher did on one language."""

    missed: tuple[Row, ...]
    wrong: tuple[Row, ...]
    right: int

    @property
    def recall(self) -> float:
        """The share of the forms that must match and do, 0..1."""
        return self.right / (self.right + len(self.missed))

    @property
    def precision(self) -> float:
        """The share of the matches that must be, 0..1; 1 if there are none."""
        found = self.right + len(self.wrong)
        return self.right / found if found else 1.0


def rows(name: str) -> Iterator[Row]:
    """The rows of one table: a language, or `unspaced`."""
    for entry in yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8")):
        for form in entry["match"]:
            yield Row(entry["word"], form, must=True)
        for form in entry["skip"]:
            yield Row(entry["word"], form, must=False)


def score(table: list[Row], meets: Callable[[str, str], bool]) -> Score:
    """How `meets(word, form)` does on a table."""
    found = [(row, meets(row.word, row.form)) for row in table]
    return Score(
        missed=tuple(row for row, met in found if row.must and not met),
        wrong=tuple(row for row, met in found if met and not row.must),
        right=sum(row.must and met for row, met in found),
    )


def matcher(table: list[Row], language: str | None, sentence: str = "{}") -> Callable[[str, str], bool]:
    """Our matcher: each word of the table a rule of one keyword, each form an item; None: the language is detected."""
    words = list(dict.fromkeys(row.word for row in table))
    lines = [
        f"  - {{id: r{number}, severity: low, when: {json.dumps(word, ensure_ascii=False)}}}"
        for number, word in enumerate(words)
    ]
    rules = build_rules([parse_yaml("\n".join(["rules:", *lines]), name="forms.yaml")])

    def meets(word: str, form: str) -> bool:
        text = sentence.format(form)
        finding = find(rules, an_item(title=text, summary="", language=language))
        place = sentence.index("{")
        wanted = f"r{words.index(word)}"
        spans = [span for match in finding.matches if match.rule.id == wanted for span in match.evidence]
        return any(place <= span.start < place + len(form) for span in spans)

    return meets
