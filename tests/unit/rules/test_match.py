"""What matches and what does not: the table of conditions in three languages, evidence, and what narrows a rule."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daemon.model import Severity
from daemon.rules.load import RuleSet
from daemon.rules.match import MAX_EVIDENCE, find, holding
from tests.helpers.build import an_item
from tests.unit.rules.parts import a_rule_set, a_set, a_text, matched

# condition (YAML) -> texts that must match, texts that must not
TABLE: dict[str, tuple[list[str], list[str]]] = {
    # English
    "helicopter": (
        ["A Helicopter landed", "HELICOPTERS", "the helicopter's rotor", "heli\u00adcopter", "hеliсopter"],
        ["heliport"],
    ),
    "helicopter downed": (
        [
            "ISIS claims the downing of a Russian attack helicopter east of Palmyra",
            "helicopter downed",
            "downs a helicopter",
        ],
        ["Helicopter tours over the Grand Canyon reopen", "a helicopter came down", "downtown helicopter"],
    ),
    "'\"shot down\"'": (
        ["It was SHOT down.", "shot\u00a0down"],
        ["shoot down", "shot it down", "down shot", "shots down"],
    ),
    '"=TOW"': (["a TOW missile", "TOW-2"], ["the tow truck", "Tow"]),
    "crash*": (["crashed", "Crash-landing"], ["a car rash", "cra"]),
    '"*copter"': (["helicopter", "quadcopter"], ["copters"]),
    "Mi-24": (["a Mi-24 fell", "a Mi24 fell", "a MI 24 fell", "Mi-24s"], ["Mi-25", "Mi 2 4", "24 Mi"]),
    "Sana'a": (["in Sana'a", "in Sana\u2019a", "in Sanaa"], ["Sana"]),
    "bomb & (school | hospital)": (["bombs hit schools", "hospital bombed"], ["bombed bridge", "school reopened"]),
    "bomb & !drill": (["a bomb went off"], ["a bomb drill"]),
    "bomb -drill": (["a bomb went off"], ["a bomb in a drill"]),
    "army NEAR/3 helicopter": (
        ["army has grey helicopters", "helicopter of the army"],
        ["army buys a fourth helicopter"],
    ),
    "attack THEN/4 convoy": (["attack on a convoy"], ["convoy under attack"]),
    "SENT(embassy & bomb)": (["A bomb hit the embassy."], ["The embassy closed. A bomb fell."]),
    "2 OF (fire, flood, storm)": (["storm and flood"], ["storm and stormy storms"]),
    "{score: {bomb: 3, school: 2, film: -5}, at_least: 5}": (["school bombed"], ["bomb", "school bombed in a film"]),
    "{score: {bomb: 3, '!drill': 2, school: 1}, at_least: 4}": (
        ["a bomb", "school bombed"],
        ["a bomb drill", "school"],
    ),
    "SENT(general & bomb)": (["The general, Gen. V. Orlov, saw a bomb."], ["The general left. A bomb fell."]),
    "{all: [helicopter, crash], none: [toy]}": (["helicopter crash"], ["toy helicopter crash", "helicopter"]),
    "{near: [helicopter | plane, '\"shot down\" | downed'], within: 5}": (
        ["plane was shot down", "downed the helicopter"],
        ["plane landed while, far away from there, another was shot down"],
    ),
    "{then: [police, kill], within: 3}": (["police kill man"], ["killed by police"]),
    "{phrase: shot down}": (["shot down"], ["shot up"]),
    "{exact: RT}": (["says RT"], ["rt"]),
    "[flood, quake]": (["floods", "a quake"], ["food", "quack"]),
    "Gaddafi~": (["Qaddafi", "Gadhafi", "Kadhafi", "Qadhafi", "Gaddafi's"], ["Kandahar", "Gandhi"]),
    r"/Mi-?2[45]\b/": (["a Mi-25", "mi24"], ["Mi-26", "Mi-245"]),
    '"@palmyra"': (["east of Palmyra", "Tadmur"], ["Palmyra, New York, holds a fair", "palm"]),
    '"@syria+"': (["near Palmyra", "in Syria"], ["in Iraq"]),
    '"@kind:place"': (["in Syria"], ["in a place"]),
    "$weapons": (["a TOW", "rockets"], ["a tow"]),
    # Russian
    "вертолёт": (["Вертолёты над городом", "вертолетом", "двух вертолётов", "ВЕРТОЛЁТА"], ["вертолётная", "вертеть"]),
    "сбит": (["сбит", "сбили", "сбита", "сбитый самолёт", "был сбит"], ["сбивают", "сбыт"]),
    "вертолёт сбит": (
        ["В Сирии сбит российский вертолёт Ми-25", "сбили вертолёт"],
        ["Вертолётные экскурсии", "сбит самолёт"],
    ),
    "Ми-8": (["Ми-8 упал", "Ми8", "МИ 8"], ["Ми-28", "8 ми"]),
    "взрыв & школа": (["взрыв в школе", "взрывы у школы"], ["взрыв в метро", "школы открыты"]),
    "'\"сбит над\"'": (["сбит над морем"], ["сбита над морем"]),
    "рухнул*": (["рухнули", "рухнул"], ["рух"]),
    "погибнуть | погиб": (["погибли двое", "погиб лётчик"], ["гибель"]),
    # Arabic
    "مروحية": (["تحطم المروحية", "بمروحيات", "والمروحية", "مُرُوحِيَّة"], ["مراوح"]),
    "أسقط": (["أسقطت الدفاعات", "وأسقطوا", "اسقط"], ["سقط المطر"]),
    "تحطم مروحية": (["تحطم مروحية عسكرية", "مروحية تحطمت", "تحطّمت المروحية"], ["تحطم طائرة"]),
    "غارة | قصف": (["غارات جوية", "القصف", "بقصف"], ["غرفة"]),
    "'\"إسقاط مروحية\"'": (["إسقاط مروحية روسية", "اسقاط مروحيه"], ["إسقاط المروحية"]),
    "انفجار & (مدرسة | مستشفى)": (
        ["انفجار في مدرسة", "انفجارات قرب المستشفى", "الانفجار أصاب مدارس ومستشفيات"],
        ["انفجار في السوق"],
    ),
    "جيش -تدريب": (["الجيش يتقدم", "وللجيش"], ["تدريب الجيش", "جيشان"]),
    "مروح*": (["المروحيات", "مروحة"], ["روح"]),
    "قصف THEN/3 مدينة": (["قصف على مدينة", "القصف طال المدينة"], ["مدينة تحت القصف"]),
    # digits of any script
    "42": (["٤٢ قتيلا", "42 dead", "۴۲ نفر"], ["٤٣ قتيلا", "420"]),
    "Су-٣٥": (["упал Су-35"], ["Су-34"]),
    # scripts without spaces
    "直升机": (["一架直升机被击落"], ["直升飞机"]),
}
ENTITIES = """
entities:
  - {id: syria, name: Syria, kind: place, aliases: [Сирия, سوريا]}
  - id: palmyra
    name: Palmyra
    kind: place
    aliases: [Tadmur, تدمر, Пальмира]
    unless: ["Palmyra, New York"]
    within: [syria]
