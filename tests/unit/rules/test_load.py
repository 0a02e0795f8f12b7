"""Loading a folder: all problems at once, each at its place, and what is refused."""

from pathlib import Path

import pytest

from daemon.errors import RuleError
from daemon.rules.load import load_rules
from tests.unit.rules.parts import a_rule_set, a_set, a_text, matched, problems_of

RULE = "rules:\n  - id: r\n    severity: high\n    when: "
ENTITY = "entities:\n  - {id: e, name: Palmyra, kind: place}\n"


@pytest.mark.parametrize(
    ("when", "place", "says"),
    [
        ("", "a.yaml:4:10", "empty condition"),
        ("''", "a.yaml:4:11", "an empty keyword would match everything"),
        ("'  '", "a.yaml:4:12", "an empty keyword"),
        ("[]", "a.yaml:4:11", "an empty list"),
        ("{}", "a.yaml:4:11", "an empty condition"),
        ("[fire, '']", "a.yaml:4:18", "an empty keyword"),
        ("true", "a.yaml:4:11", "true is no condition"),
        ("the", "a.yaml:4:11", "stands in nearly every text"),
        ("fire | WHO", "a.yaml:4:18", "=WHO matches the capitals only"),
        ("to be or not", "a.yaml:4:11", "stand in nearly every text"),
        ("из", "a.yaml:4:11", "stands in nearly every text"),
        ("'...'", "a.yaml:4:12", "no letter or number"),
        ("'!fire'", "a.yaml:4:11", "without any word being there"),
        ("fire | !flood", "a.yaml:4:11", "without any word being there"),
        ("{none: [fire]}", "a.yaml:4:11", "without any word being there"),
        ("fire | fl*", "a.yaml:4:18", "at least 3 letters"),
        ("'*er'", "a.yaml:4:13", "at least 3 letters"),
        ("'fire & @nowhere'", "a.yaml:4:20", "there is no entity 'nowhere'"),
        ("'@kind:person'", "a.yaml:4:18", "no entity has the kind 'person'"),
        ("$guns", "a.yaml:4:12", "there are no terms 'guns'"),
        ("'Bo~'", "a.yaml:4:12", "at least 5 letters; shorter ones are too near to others: list the spellings"),
        ("fire & & flood", "a.yaml:4:18", "two stand side by side"),
        ("{near: [fire]}", "a.yaml:4:18", "two or more"),
        ("{near: [fire, flood], within: 0}", "a.yaml:4:41", "within must be a whole number"),
        ("{near: [fire, SENT(flood)]}", "a.yaml:4:25", "can stand near each other"),
        ("fire NEAR/0 flood", "a.yaml:4:11", "a whole number of words from 1 to 9999"),
        ("{title: fire, within: 3}", "a.yaml:4:25", "within belongs beside near or then"),
        ("{all: [fire], at_least: 3}", "a.yaml:4:25", "at_least belongs beside fuzzy or of or score"),
        ("{score: {fire: 3, '!flood': 4}, at_least: 4}", "a.yaml:4:11", "without any word being there"),
        ("{fires: [a]}", "a.yaml:4:12", "unknown condition 'fires'"),
        ("{none: [{count: {of: fire, at_least: 5, within: 1h}}]}", "a.yaml:4:20", "not so here"),
        ("{absence: {for: auto}}", "a.yaml:4:21", "the key 'feeds' is missing"),
        ("4 OF (fire, flood)", "a.yaml:4:11", "a number from 1 to 2"),
        ("{of: [fire, flood]}", "a.yaml:4:12", "needs at_least"),
        ("{score: {fire: x}, at_least: 2}", "a.yaml:4:26", "a weight is a number"),
        ("{entity: {id: e, colour: red}}", "a.yaml:4:28", "id and descend, or kind"),
        ("/(a+)+$/", "a.yaml:4:12", "can run for ever"),
        ("/.*/", "a.yaml:4:12", "matches the empty text"),
        ("/a[/", "a.yaml:4:11", "two slashes"),
        ("fire & cra*sh", "a.yaml:4:21", "a * stands at one end of a word"),
        ("fire AND", "a.yaml:4:16", "AND needs something on both sides"),
        ("[fire, OR flood]", "a.yaml:4:18", "OR needs something on both sides"),
        ("fire & 'shot down'", "a.yaml:4:18", "use double quotes for a phrase"),
        (r"/a(/", "a.yaml:4:12", "not a regular expression"),
    ],
)
def test_bad_conditions_are_refused_at_their_place(when: str, place: str, says: str) -> None:
    """A condition that cannot be meant is refused, at the character where it stands (R3, R8)."""
    problems = problems_of(RULE + when)
    assert [problem for problem in problems if problem.startswith(f"{place}: ") and says in problem], problems


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "rules:\n  - {id: r, severity: loud, when: fire}",
            "a.yaml:2:23: severity: 'loud' is not known here; write 'low', 'medium', 'high' or 'critical'",
        ),
        ("rules:\n  - {id: r, severity: low}", "a.yaml:2:5: the key 'when' is missing"),
        (
            "rules:\n  - {id: r, severity: low, when: fire, wehn: x}",
            "a.yaml:2:40: unknown key 'wehn'; did you mean 'when'?",
        ),
        (
            "rules:\n  - {id: r, severity: low, when: fire, topic: x}",
            "unknown key 'topic'; there are: id, title, severity",
        ),
        ("rules:\n  - {id: r, severity: low, when: fire, feeds: [x]}", "feeds: ['x'] must say which feeds: {ids: "),
        ("rules:\n  - {id: r, severity: low, when: fire, languages: [english]}", "write en, ar, ru"),
        ("rules:\n  - {id: r, severity: low, when: fire, min_sources: two}", "'two' must be a whole number"),
        (
            "rules:\n  - id: r\nseverity: low",
            "a.yaml:3:1: unknown key 'severity'; a rule's or entity's keys stand below",
        ),
        ("rules:\n  - id: r\n    severity: low\n   when: fire", "a.yaml:4:4: not YAML"),
        ("rules:\n  - id: r\n    severity: low\n   when: fire", "check the indentation"),
        ("rules:\n  - id: r\n    when: 'fire\n", "a.yaml:3:11: not YAML: the quotation mark that is opened here"),
        (
            "rules:\n  - id: r\n    when: [fire, flood\n    severity: low\n",
            "a.yaml:3:11: not YAML: the bracket that is opened",
        ),
        (
            "rules:\n  - id: r\n    severity low\n    when: fire",
            "a.yaml:3:5: not YAML: could not find expected ':'; write",
        ),
        ("rules:\n  - id: r\n     severity: low\n", "a.yaml:3:14: not YAML: mapping values are not allowed"),
        ("rules:\n  - id: r\n     severity: low\n", "this line is indented deeper than the keys beside it"),
        ("rules: []\n---\nrules: []", "a.yaml:2:1: not YAML: a second document begins here"),
        ("rules:\n  - id: ё\0", "a.yaml:2:10: not YAML: the control character U+0000 stands here"),
        ("rules:\n  - {id: r, severity: low, when: fire, expires: soon}", "a.yaml:2:49: expires: write a date"),
        ("rules:\n  - {id: r, severity: low, when: fire, expires: 2027-02-30}", "a.yaml:2:49: expires: write a date"),
        ("rules:\n  - {id: r, severity: low, when: fire, mode: dark}", "a.yaml:2:46: mode:"),
        ("rules:\n  - {id: r, severity: low, when: fire, fields: [head]}", "a.yaml:2:49: fields:"),
        ("rules:\n  - {id: r, severity: low, when: fire, feeds: {tag: x}}", "a.yaml:2:48: unknown key 'tag'"),
        ("rules:\n  - {id: r, severity: low, when: fire, feeds: {tag: x}}", "did you mean 'tags'?"),
        ("rules:\n  - {id: r, severity: low, when: fire, tests: {matches: x}}", "did you mean 'match'?"),
        ("rules:\n  - {id: r, severity: low, when: fire, tests: {skip: {txt: x}}}", "did you mean 'text'?"),
        ("rules:\n  - {id: r, severity: low, when: fire, fields: []}", "fields: [] is too short; write 1 or more"),
        ("rules:\n  - {id: r, severity: low, when: {sequence: [a], within: 1h}}", "too short; write 2 or more"),
        ("rules:\n  - {id: r, severity: low, when: fire, tests: {match: [1.10]}}", "match: 1.10 must be a text; put"),
        ("entities:\n  - {id: e, name: Ea, kind: p, fuzzy: maybe}", "fuzzy: 'maybe' must be true or false"),
        ("entities:\n  - {id: e, name: Ea, kind: p, aliases: [3.10]}", "aliases: 3.10 must be a text; put quotes"),
        ("defaults: {severty: low}", "a.yaml:1:12: unknown key 'severty'; did you mean 'severity'?"),
        ("rules:\n  - {id: r s, severity: low, when: fire}", "a.yaml:2:10: id: 'r s' must be letters"),
        ("rules: fire", "a.yaml:1:8: rules is a list"),
        ("rule: []", "a.yaml:1:1: unknown key 'rule'; did you mean 'rules'?"),
        ("[fire]", "a.yaml:1:1: a rule file holds the keys"),
        ("terms: {guns: rifle}", "a.yaml:1:15: the terms 'guns' are a list"),
        ("terms: {guns: [rifle & pistol]}", "a.yaml:1:15: the terms 'guns' may hold words"),
        ("terms: {a: [$b], b: [$a]}", "a.yaml:1:12: the terms 'a' contain themselves"),
        ("defaults: {when: fire}", "a.yaml:1:12: 'when' cannot be a default"),
        ("defaults: {severity: loud}", "a.yaml:1:22: severity:"),
        ("entities:\n  - {id: e, name: E2, kind: place, within: [x]}", "a.yaml:2:45: there is no entity 'x'"),
        ("entities:\n  - {id: e, name: Ea, kind: place, within: [e]}", "lies within itself"),
        ("entities:\n  - {id: e, name: Else, kind: p, aliases: ['--']}", "a.yaml:2:44: '--' holds no letter"),
        ("entities:\n  - {id: e, name: Else, kind: p, aliases: [US]}", "list it under exact"),
        ("entities:\n  - {id: e, name: Else, kind: p, location: [91, 0]}", "a.yaml:2:44: location: write [latitude"),
        ("entities:\n  - {id: e, name: Else, kind: p, location: '9, 0'}", "a.yaml:2:44: location: write [latitude"),
        ("entities:\n  - {id: e, name: Else, kind: p, aliases: ['']}", "a.yaml:2:44: an entry of aliases is empty"),
        ("entities:\n  - {id: e, name: Else, kind: p, colour: red}", "a.yaml:2:34: unknown key 'colour'"),
        ("rules:\n  - {id: r, severity: low, when: fire, tests: {match: [' ']}}", "a test needs a text"),
        ("rules:\n  - !!python/object:os.system x", "a.yaml:2:5: the tag"),
        ("rules: []\nrules: []", "a.yaml:2:1: duplicate key 'rules'"),
        ("", "no rules"),
    ],
)
def test_bad_files_are_refused_at_their_place(text: str, says: str) -> None:
    """A key, value or reference that is wrong is refused with its line and column (R2, R4, R7)."""
    problems = problems_of(text)
    assert [problem for problem in problems if says in problem], problems


