"""What words say is worth in a language what pairs in it showed."""

from daemon.incidents.chance import Said, said
from daemon.incidents.gathered import Gathered
from daemon.incidents.wording import wording
from tests.unit.incidents.builders import a_report

TOLD = wording(a_report("Паром затонул у Озёрска", text="У Озёрска затонул паром, на борту были 80 человек."))
OTHER = wording(a_report("У Озёрска поднимают затонувший паром", text="Паром с 80 пассажирами затонул в понедельник."))


def _said(language: str | None) -> Said:
    (found,) = said(OTHER, [Gathered([TOLD])], language)
    return found


def test_russian_words_promise_less() -> None:
    """The same traits leave less of a chance in Russian, where alike words more often were two events."""
    assert 0.0 < _said("ru").chance < _said(None).chance < 1.0
    assert _said("ru").traits == _said(None).traits


def test_a_language_of_few_pairs_is_as_english() -> None:
    """A language that no leaning was learned for takes nothing away."""
    assert _said("en").chance == _said("sw").chance == _said(None).chance