terms:
  weapons: [=TOW, rocket]
"""


@pytest.fixture(scope="module")
def sets() -> dict[str, RuleSet]:
    """A rule set for each condition of the table."""
    return {when: a_rule_set(when, entities=ENTITIES) for when in TABLE}


@pytest.mark.parametrize("when", TABLE)
def test_conditions_match_what_they_should(when: str, sets: dict[str, RuleSet]) -> None:
    """Each condition matches every text of its good list and none of its bad list, always with evidence (C7)."""
    good, bad = TABLE[when]
    missed = [text for text in good if not matched(sets[when], text)]
    wrongly = [text for text in bad if matched(sets[when], text)]
    assert (missed, wrongly) == ([], [])


def _script(text: str) -> str:
    if any("\u0600" <= letter <= "\u06ff" for letter in text):
        return "arabic"
    return "cyrillic" if any("а" <= letter <= "я" for letter in text.lower()) else "latin"


def test_the_table_is_wide_enough() -> None:
    """The table holds at least 25 texts in each of the three scripts."""
    scripts = Counter(_script(text) for good, bad in TABLE.values() for text in (*good, *bad))
    assert all(scripts[script] >= 25 for script in ("latin", "cyrillic", "arabic")), scripts


@pytest.mark.parametrize(
    ("when", "text", "evidence"),
    [
        ("helicopter downed", "the downing of a helicopter", ["downing", "helicopter"]),
        ("plane | shot | helicopter", "helicopter was shot at", ["helicopter", "shot"]),
        ("'\"shot down\"'", "It was Shot Down", ["Shot Down"]),
        ("Mi-24", "a Mi24 fell", ["Mi24"]),
        ("helicopter & !toy", "helicopter", ["helicopter"]),
        ('"@palmyra"', "Palmyra, New York, and Tadmur", ["Tadmur"]),
        ("heli\u00adcopter", "a heli\u200bcopter", ["heli\u200bcopter"]),
        ("/M[it]-?2\\d/", "an Mi-25's crew", ["Mi-25"]),
        ("مروحية", "سقوط والمروحيات", ["والمروحيات"]),
        ("{score: {bomb: 3, school: 2, film: -1}, at_least: 3}", "bomb at school in film", ["bomb", "school"]),
    ],
)
def test_evidence_is_the_words_that_made_it_hold(when: str, text: str, evidence: list[str]) -> None:
    """Evidence is exactly the stretches of the shown text that made the condition hold, in order."""
    assert matched(a_rule_set(when, entities=ENTITIES), text) == evidence


ALL_RULES = """
rules:
  - {id: any, severity: low, when: helicopter | crash* | "shot down" | взрыв | مروحية}
  - {id: near, severity: critical, when: helicopter crash}
  - {id: place, severity: medium, when: '@kind:place & !film'}
  - {id: sentence, severity: high, when: SENT(helicopter & palmyra)}