def test_all_problems_of_all_files_at_once() -> None:
    """One load names everything that is wrong in every file."""
    problems = problems_of(f"{RULE}the", f"{RULE.replace('id: r', 'id: s')}'@x'", "entities: 5")
    assert [problem.split(": ")[0] for problem in problems] == ["a.yaml:4:11", "b.yaml:4:13", "c.yaml:1:11"]


def test_a_duplicate_id_names_both_culprits() -> None:
    """An id that is used twice, also in another file, names both places."""
    assert problems_of(RULE + "fire", RULE + "flood") == [
        "b.yaml:2:9: the rule 'r' is defined already in a.yaml:2:9; rename one of them"
    ]
    assert "a.yaml:2:10" in problems_of(ENTITY, ENTITY)[0]


def test_a_caret_shows_where_a_query_breaks() -> None:
    """The error of a query shows the query with a caret below the place."""
    with pytest.raises(RuleError) as caught:
        a_rule_set("fire & & flood")
    assert str(caught.value).splitlines()[1:] == ["    fire & & flood", "           ^"]


def test_a_folded_query_is_wrong_in_its_own_line() -> None:
    """In a query over several lines the mistake is told with the line and column where it stands in the file."""
    text = "rules:\n  - id: r\n    severity: high\n    when: >-\n      (fire | flood)\n      & (storm | quake\n"
    assert [one.split(": ")[0] for one in problems_of(text)] == ["a.yaml:6:9"]
    plain = "rules:\n  - id: r\n    severity: high\n    when: fire\n      | flood)\n"
    assert [one.split(": ")[0] for one in problems_of(plain)] == ["a.yaml:5:14"]


