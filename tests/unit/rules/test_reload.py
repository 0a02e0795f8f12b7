"""A changed folder of rules, taken up on top of the set that is there."""

from pathlib import Path

import pytest

from daemon.errors import RuleError
from daemon.model import Finding
from daemon.rules.load import RuleSet, load_rules, reload_rules
from daemon.rules.match import find
from tests.unit.rules.parts import a_text

TITLES = ["A helicopter crashed", "Fire in Tadmur", "Flood near the river", "Storm over the coast", "Palmyra"]


def _write(folder: Path, name: str, when: str, *more: str) -> None:
    lines = "".join(f"\n    {line}" for line in more)
    folder.joinpath(f"{name}.yaml").write_text(f"rules:\n  - id: {name}\n    severity: low\n    when: {when}{lines}\n")


def _found(rules: RuleSet) -> list[Finding]:
    return [find(rules, a_text(title)) for title in TITLES]


def _as_read(rules: RuleSet) -> list[tuple[object, ...]]:
    """Everything of the rules but their nodes, which hold numbers of words."""
    return [(name, one.facts, one.when, one.unless, one.file, one.line) for name, one in rules.rules.items()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of three rules and an entity."""
    _write(tmp_path, "a", "helicopter & crash")
    _write(tmp_path, "b", "'@palmyra'")
    _write(tmp_path, "c", "fire | flood")
    text = "entities:\n  - {id: palmyra, name: Palmyra, kind: place, aliases: [Tadmur]}\n"
    tmp_path.joinpath("e.yaml").write_text(text)
    return tmp_path


@pytest.mark.parametrize("change", ["rule", "new", "gone", "entity", "moved", "terms", "nothing", "moved_entity"])
def test_a_reload_gives_what_a_load_gives(folder: Path, change: str) -> None:
    """Whatever changed, the reloaded set finds and shows what a freshly loaded one does; the old one stays."""
    old = load_rules(folder)
    before = _found(old)
    match change:
        case "rule":
            _write(folder, "c", "fire | storm")
        case "new":
            _write(folder, "d", "storm | river")
        case "gone":
            folder.joinpath("c.yaml").unlink()
        case "entity":
            text = folder.joinpath("e.yaml").read_text()
            folder.joinpath("e.yaml").write_text(text.replace("Tadmur", "coast"))
        case "moved":
            folder.joinpath("a.yaml").rename(folder / "z.yaml")
        case "moved_entity":
            folder.joinpath("e.yaml").write_text("# a remark\n" + folder.joinpath("e.yaml").read_text())
        case "terms":
            folder.joinpath("t.yaml").write_text("terms:\n  wet: [river, coast]\n")
            _write(folder, "c", "$wet")
        case _:
            pass
    new, fresh = reload_rules(old, folder), load_rules(folder)
    assert _found(new) == _found(fresh)
    assert _as_read(new) == _as_read(fresh)
    assert new.entities == fresh.entities
    assert new.warnings == fresh.warnings
    assert _found(old) == before


def test_rules_of_files_that_did_not_change_are_taken_over(folder: Path) -> None:
    """A rule that was not touched is the same object in the next set: it is not built again."""
    old = load_rules(folder)
    _write(folder, "c", "storm")
    new = reload_rules(old, folder)
    assert [new.rules[name] is old.rules[name] for name in ("a", "b", "c")] == [True, True, False]


def test_a_word_met_before_the_reload_is_looked_up_anew(folder: Path) -> None:
    """What the old set remembers of a text's word does not hide it from a new rule."""
    old = load_rules(folder)
    assert not find(old, a_text("Avalanche")).matches
    _write(folder, "d", "avalanche")
    assert [match.rule.id for match in find(reload_rules(old, folder), a_text("Avalanche")).matches] == ["d"]


def test_an_error_leaves_the_old_set_whole(folder: Path) -> None:
    """A reload with errors gives none; the old set goes on, and the mended folder loads on top of it."""
    old = load_rules(folder)
    before = _found(old)
    _write(folder, "c", "'('")
    folder.joinpath("a.yaml").write_text("rules: [\n")
    with pytest.raises(RuleError) as caught:
        reload_rules(old, folder)
    assert len(caught.value.problems) == 2
    assert _found(old) == before
    _write(folder, "a", "helicopter & crash")
    _write(folder, "c", "fire | flood")
    assert _found(reload_rules(old, folder)) == before


def test_a_rule_whose_own_test_fails_is_refused_at_a_reload(folder: Path) -> None:
    """The tests of a changed rule are run."""
    old = load_rules(folder)
    _write(folder, "c", "storm", "tests: {match: [A calm day]}")
    with pytest.raises(RuleError, match="must match but does not"):
        reload_rules(old, folder)


@pytest.mark.parametrize("name", ["c", "e"])
def test_a_reload_knows_the_languages_that_texts_came_in(folder: Path, name: str) -> None:
    """A reloaded set finds a new word's forms, and has those of the languages in which texts came before."""
    _write(folder, "d", "terremoto")
    old = load_rules(folder)
    assert [match.rule.id for match in find(old, a_text("terremoti", language="it")).matches] == ["d"]
    _write(folder, "d", "elicottero")
    if name == "e":  # with another entity all is built anew
        folder.joinpath("e.yaml").write_text("entities:\n  - {id: homs, name: Homs, kind: place}\n")
        folder.joinpath("b.yaml").unlink()
    new = reload_rules(old, folder)
    assert new.lexicon.languages() == ["it"]
    assert [match.rule.id for match in find(new, a_text("elicotteri", language="it")).matches] == ["d"]