"""
WORDS = [
    "helicopter",
    "Helicopters",
    "crashed",
    "shot",
    "down",
    "взрывы",
    "بمروحية",
    "Palmyra",
    "Tadmur",
    "film",
    "New",
    "York",
]
TEXTS = st.lists(st.sampled_from([*WORDS, ".", ",", "\u200b", "  ", "-", "'", "é", "\n"]), max_size=25).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS | st.text(max_size=50), TEXTS, TEXTS)
def test_evidence_always_slices_the_shown_text(title: str, summary: str, body: str) -> None:
    """For any item: evidence is never empty, in order, without repeats, and is the slice that it says."""
    rules = _all_rules()
    item = an_item(title=title, summary=summary, body=body, language=None)
    finding = find(rules, item)
    texts = {"title": title, "summary": summary, "body": body}
    spans = [mention.evidence for mention in finding.mentions]
    for match in finding.matches:
        keys = [(list(texts).index(one.field), one.start, one.end) for one in match.evidence]
        assert keys
        assert keys == sorted(set(keys))
        assert len(keys) <= MAX_EVIDENCE
        spans += match.evidence
    assert all(texts[one.field][one.start : one.end] == one.text != "" for one in spans)
    assert find(rules, item) == finding


_built: list[RuleSet] = []


def _all_rules() -> RuleSet:
    if not _built:
        _built.append(a_set(ENTITIES, ALL_RULES))
    return _built[0]


def test_matches_come_by_severity_then_id() -> None:
    """Matches are ordered from critical to low, then by rule id, whatever the order of the files."""
    rules = a_set(
        "\n".join(
            [
                "rules:",
                *(
                    f"- {{id: {i}, severity: {s}, when: fire}}"
                    for i, s in [("z", "low"), ("b", "high"), ("a", "high"), ("y", "critical")]
                ),
            ]
        )
    )
    assert [match.rule.id for match in find(rules, a_text("fire")).matches] == ["y", "a", "b", "z"]
    assert find(rules, a_text("fire")).matches[0].rule.severity is Severity.CRITICAL


def test_the_same_text_twice_is_evidence_once() -> None:
    """A feed that repeats its summary as body does not double the evidence."""
    rules = a_rule_set("helicopter")
    finding = find(rules, an_item(title="News", summary="A helicopter.", body="A helicopter."))
    assert [one.field for one in finding.matches[0].evidence] == ["summary"]


@pytest.mark.parametrize("body", ["A gunship.", "An attack helicopter crashed at Palmyra, on a helicopter."])
def test_which_rules_hold_is_told_without_evidence(body: str) -> None:
    """`holding` tells the very rules that `find` shows, of one word or several, with summary repeated or not."""
    phrase = '"attack helicopter"'
    whens = [
        "helicopter",
        f"{phrase} | helicopter",
        f"{phrase} | plane",
        "@palmyra",
        "gunship & !wreck",
        "crash | plane",
    ]
    lines = [f"- {{id: r{number}, severity: low, when: '{when}'}}" for number, when in enumerate(whens)]
    rules = a_set(ENTITIES, "\n".join(["rules:", *lines]))
    for summary in ("", "News.", body):
        item = an_item(title="t", summary=summary, body=body)
        matches = find(rules, item).matches
        assert [rule.facts for rule in holding(rules, item)] == [match.rule for match in matches]
        assert len(matches) == (1 if "gunship" in body else 5)


def test_a_word_shows_beside_the_phrase_that_it_is_part_of() -> None:
    """Of a word and a phrase with it that both stand in a text, both are evidence."""
    rules = a_rule_set('\'"attack helicopter" | helicopter | "bora bora" | bora\'')
    assert matched(rules, "an attack helicopter") == ["attack helicopter", "helicopter"]
    assert matched(rules, "a helicopter over bora bora") == ["helicopter", "bora", "bora bora", "bora"]


def test_a_rule_looks_into_its_fields_only() -> None:
    """`fields` limits where a condition and its `unless` look, also when summary and body are the same text."""
    rules = a_rule_set("helicopter", "fields: [body]", "unless: toy")
    assert not matched(rules, a_text("helicopter", summary="helicopter"))
    assert matched(rules, a_text("toy", body="helicopter")) == ["helicopter"]
    assert matched(rules, a_text("News", summary="a helicopter", body="a helicopter")) == ["helicopter"]


def test_near_does_not_cross_fields() -> None:
    """Words of one keyword must stand in one field."""
    assert not matched(a_rule_set("helicopter crash"), a_text("helicopter", summary="crash"))
    assert matched(a_rule_set("helicopter & crash"), a_text("helicopter", summary="crash")) == ["helicopter", "crash"]


def test_near_counts_positions() -> None:
    """Words of a plain keyword may stand eight positions apart, and not nine."""
    rules = a_rule_set("alpha omega")
    assert matched(rules, "alpha " + "x " * 7 + "omega")
    assert not matched(rules, "alpha " + "x " * 8 + "omega")


def test_unless_keeps_a_match_back() -> None:
    """A rule whose `unless` holds does not match; the inner quotes make a phrase."""
    rules = a_rule_set("helicopter", "unless: [simulator, '\"video game\"']")
    assert matched(rules, "helicopter video of the game")
    assert not matched(rules, "helicopter in a video game")
    assert not matched(rules, "helicopter simulators")


def test_languages_narrow_by_the_items_language() -> None:
    """`languages` keeps items of other languages out; an item of unknown language is kept from no rule."""
    rules = a_rule_set("Palmyra", "languages: [en, ar]")
    assert matched(rules, a_text("Palmyra", language="en"))
    assert not matched(rules, a_text("Palmyra", language="de"))
    assert matched(rules, a_text("Palmyra", language=None))
    assert not matched(rules, a_text("Palmyra wurde von der Armee und den Milizen nicht gehalten", language=None))


@pytest.mark.parametrize(
    ("feeds", "feed", "tags", "is_asked"),
    [
        ("{tags: [mena]}", "wire", ("mena",), True),
        ("{tags: [mena]}", "wire", ("asia",), False),
        ("{tags: [mena], not: [sports]}", "wire", ("mena", "sports"), False),
        ("{not: [sports]}", "wire", (), True),
        ("{not: [wire]}", "wire", (), False),
        ("{ids: [wire]}", "wire", (), True),
        ("{ids: [other]}", "wire", (), False),
    ],
)
def test_feeds_narrow_by_id_and_tag(feeds: str, feed: str, tags: tuple[str, ...], *, is_asked: bool) -> None:
    """`feeds` narrows by the item's feed and its tags; `not` wins."""
    rules = a_rule_set("fire", f"feeds: {feeds}")
    assert bool(matched(rules, a_text("fire", feed=feed, tags=tags))) is is_asked