def test_the_caret_of_a_long_query_shows_the_place() -> None:
    """Of a long query the part round the mistake is shown."""
    with pytest.raises(RuleError) as caught:
        a_rule_set(" | ".join(["landslide"] * 60) + ") | flood")
    *_, shown, caret = str(caught.value).splitlines()
    assert len(shown) < 120
    assert shown[caret.index("^")] == ")"


def test_fuzzy_that_takes_nothing_is_told() -> None:
    """An entity whose words are all too short for close spellings gets a warning, not silence."""
    entity = "entities:\n  - {id: e, name: %s, kind: p, fuzzy: true}\n"
    warnings = a_set(entity % "Kyiv" + RULE + "fire").warnings
    assert [str(one).partition("; ")[0] for one in warnings] == [
        "a.yaml:2:41: warning: fuzzy takes words of at least 5 letters, and there is none"
    ]
    assert not a_set(entity % "Palmyra" + RULE + "fire").warnings


def test_a_misspelt_key_is_one_mistake() -> None:
    """R2: who writes `severty` is told of that; not also that `severity` is missing."""
    assert problems_of("rules:\n  - {id: r, severty: low, when: fire}") == [
        "a.yaml:2:13: unknown key 'severty'; did you mean 'severity'?"
    ]
    other = problems_of("rules:\n  - {id: r, topic: low, when: fire}")
    assert [one.partition(";")[0] for one in other] == [
        "a.yaml:2:5: the key 'severity' is missing",
        "a.yaml:2:13: unknown key 'topic'",
    ]


