"""`watchdesk new` and `watchdesk entities import`: what they write loads, and nothing else of a file changes."""

from pathlib import Path

import pytest

from daemon.cli.loading import load_all
from daemon.errors import ConfigError, WatchdeskError
from tests.helpers.shell import CONFIG, call, said, stand_in

OWN = """# Our places; keep them in the order of the alphabet.
entities:
  - {id: jena, name: Jena, kind: place}   # by the Saale

# the end
"""
GEONAMES = (
    "163270\tHoms\tHoms\tEmesa,HMS,hu mu si,Хомс,حمص\t34.72682\t36.72339\tP\tPPLA\tSY\t\t11\t\t\t\t"
    "775404\t\t508\tAsia/Damascus\t2019-09-05\n"
    "163271\tJena\tJena\t\t50.92\t11.58\tP\tPPL\tDE\t\t\t\t\t\t104712\t\t\tEurope/Berlin\t2019-09-05\n"
    "163272\tAnada\tAnada\t\t36.01\t36.72\tP\tPPL\tSY\t\t\t\t\t\t800\t\t\tAsia/Damascus\t2019-09-05\n"
)
UN = """<?xml version="1.0"?><CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID>
<FIRST_NAME>THOMAS</FIRST_NAME>
<SECOND_NAME>LUBANGA</SECOND_NAME>
<UN_LIST_TYPE>DRC</UN_LIST_TYPE>
<NAME_ORIGINAL_SCRIPT>توما لوبانغا</NAME_ORIGINAL_SCRIPT>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Thomas Lubanga Dyilo</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Tom of Ituri</ALIAS_NAME></INDIVIDUAL_ALIAS>
</INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>"""
SDN = '36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0- ,-0- \n99,"SMITH, John Henry","individual","SDGT",-0- ,-0- \n'
ALT = '36,12,"aka","AERO-CARIBBEAN",-0- \n99,13,"aka","SMITH, Johnny",-0- \n'


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a config and some entities."""
    files = {"rules/entities/own.yaml": OWN, "rules/schema.json": "{}"}
    return stand_in(tmp_path, monkeypatch, config=CONFIG, files=files)


def test_a_rule_is_begun_by_answers(desk: Path) -> None:
    """What is wrong with an answer is said, and asked again; what is written loads, has tests, and is in shadow."""
    answers = ["Ferry sinks", "loud", "high", "ferry & (", "ferry & sink*", "the", "drill",
               "Ferry sinks off Samos", "Ferry tickets get dearer"]  # fmt: skip
    result = call("new", "rule", given="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    assert "write one of low, medium, high, critical" in result.output
    said = result.output
    assert said.index("this bracket is not closed") < said.index("Unless it says"), "a slip is told at once"
    assert said.index("'the' stands in nearly every text") < said.index("must match")
    text = (desk / "rules" / "ferry-sinks.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=schema.json\nrules:\n  - id: ferry-sinks\n")
    rule = load_all(desk / "config.yaml")[1].rules["ferry-sinks"]
    assert (rule.facts.severity.value, rule.facts.mode, len(rule.tests)) == ("high", "shadow", 2)
    assert rule.unless is not None


def test_what_was_answered_stands_when_a_test_fails(desk: Path) -> None:
    """Who mends one answer types none of the others again."""
    answers = ["Ferry sinks", "high", "ferry", "", "Ferry sinks off Samos", "Ferry tickets get dearer"]
    again = ["ferry & sink*", "", "", ""]
    result = call("new", "rule", given="\n".join([*answers, *again]) + "\n")
    assert result.exit_code == 0, result.output
    assert "must not match but does" in result.output
    rule = load_all(desk / "config.yaml")[1].rules["ferry-sinks"]
    assert {test.title for test in rule.tests} == {"Ferry sinks off Samos", "Ferry tickets get dearer"}
    assert rule.unless is None


def test_a_query_that_was_given_and_is_wrong_is_asked_for(desk: Path) -> None:
    """What stands in an option is looked at like an answer, before anything else is asked."""
    answers = ["ferry & sink*", "", "Ferry sinks off Samos", "Ferry tickets get dearer"]
    result = call(
        "new", "rule", "Ferry sinks", "--severity", "low", "--when", "ferry & (", given="\n".join(answers) + "\n"
    )
    assert result.exit_code == 0, result.output
    assert result.output.index("this bracket is not closed") < result.output.index("Which words?")


def test_a_rule_whose_test_fails_is_not_written(desk: Path) -> None:
    """R2: given all at once, a rule that does not do what its tests say is refused, and no file is made."""
    words = ("new", "rule", "Ferry sinks", "--when", "ferry", "--severity", "low", "--skip", "A car")
    words = (*words, "--match", "A boat")
    result = call(*words)
    assert isinstance(result.exception, ConfigError)
    assert "must match but does not" in str(result.exception)
    assert not (desk / "rules" / "ferry-sinks.yaml").exists()
    result = call(*words, "--file", "../out.yaml")
    assert isinstance(result.exception, WatchdeskError)


def test_a_rule_joins_a_file_that_is_there(desk: Path) -> None:
    """A second rule goes to the end of the file that is named; comments stay; ids are fresh."""
    for when in ("ferry", "boat"):
        tests = ("--match", f"A {when}", "--skip", "A car")
        where = ("--mode", "live", "--file", "entities/own.yaml")
        said("new", "rule", "Lost at sea", "--when", when, "--severity", "low", *tests, *where)
    text = (desk / "rules" / "entities" / "own.yaml").read_text(encoding="utf-8")
    assert text.startswith(OWN.rstrip().rpartition("\n")[0])
    assert "# the end" in text
    assert {"lost-at-sea", "lost-at-sea-2"} <= set(load_all(desk / "config.yaml")[1].rules)


def test_an_entity_is_filled_from_a_list(desk: Path) -> None:
    """R10: spellings and coordinates come from GeoNames, junk is left out, and the file keeps its comments."""
    (desk / "SY.txt").write_text(GEONAMES, encoding="utf-8")
    assert "rules ask for it as @homs" in said("new", "entity", "Homs", "--from", "SY.txt", "--yes")
    homs = load_all(desk / "config.yaml")[1].entities["homs"]
    assert homs.location == (34.7268, 36.7234)
    assert homs.aliases == ("Emesa", "Хомс", "حمص")
    lines = (desk / "rules" / "entities" / "own.yaml").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "homs" not in line] == OWN.splitlines()
    assert isinstance(call("new", "entity", "Ghost", "--from", "SY.txt", "--yes").exception, WatchdeskError)
    result = call("new", "entity", given="Sinjar\nPlace of\nplace\nShingal, سنجار\ny\n")
    assert result.exit_code == 0, result.output
    assert load_all(desk / "config.yaml")[1].entities["sinjar"].aliases == ("Shingal", "سنجار")


def test_a_list_of_places_is_imported(desk: Path) -> None:
    """By country and size; what the rules know already is not written again; the set loads."""
    (desk / "SY.txt").write_text(GEONAMES, encoding="utf-8")
    shown = said("entities", "import", "SY.txt", "--min-population", "1000", "--yes")
    assert "1 entity with 4 spellings; 1 name is known or unusable" in shown
    assert "1 a code" in shown
    assert "1 romanised by machine" in shown
    written = (desk / "rules" / "entities" / "sy.yaml").read_text(encoding="utf-8")
    assert written.startswith("# yaml-language-server: $schema=../schema.json\nentities:\n")
    assert set(load_all(desk / "config.yaml")[1].entities) == {"jena", "homs"}
    assert "0 entities" in said("entities", "import", "SY.txt", "--country", "DE", "--yes")
    assert isinstance(call("entities", "import", "SY.txt", "--country", "XX").exception, WatchdeskError)


def test_a_name_that_may_be_there_already_is_told(desk: Path) -> None:
    """In another spelling and order, with the entity that it may be; nothing is said of other names."""
    (desk / "had.csv").write_text("name,kind\nMuammar Gaddafi,person\n", encoding="utf-8")
    assert "may be there" not in said("entities", "import", "had.csv", "--yes")
    (desk / "more.csv").write_text('name,kind\n"KADHAFI, Moammar",person\nIvan Petrov,person\n', encoding="utf-8")
    shown = said("entities", "import", "more.csv", "--yes")
    assert "may be there already: Muammar Gaddafi (muammar-gaddafi)" in shown
    assert shown.count("may be there") == 1


def test_sanctions_lists_are_read(desk: Path) -> None:
    """OFAC's SDN.CSV with ALT.CSV, the UN's XML, and such JSON lines: names turned round, poor aliases left out."""
    (desk / "SDN.CSV").write_text(SDN, encoding="utf-8")
    (desk / "ALT.CSV").write_text(ALT, encoding="utf-8")
    (desk / "un.xml").write_text(UN, encoding="utf-8")
    (desk / "more.jsonl").write_text('{"id": "x1", "name": "ERIC BADEGE", "type": "individual", "aliases": []}\n')
    for file in ("SDN.CSV", "un.xml", "more.jsonl"):
        said("entities", "import", file, "--yes", "--into", "entities/listed.yaml")
    found = load_all(desk / "config.yaml")[1].entities
    assert (found["aerocaribbean-airlines"].kind, found["aerocaribbean-airlines"].aliases) == (
        "organisation", ("AERO-CARIBBEAN",),
    )  # fmt: skip
    smith = found["john-henry-smith"]
    assert (smith.name, smith.aliases) == ("John Henry Smith", ("Johnny Smith",))
    assert found["thomas-lubanga"].aliases == ("Thomas Lubanga Dyilo", "توما لوبانغا")
    assert found["eric-badege"].kind == "person"


def test_a_table_is_read_by_its_header(desk: Path) -> None:
    """CSV with `name` and what else there is; whoever says no has nothing written."""
    table = "name;kind;aliases;lat;lon\nSinjar;place;Shingal|سنجار;36.32;41.86\n"
    (desk / "own list.csv").write_text(
        table.replace("|", ";").replace("Shingal;", '"Shingal;').replace("سنجار", 'سنجار"')
    )
    assert call("entities", "import", "own list.csv", given="n\n").exit_code == 1
    assert not (desk / "rules" / "entities" / "own-list.yaml").exists()
    said("entities", "import", "own list.csv", "--yes", "--within", "jena")
    sinjar = load_all(desk / "config.yaml")[1].entities["sinjar"]
    assert (sinjar.aliases, sinjar.location, sinjar.within) == (("Shingal", "سنجار"), (36.32, 41.86), ("jena",))


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.csv", "alias,kind\nx,y\n", "one of them `name`"),
        ("a.csv", "name,latitude,longitude\nHoms,34,36\nOdd,999,36\n", "a.csv:3: latitude 999"),
        ("a.xml", "<a><b></a>", "cannot be read"),
        ("a.jsonl", '{"name": 1\n', "a.jsonl:1"),
        ("a.csv", "name,lat,lon\nHoms,north,1\n", "a.csv:2: latitude"),
        ("a.txt", "", "name"),
        ("gone.csv", None, "No such file"),
    ],
)
def test_a_list_that_is_none_is_told(desk: Path, name: str, text: str | None, told: str) -> None:
    """What cannot be read as a list is said with its place, and nothing is written."""
    if text is not None:
        (desk / name).write_text(text, encoding="utf-8")
    result = call("entities", "import", name, "--yes")
    assert isinstance(result.exception, WatchdeskError)
    assert told in str(result.exception)


def test_a_bad_list_cannot_break_the_rules(desk: Path) -> None:
    """R2: an entity that lies in one that is not there is refused, and the set is as it was."""
    (desk / "a.csv").write_text("name\nSinjar\n", encoding="utf-8")
    result = call("entities", "import", "a.csv", "--yes", "--within", "ghost")
    assert isinstance(result.exception, ConfigError)
    assert sorted(path.name for path in (desk / "rules" / "entities").iterdir()) == ["own.yaml"]