def test_an_expired_rule_matches_no_more() -> None:
    """From the day of `expires` on, by the item's arrival, a rule matches nothing."""
    rules = a_rule_set("fire", "expires: 2027-01-01")
    assert rules.rules["r"].expires == date(2027, 1, 1)
    assert matched(rules, a_text("fire", arrived_at=datetime(2026, 12, 31, 23, 59, tzinfo=UTC)))
    assert not matched(rules, a_text("fire", arrived_at=datetime(2027, 1, 1, tzinfo=UTC)))


def test_modes_off_and_shadow() -> None:
    """A rule that is off matches nothing; one in the shadow matches and says so."""
    assert not matched(a_rule_set("fire", "mode: off"), "fire")
    assert find(a_rule_set("fire", "mode: shadow"), a_text("fire")).matches[0].rule.mode == "shadow"


def test_evidence_is_capped() -> None:
    """A text that repeats a word a thousand times gives a bounded number of spans."""
    assert len(matched(a_rule_set("fire"), "fire " * 1_000)) == MAX_EVIDENCE


OFTEN = "The helicopter flew. " * 40
MI_24 = "entities:\n  - {id: hind, name: Mi-24, kind: weapon}\n"


@pytest.mark.parametrize(
    ("when", "last"),
    [
        ("'helicopter & \"shot down\"'", "shot down"),
        ("'flew | flood'", "flood"),
        ("'helicopter | @hind'", "Mi-24"),
        ("'@hind & helicopter'", "Mi-24"),
        ("'helicopter | /grounded?/'", "grounded"),
        ("'2 OF (helicopter, flew, grounded, missing)'", "grounded"),
        ("{score: {helicopter: 1, flood: 2}, at_least: 3}", "flood"),
        ("'SENT(helicopter) & (NOT snow) & (grounded NEAR/9 flood)'", "grounded"),
        ("'helicopter | TITLE(snow) | flood'", "flood"),
    ],
)
def test_each_part_that_holds_is_shown(when: str, last: str) -> None:
    """However often one word of a condition stands before another, both are among the evidence."""
    body = f"{OFTEN} It was shot down, a Mi-24; all others grounded by a flood."
    (match,) = find(a_rule_set(when, entities=MI_24), a_text("News", body=body)).matches
    shown = [span.text for span in match.evidence]
    assert len(shown) == MAX_EVIDENCE
    assert last in shown
    assert [span.start for span in match.evidence] == sorted(span.start for span in match.evidence)