def test_a_template_in_a_rule_is_plain_text() -> None:
    """Placeholders of template languages in a rule reach no Python object: they stay as written (R9)."""
    hostile = "{{ 7*7 }} {0.__class__} %(x)s ${jndi:x}"
    rule = a_rule_set("fire", f"title: '{hostile}'", f"note: '{hostile}'").rules["r"]
    assert (rule.facts.title, rule.facts.note) == (hostile, hostile)
    for key in ("python", "expression", "template", "script"):
        assert problems_of(f"{RULE}fire\n    {key}: __import__('os')")[0].startswith(f"a.yaml:5:5: unknown key {key!r}")


def test_a_file_cut_off_while_it_is_saved_never_loads_as_less(tmp_path: Path) -> None:
    """A rule file that is emptied, or cut in the middle of a rule, is an error when it is the only one (R1)."""
    whole = RULE + "fire | flood\n    unless: drill\n"
    for cut in (0, whole.index("severity"), whole.index("high"), whole.index("when"), whole.index("fire")):
        _write(tmp_path, "a.yaml", whole[:cut])
        assert _complaint(tmp_path), cut


def test_yaml_words_stay_words() -> None:
    """`NO`, `on` and `12:30` are words like any other (R6)."""
    rules = a_set(
        "rules:\n"
        + "".join(
            f"- {{id: {i}, severity: low, when: {{exact: {w}}}}}\n"
            for i, w in [("a", "NO"), ("b", "off"), ("c", "12:30"), ("d", 42)]
        )
    )
    assert set(rules.rules) == {"a", "b", "c", "d"}


def test_defaults_are_inherited_and_overruled() -> None:
    """Every rule of a file inherits its defaults; its own fields win."""
    rules = a_set(
        "defaults: {severity: high, owner: us, tags: [x], unless: drill}\nrules:\n- {id: a, when: fire}\n"
        "- {id: b, when: fire, severity: low, tags: [y]}"
    )
    assert [(one.facts.severity, one.facts.owner, one.facts.tags) for one in rules.rules.values()] == [
        ("high", "us", ("x",)),
        ("low", "us", ("y",)),
    ]
    assert rules.rules["a"].unless is not None


@pytest.mark.parametrize(
    ("tests", "says"),
    [
        ("{match: [flood]}", "a.yaml:5:21: rule 'r' must match but does not (not found: fire): 'flood'"),
        ("{skip: [flood, a fire]}", "a.yaml:5:27: rule 'r' must not match but does (by 'fire'): 'a fire'"),
        ("{match: [{text: a fire, evidence: smoke}]}", "'smoke' is not among the evidence 'fire'"),
    ],
)
def test_a_rule_whose_own_test_fails_is_an_error(tests: str, says: str) -> None:
    """A failing test of a rule names itself with its line and column."""
    problems = problems_of(f"{RULE}fire\n    tests: {tests}")
    assert len(problems) == 1
    assert says in problems[0]


def test_a_single_own_test_needs_no_list() -> None:
    """One text under `match` or `skip` stands there as it is, and is tried."""
    a_rule_set("fire", "tests: {match: a fire, skip: {text: a flood, language: en}}")
    assert "must match but does not" in problems_of(f"{RULE}fire\n    tests: {{match: a flood}}")[0]


def test_own_tests_are_read_in_the_language_of_their_whole_text() -> None:
    """A test tells its language by title and summary together, as an item does: by a bare title it would be English."""
    item = {"title": "Armee", "summary": "Die Armee hat angegriffen, und das war nicht der erste Angriff."}
    text = ", ".join(f"{key}: '{value}'" for key, value in item.items())
    rules = a_rule_set("angreifen", f"tests: {{match: [{{{text}}}]}}")
    assert "angegriffen" in matched(rules, a_text(**item))