def test_more_parts_than_are_shown_are_shown_once_each() -> None:
    """Of a condition of which more parts hold than are shown of one, each part is shown in its first place."""
    words = [f"word{number}" for number in range(2 * MAX_EVIDENCE)]
    for when in (" | ".join(words), f"({' | '.join(words)}) & (snow | rain)"):
        wanted = [*words, *(["snow"] if "snow" in when else [])]
        assert sorted(matched(a_rule_set(f"'{when}'"), " ".join([*words, *words, "snow", *words]))) == sorted(wanted)


def test_the_empty_set_finds_nothing() -> None:
    """A set without rules finds nothing in anything."""
    finding = find(RuleSet.empty(), a_text("helicopter"))
    assert (finding.matches, finding.mentions) == ((), ())


def test_facts_reach_the_match() -> None:
    """What other rooms need of a rule stands in its match."""
    rules = a_rule_set(
        "fire", "title: Fire!", "tags: [x]", "notify: desk", "note: Call.", "owner: me", "min_sources: 2"
    )
    facts = find(rules, a_text("fire")).matches[0].rule
    assert (facts.title, facts.tags, facts.notify, facts.note) == ("Fire!", ("x",), ("desk",), "Call.")
    assert (facts.owner, facts.min_sources, facts.mode, len(facts.revision)) == ("me", 2, "live", 12)


@pytest.mark.parametrize(
    ("when", "more", "language", "text", "is_found"),
    [
        ("war", "", "de", "Es war einmal", False),
        ("war", "", "en", "The war goes on", True),
        ("war", "", "fr", "The war goes on", True),
        ("war", "", None, "War", True),
        ("war", "languages: [de]", "de", "Es war einmal", True),
        ("die war", "", "de", "Das war die Stadt", True),
        ("(war | peace) NEAR/3 Stadt", "", "de", "Das war die Stadt", True),
        ("$p NEAR/3 Stadt", "", "de", "Das war die Stadt", True),
        ("(fire | $p) NEAR/3 Stadt", "", "de", "Das war die Stadt", True),
        ("$q NEAR/3 Stadt", "", "de", "Das war die Stadt", True),
        ("$p THEN/3 Stadt", "", "de", "Das war die Stadt", True),
        ("$p", "", "de", "Das war die Stadt", False),
        ("$p & Stadt", "", "de", "Das war die Stadt", False),
        ("war & Stadt", "", "de", "Das war die Stadt", False),
        ("'\"die war\"'", "", "de", "die war da", True),
        ("men", "", "sv", "Han kom men gick", False),
        ("men", "", "sv", "Three men killed in Lakeside", True),
        ("war", "", "de", "War in Ukraine: what we know", True),
        ("war", "", "de", "Live: War in der Ukraine", False),
        ("sea", "", "es", "Rescue at sea", True),
        ("sea", "", "es", "Que sea la paz", False),
        ("car", "", "fr", "Car bomb kills five in the city", True),
        ("car", "", "fr", "Il part, car il pleut", False),
        ("come", "", "it", "Come si dice", False),
        ("hat", "", "de", "Er hat ein Haus", False),
        ("sin", "", "es", "sin casa", False),
        ("şer", "", "es", "di şer de", True),
        ("fur", "", "de", "ein Haus für uns", False),
    ],
)
def test_a_lone_word_is_no_small_word_of_another_language(
    when: str, more: str, language: str | None, text: str, *, is_found: bool
) -> None:
    """A keyword that names no language is no small word of the item's, unless beside others or in an English text."""
    rules = a_rule_set(when, *([more] if more else []), entities="terms: {p: [war, peace], q: [$p, fire]}")
    assert bool(matched(rules, a_text(text, language=language))) is is_found


@pytest.mark.parametrize("more", ["mode: live", "languages: [tr]", "languages: [tr, de]"])
@pytest.mark.parametrize("word", ["aşmak", "Aşmak"])
def test_turkish_verbs_folded_alike_keep_their_own_forms(word: str, more: str) -> None:
    """To exceed is not to hang, whatever folding makes of both; two rules beside each other do not mix."""
    rules = a_rule_set(f"{word} & !asmak", more)
    for text, is_meant in {"Sayı yüzü aştı": True, "Bayrak astı": False, "Sınır aşıldı": True}.items():
        assert bool(matched(rules, a_text(text, language="tr"))) is is_meant


def test_former_is_no_infinitive_in_hebrew() -> None:
    """It begins as one does, and finds itself alone: the last week is no former mayor."""
    rules = a_rule_set("ראש לשעבר", "languages: [he]")
    assert matched(rules, a_text("ראש העיר לשעבר נעצר", language="he"))
    assert not matched(rules, a_text("ראש העיר אמר בשבוע שעבר", language="he"))