def test_own_tests_are_not_narrowed() -> None:
    """`languages`, `feeds`, `fields`, `mode` and `expires` do not narrow a rule's own tests."""
    narrow = ("languages: [ar]", "feeds: {tags: [x]}", "fields: [body]", "mode: off", "expires: 1990-01-01")
    a_rule_set("fire", *narrow, "tests: {match: [a fire in the town], skip: [a flood]}")


@pytest.mark.parametrize("name", ["北京", "東京", "서울"])
def test_two_characters_are_a_name_in_dense_scripts(name: str) -> None:
    """Where a character is a syllable or a word, an alias of two of them is not called short."""
    rules = a_set(f"entities:\n  - {{id: e, name: {name}, kind: place}}\n{RULE}fire")
    assert not rules.warnings


def test_a_short_alias_is_a_warning() -> None:
    """An alias under three letters loads, with a warning at its place."""
    rules = a_set("entities:\n  - {id: e, name: Elsewhere, kind: place, aliases: [QZ]}\n" + RULE + "fire")
    assert [str(one) for one in rules.warnings] == [
        "a.yaml:2:53: warning: the alias 'QZ' is very short; list it under exact: if it is written in capitals"
    ]


def test_an_operator_in_lower_case_is_a_warning() -> None:
    """`or` between words loads as a plain word, with one warning at its own column, even where defaults hold it."""
    rules = a_set(f"{RULE}crash or fire\n")
    assert [str(one) for one in rules.warnings] == [
        "a.yaml:4:17: warning: and/or/not in lower case are plain words; write OR, or put the word into quotes"
    ]
    twice = a_set("defaults: {severity: low, unless: a or bus}\nrules: [{id: r, when: fire}, {id: s, when: flood}]\n")
    assert [str(one).partition(" and")[0] for one in twice.warnings] == ["a.yaml:1:37: warning:"]


@pytest.mark.parametrize("member", ["{all: [aa, bb]}", "aa & bb", "{not: aa}", "{score: {aa: 1}, at_least: 1}", "$y"])
@pytest.mark.parametrize("when", ["$x ccc", "{near: [{any: [$x, ddd]}, ccc]}", "ddd THEN/3 $x", "SENT($x & ccc)"])
def test_near_a_list_of_terms_without_places_is_refused(member: str, when: str) -> None:
    """What stands near something has places; a list that holds `all`, `not` or `score` is refused where it stands."""
    lists = f"terms:\n  x: [{member}]\n" + ("  y: [aa & bb]\n" if member == "$y" else "")
    name, line = ("y", 3) if member == "$y" else ("x", 2)
    message = f"a.yaml:{line}:6: the terms '{name}' may hold words, phrases, entities and alternatives of these only"
    assert message in problems_of(lists + RULE + when)


def test_the_revision_tells_wordings_apart() -> None:
    """The revision changes with the rule, its terms and its entities, and with nothing else (R11)."""
    more = "entities: [{id: e, name: Palmyra, kind: place}, {id: f, name: Homs, kind: place}]\nterms: {guns: [rifle]}\n"
    when = "'@e | $guns'"

    def revision(old: str = "", new: str = "") -> str:
        return a_set((more + RULE + when).replace(old, new)).rules["r"].facts.revision

    assert revision() == revision("Homs", "Hama") == revision(when, f"{when}\n    tests: {{match: [a rifle]}}")
    assert len({revision(), revision("rifle", "gun"), revision("Palmyra", "Tadmur"), revision("high", "low")}) == 4


# --- folders ----------------------------------------------------------------------------------------------------


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _complaint(folder: Path) -> str:
    with pytest.raises(RuleError) as caught:
        load_rules(folder)
    return str(caught.value)


def test_nested_folders_are_read_and_backups_are_not(tmp_path: Path) -> None:
    """Every .yaml and .yml file counts, however deep; hidden files and editors' backups do not (R10)."""
    for name, rule in [("a.yaml", "a"), ("x/y/b.yml", "b"), ("c.YAML", "c")]:
        _write(tmp_path, name, f"rules: [{{id: {rule}, severity: low, when: fire}}]")
    for name in ("a.yml~", ".a.yaml.swp", ".hidden.yaml", ".git/d.yaml", "notes.txt", "#e.yaml#"):
        _write(tmp_path, name, "no: [yaml")
    assert sorted(load_rules(tmp_path).rules) == ["a", "b", "c"]


def test_a_missing_or_empty_folder_is_an_error(tmp_path: Path) -> None:
    """A folder that is gone or empty does not mean 'no rules' (R13)."""
    assert "cannot be read" in _complaint(tmp_path / "gone")
    assert "no rules" in _complaint(tmp_path)


def test_an_unreadable_file_is_an_error(tmp_path: Path) -> None:
    """A file that cannot be read or is no UTF-8 refuses the whole set (R2, R13)."""
    _write(tmp_path, "a.yaml", RULE + "fire")
    (tmp_path / "b.yaml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "c.yaml").symlink_to(tmp_path / "d.yaml")
    complaint = _complaint(tmp_path)
    assert "not UTF-8" in complaint
    assert "c.yaml" in complaint


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    """A link that leads out of the rules folder is refused; one that stays inside is followed (R10)."""
    outside = _write(tmp_path, "outside/secret.yaml", RULE + "fire")
    inside = tmp_path / "rules"
    real = _write(inside, "real/a.yaml", RULE + "fire")
    real.rename(inside / "real" / "a.txt")
    (inside / "b.yaml").symlink_to(inside / "real" / "a.txt")
    assert sorted(load_rules(inside).rules) == ["r"]
    (inside / "c.yaml").symlink_to(outside)
    (inside / "folder").symlink_to(outside.parent)
    complaint = _complaint(inside)
    assert complaint.count("leads out of the rules folder") == 2


def test_one_of_everything_loads() -> None:
    """A file that uses every key of an entity, of a rule and of a file loads, and its rules hold their own tests."""
    rules = load_rules(Path(__file__).parents[2] / "data" / "rules")
    rule, palmyra = rules.rules["helicopter-downed"], rules.entities["palmyra"]
    assert (rule.facts.owner, rule.facts.title, rule.feeds_not, rule.languages) == (
        "mena-team",
        "Helicopter downed",
        {"sports"},
        {"en", "ru", "ar"},
    )
    assert (palmyra.location, palmyra.ancestors, palmyra.links) == ((34.56, 38.27), ("syria",), {"wikidata": "Q12560"})
    assert (rules.warnings, len(rule.tests), rule.file.rpartition("/")[2], rule.line) == ((), 6, "example.yaml", 23)


def test_a_flood_of_files_is_refused(tmp_path: Path) -> None:
    """A folder with more files than anybody writes by hand is refused as the wrong one (R10)."""
    for number in range(4):
        _write(tmp_path, f"{number}.yaml", f"rules: [{{id: r{number}, severity: low, when: fire}}]")
    assert len(load_rules(tmp_path, max_files=4).rules) == 4
    with pytest.raises(RuleError, match="more than 3 rule files"):
        load_rules(tmp_path, max_files=3)


@pytest.mark.parametrize(
    "broken",
    [
        "entities:\n  - {id: e, name: Palmyra, kind: place, colour: red}",
        "entities:\n  - {id: e, name: [Palmyra}",
        "terms: {t: ['']}\nentities: [{id: e, name: Palmyra, kind: place}]",
    ],
)
def test_one_mistake_is_one_problem(broken: str) -> None:
    """What refers to a broken entity or list, or to one in a file that is no YAML, is no second problem."""
    rules = f"{RULE}'@e'" + (" \n  - {id: s, severity: low, when: $t}" if "terms" in broken else "")
    assert len(problems_of(rules, broken)) == 1


def test_a_load_tells_how_far_it_has_come(tmp_path: Path) -> None:
    """Of files, rules and their own tests, whoever waits is told how many are done, up to all of them."""
    _write(tmp_path, "a.yaml", "rules:\n- {id: r, severity: low, when: fire}\n- {id: s, severity: low, when: flood}\n")
    told: list[tuple[str, int, int]] = []
    load_rules(tmp_path, on_progress=lambda *step: told.append(step))
    assert [one for one in told if one[1] == one[2]] == [("rule files", 1, 1), ("rules", 2, 2), ("tests", 2, 2)]


@pytest.mark.parametrize(
    ("language", "word", "text"),
    [("de", "Not", "Große Not im Tal"), ("fr", "but", "Un but en or"), ("tr", "iş", "Yeni iş bulundu")],
)
def test_small_words_are_those_of_the_rules_languages(language: str, word: str, text: str) -> None:
    """A word that says nothing in English only is a keyword of a rule for another language."""
    rules = a_rule_set(word, f"languages: [{language}]")
    assert matched(rules, a_text(text, language=language))
    assert problems_of(RULE + word)


@pytest.mark.parametrize(("language", "word"), [("de", "die"), ("fr", "les"), ("en", "the"), ("ru", "из")])
def test_a_small_word_of_the_rules_own_language_is_refused(language: str, word: str) -> None:
    """A word that stands in nearly every text in the rule's language is no keyword, whichever the language."""
    assert "stands in nearly every text" in problems_of(RULE + f"{word}\n    languages: [{language}]")[0]


@pytest.mark.parametrize("joint", ["near", "then"])
def test_a_mapping_takes_what_the_query_takes(joint: str) -> None:
    """Words near each other may be small ones among others, written as a mapping too; small ones alone may not."""
    assert matched(a_rule_set(f"{{{joint}: [attack, on, embassy]}}"), "Attack on the embassy")
    assert ["nearly every text" in one for one in problems_of(RULE + f"{{{joint}: [to, be, or]}}")] == [True]
    assert "'on' stands" in problems_of(RULE + f"{{{joint}: [attack, [on, embassy]]}}")[0]


@pytest.mark.parametrize(
    ("when", "place"),
    [
        ("{score: {cra*sh: 3, flood: 3}, at_least: 4}", "4:23"),
        ("'it''s | cra*sh'", "4:23"),
        (r'"\u00e9t\u00e9 | cra*sh"', "4:31"),
        ('"attack \\\n      | cra*sh | of"', "5:12"),
        ("|-\n      fire\n\n      | cra*sh", "7:12"),
        ("'\"the end\" | the'", "4:24"),
        ("fire & (flood | $a) & $a", "4:34"),
        ("'fire  &  the'", "4:21"),
    ],
)
def test_a_mistake_is_told_where_it_stands(when: str, place: str) -> None:
    """In keys, after escaped characters and empty lines, and where the same word stands more than once."""
    assert f"a.yaml:{place}" in [one.split(": ")[0] for one in problems_of(RULE + when)]


def test_the_caret_stands_below_the_mistake() -> None:
    """Of what is wrong with a word as of what breaks a query, below wide characters too."""
    with pytest.raises(RuleError) as caught:
        a_rule_set("地震 & the")
    assert str(caught.value).splitlines()[1:] == ["    地震 & the", "           ^"]


@pytest.mark.parametrize(
    ("code", "mend"),
    [
        ("ua", "uk"),
        ("jp", "ja"),
        ("gr", "el"),
        ("cn", "zh"),
        ("eng", "en"),
        ("zz", "en, ar, ru, uk"),
        ("iw", "he"),
        ("EN", "en"),
        ("en-US", "en"),
        ("pt-BR", "pt"),
        ("sr-Latn", "sr"),
        ("english", "en, ar, ru"),
    ],
)
def test_a_code_of_no_language_is_refused(code: str, mend: str) -> None:
    """The code of a country is told with that of its language: else the rule would hear nothing."""
    said = f"languages: '{code}' is no code of a language; write {mend}"
    assert problems_of(RULE + f"fire\n    languages: [en, {code}]") == [f"a.yaml:5:21: {said}"]
    assert "no code of a language" in problems_of(RULE + f"fire\n    tests: {{skip: {{text: a, language: {code}}}}}")[0]


@pytest.mark.parametrize("number", ["1.10", "1e3", ".5", "+7", "007", "42", "-1.50"])
def test_a_number_is_looked_for_as_it_is_written(number: str) -> None:
    """R6: no number of a condition is another than the file shows, alone or under a key."""
    for when in (number, f"{{phrase: {number}}}", f"[fire, {number}]"):
        assert matched(a_rule_set(when), f"Version {number} is out") == [number.lstrip("+-.")]


def test_a_query_cut_by_a_hashtag_is_told() -> None:
    """What YAML takes for a remark, because no space follows its sign, may have been meant as a part of the query."""
    told = a_set(RULE + "protest #BlackLivesMatter\n").warnings
    assert [str(one).partition("; ")[0] for one in told] == [
        "a.yaml:4:19: warning: '#BlackLivesMatter' is a remark for YAML and no part of the query"
    ]
    assert not a_set(RULE + "protest # a remark\n").warnings
    assert not a_set(RULE + "'protest #BlackLivesMatter'\n").warnings


def test_a_failing_test_names_the_condition_that_failed() -> None:
    """Who reads that a rule must match and does not, reads what was not found, too."""
    told = problems_of(RULE + "fire & (flood | storm)\n    tests: {match: Fire in a mill}\n")
    assert told == ["a.yaml:5:20: rule 'r' must match but does not (not found: flood | storm): 'Fire in a mill'"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("entities:\n  - {id: e, name: Palmyra, kind: place, location: [38.1]}\n", "location: write [latitude"),
        (
            ENTITY.replace("place}", "place, aliases: [null]}"),
            "2:51: an entry of aliases is empty; write it, or remove it",
        ),
        (
            ENTITY.replace("place}", "place, aliases: [a, '']}"),
            "2:54: an entry of aliases is empty; write it, or remove",
        ),
        (RULE + "fire\n    tags: [null]\n", "5:12: an entry of tags is empty; write it, or remove it"),
        (RULE + "fire\n    tests: {match: null}\n", "5:20: match is empty; write it, or remove it"),
        (RULE + "fire\n    tests: {match: [null]}\n", "an entry of match is empty; write it, or remove it"),
        (RULE + "fire\n    tests: {match: 5}\n", "match: 5 must be a list, as in [a, b]"),
        (RULE + "fire\n    tests: null\n", "tests is empty; write it, or remove it"),
        (ENTITY + RULE + "fire\n    owner: null\n", "owner is empty; write it, or remove it"),
        (ENTITY + "  - {id: f, name: Homs, kind: place, within: [em]}\n", "no entity 'em'; did you mean 'e'?"),
        (RULE + "'/(\\w+\\s?){1,30}killed$/'\n", "an end that is near, at most 29"),
        ("entities: [\n", "a.yaml:1:11: not YAML: the bracket that is opened here is not closed"),
    ],
)
def test_what_is_said_fits_what_is_there(text: str, says: str) -> None:
    """No message says that something is missing which stands there, and each names its mend."""
    assert any(says in one for one in problems_of(text)), problems_of(text)


@pytest.mark.parametrize("when", ["'fire & \"and\"'", "'crash \"and\" burn'", "'\"not\" NEAR/3 guilty'"])
def test_a_small_word_in_quotes_is_looked_for(when: str) -> None:
    """Beside words that say more, one that is an operator elsewhere stands in quotes and must be there."""
    rules = a_rule_set(when)
    assert matched(rules, "Not guilty: crash and burn, fire")
    assert not matched(rules, "Guilty: fire, crash")


@pytest.mark.parametrize("when", ["'\"and\"'", '\'"and" & "or"\'', '\'"and" "not"\'', "'fire | \"and\"'"])
def test_small_words_alone_are_refused_in_quotes_too(when: str) -> None:
    """Where nothing else must hold, they would match nearly everything."""
    assert any("nearly every text" in one for one in problems_of(RULE + when + "\n"))


@pytest.mark.parametrize(("key", "nothing"), [("id", ""), ("name", ""), ("name", "''"), ("kind", "")])
def test_what_must_be_there_is_not_to_be_removed(key: str, nothing: str) -> None:
    """Of a key that a mapping needs, it is said only that it is to be written."""
    keys = {"id": "e", "name": "Palmyra", "kind": "place", key: nothing}
    (told,) = problems_of("entities:\n  - {" + ", ".join(f"{one}: {value}" for one, value in keys.items()) + "}\n")
    assert told.endswith(f": {key} is empty; write it")


@pytest.mark.parametrize(
    ("when", "matching", "other"),
    [
        ("{regex: '/fi.e/'}", "a fire", "a flood"),
        ("{regex: ' /fi.e/ '}", "a fire", "a flood"),
        ("\n      regex: |\n        /fi.e/\n", "a fire", "a flood"),
        ("\n      regex: |\n        fi.e\n", "a fire", "a flood"),
        ("\n      regex: >-\n        /fi.e/\n", "a fire", "a flood"),
        ("{regex: 'a fi.e'}", "a fire", "fire"),
        ("{regex: ' fi.e'}", "a fire", "fire"),
        ("{regex: '/[/]fi.e/'}", "a /fire", "a fire"),
        (r"{regex: '/\/fi.e/'}", "a /fire", "a fire"),
        (r"{regex: '\/fi.e\/'}", "a /fire/", "a fire"),
        ("{regex: 'fire/flood'}", "a fire/flood", "fire"),
    ],
)
def test_a_regular_expression_under_its_key_with_slashes_and_line_ends(when: str, matching: str, other: str) -> None:
    """Slashes round the whole and the line end of a block are no part of it; slashes and spaces within are."""
    rules = a_rule_set(when)
    assert matched(rules, matching)
    assert not matched(rules, other)


@pytest.mark.parametrize("text", ["/a1/ | /b2/", "/usr/bin/", "//", r"/a1\/", "/a1[/", "/a1/ & !/b2/"])
def test_slashes_round_what_is_not_one_regular_expression_are_refused(text: str) -> None:
    """It might be meant as a query, or with its slashes, and is neither taken for the one nor for the other."""
    (told,) = problems_of(RULE + f"{{regex: '{text}'}}")
    assert told.startswith("a.yaml:4:19: between two slashes stands one regular expression")


@pytest.mark.parametrize("when", ["{regex: '/fi.e/'}", "{regex: fi.e}", "/fi.e/"])
def test_a_regular_expression_may_keep_its_slashes(when: str) -> None:
    """Under its key it is understood with the sign of a query too, as `prefix: 'crash*'` is."""
    assert matched(a_rule_set(when), "Fire in a depot") == ["Fire"]
