"""The rule packs that come with watchdesk: they load, they hold their own tests, they know three scripts."""

from pathlib import Path

import pytest

from daemon.drill.story import load_story
from daemon.rules.load import build_rules, load_rules
from daemon.rules.match import find
from daemon.yamlfile import load_yaml
from tests.helpers.build import an_item

FOLDER = Path(__file__).parents[2] / "rules"
STORY = load_story()
SCRIPTS = {"Latin": ("a", "z"), "Cyrillic": ("а", "я"), "Arabic": ("ء", "ي")}


@pytest.fixture(scope="module")
def shipped():
    """The shipped rules, as the daemon would load them."""
    return load_rules(FOLDER)


def raw_rules():
    """Every rule of the packs as it stands in its file."""
    files = [load_yaml(path) for path in sorted(FOLDER.glob("*.yaml"))]
    return [pytest.param(rule, id=rule["id"]) for file in files for rule in file.value["rules"]]


def raw_entities(name):
    """The entities of one file under entities/."""
    return load_yaml(FOLDER / "entities" / f"{name}.yaml").value["entities"]


def rules_of(ruleset, text, **over):
    """Ids of the rules that match a headline."""
    return {match.rule.id for match in find(ruleset, an_item(title=text, summary="", **over)).matches}


def entities_of(ruleset, text):
    """Ids of the entities that a headline mentions."""
    return {mention.entity for mention in find(ruleset, an_item(title=text, summary="", language=None)).mentions}


def story_item(step):
    """A step of the drill's story as an item."""
    language = next(feed.language for feed in STORY.feeds if feed.id == step.feed)
    return an_item(title=step.entry.title, summary=step.entry.summary, language=language)


def test_the_packs_load_without_problems(shipped):
    """All files load together: no error, no warning, and every rule's own tests hold (a failing one is an error)."""
    assert [str(problem) for problem in shipped.warnings] == []
    assert len(shipped.rules) >= 20


@pytest.mark.parametrize("rule", raw_rules())
def test_every_rule_has_examples_of_both_kinds(rule):
    """A rule shows several headlines that fire it and several that do not, of them in all three scripts."""
    tests = rule["tests"]
    assert len(tests["match"]) >= 5
    assert len(tests["skip"]) >= 4
    for kind in ("match", "skip"):
        texts = " ".join(one if isinstance(one, str) else one["text"] for one in tests[kind]).lower()
        assert scripts_in(texts) == set(SCRIPTS), kind


@pytest.mark.parametrize("rule", raw_rules())
def test_every_rule_has_words_in_three_scripts(rule):
    """A rule is heard in English, Russian and Arabic alike."""
    assert scripts_in(str(rule["when"]).lower()) == set(SCRIPTS)


@pytest.mark.parametrize("rule", raw_rules())
def test_every_rule_says_what_to_do_first(rule):
    """A rule carries a note, everyday meanings that it is not about, and a severity."""
    assert len(rule["note"]) > 40
    assert rule["unless"]
    assert rule["severity"] in {"medium", "high", "critical"}


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("places", 60),
        ("countries", 165),
        ("cities", 200),
        ("armed-groups", 25),
        ("aircraft", 40),
        ("weapons", 30),
        ("organisations", 30),
    ],
)
def test_every_entity_is_spelled_in_three_scripts(name, least):
    """Each entity is found in Latin, Cyrillic and Arabic script; designations are the exception that is counted."""
    entities = raw_entities(name)
    assert len(entities) >= least
    missing = [
        entity["id"]
        for entity in entities
        if scripts_in(" ".join([entity["name"], *entity.get("aliases", ()), *entity.get("exact", ())]).lower())
        != set(SCRIPTS)
    ]
    assert len(missing) <= len(entities) // 10, missing


def test_every_place_lies_somewhere():
    """Each place has a latitude and a longitude that exist, near the larger place that it lies within."""
    places = {place["id"]: place for place in raw_entities("places")}
    for place in places.values():
        latitude, longitude = place["location"]
        assert -90 <= latitude <= 90
        assert -180 <= longitude <= 180
        for parent in place.get("within", ()):
            their_latitude, their_longitude = places[parent]["location"]
            high, wide = (20, 75) if parent == "russia" else (12, 10)
            assert abs(latitude - their_latitude) < high, place["id"]
            assert abs(longitude - their_longitude) < wide, place["id"]


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Fighting east of Tadmur", "palmyra"),
        ("Palmyra's museum reopens", "palmyra"),
        ("Бои в районе Пальмиры", "palmyra"),
        ("اشتباكات شرق تدمر", "palmyra"),
        ("Взрывы в Харькове", "kharkiv"),
        ("انفجارات بالخرطوم", "khartoum"),
        ("Обстрел сектора Газа", "gaza"),
        ("Daesh claims the attack", "islamic-state"),
        ("IS claims the attack", "islamic-state"),
        ("Боевики ИГИЛ отступили", "islamic-state"),
        ("مقاتلو داعش ينسحبون", "islamic-state"),
        ("Mi24 Hind over the desert", "mi-24"),
        ("Вертолёт Ми-25 вернулся на базу", "mi-24"),
        ("مروحية مي-25 فوق الصحراء", "mi-24"),
        ("Struck by a TOW missile", "tow"),
        ("Минобороны России опровергло сообщения", "russian-defence-ministry"),
        ("وزارة الدفاع الروسية تنفي", "russian-defence-ministry"),
        ("МАГАТЭ направит инспекторов", "iaea"),
    ],
)
def test_entities_are_found_in_each_script(shipped, text, entity):
    """A name counts in its spellings, scripts and grammatical forms."""
    assert entity in entities_of(shipped, text)


HEADLINES = {
    "ИГ сбило вертолёт": "helicopter-downed",
    "داعش تسقط مروحية روسية شرق تدمر": "helicopter-downed",
    "Black Hawk crash kills 4 soldiers": "helicopter-downed",
    "Army helicopter goes down in Nigeria": "helicopter-downed",
    "Passenger plane collides with helicopter over river": "airliner-emergency",
    "Взрыв в метро Санкт-Петербурга": "explosion",
    "M 6.5 - 50 km E of Tokyo, Japan": "earthquake",
    "M 4.6 - 50 km E of Tokyo, Japan": "earthquake-bulletin",
    "Tsunami warning issued for Japan's coast": "tsunami-warning",
    "Hurricane Milton makes landfall in Florida": "storm",
    "Cyclone Mocha hits Myanmar coast": "storm",
    "Volcano erupts in Iceland, residents evacuated": "volcano-eruption",
}


@pytest.mark.parametrize(("text", "rule"), HEADLINES.items())
def test_plain_headlines_fire_their_rule(shipped, text, rule):
    """What an outlet would write in its plainest words is heard."""
    assert rule in rules_of(shipped, text, language=None)


def test_only_a_strong_quake_is_urgent(shipped):
    """A seismologists' bulletin is of high severity from a magnitude of 5.5 on, and silent below 4.5."""
    assert rules_of(shipped, "M 5.5 - 50 km E of Tokyo, Japan") >= {"earthquake"}
    assert rules_of(shipped, "M 5.4 - 50 km E of Tokyo, Japan") == {"earthquake-bulletin"}
    assert rules_of(shipped, "M 2.1 - 5 km SW of Ridgemark, CA") == set()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Floods in Georgia, rivers rise in Tbilisi", "georgia"),
        ("Наводнение в Грузии", "georgia"),
        ("Quake off Papua New Guinea", "papua-new-guinea"),
        ("Train derails in Ohio", "ohio"),
        ("Building collapses in Lima", "lima"),
        ("انهيار مبنى في مومباي", "mumbai"),
        ("Пожар в Париже", "paris"),
        ("Storm hits New Mexico", "new-mexico"),
        ("Протест в Конго-Браззавиле", "congo"),
        ("Землетрясение в Перу", "peru"),
    ],
)
def test_the_world_is_known(shipped, text, place):
    """Countries and large cities everywhere are places, in three scripts."""
    assert place in entities_of(shipped, text)


def test_the_countries_of_the_world_are_countries(shipped):
    """Every country is of the kind `country`, so that sharing one says little; every city lies in one."""
    countries = {one.id for one in shipped.entities.values() if one.kind == "country"}
    assert len(countries) >= 190
    for city in raw_entities("cities"):
        assert city["kind"] == "place"
        assert set(city["within"]) <= countries, city["id"]


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Georgia governor signs the bill", "georgia"),
        ("Storm hits New Mexico", "mexico"),
        ("Paris, Texas, rebuilds its tower", "paris"),
        ("Paris Hilton opens a shop", "paris"),
        ("Quake off Papua New Guinea", "guinea"),
        ("Guinea pig show in town", "guinea"),
        ("Michael Jordan returns", "jordan"),
        ("Flood in Nigeria", "niger"),
        ("Конфликт в ДР Конго", "congo"),
        ("Dominican Republic votes", "dominica"),
        ("Lebanon, Ohio, opens a park", "lebanon"),
        ("Того, кто выиграл, ждёт приз", "togo"),
        ("Статья принадлежит перу известного автора", "peru"),
        ("Palmyra, New York, council approves a path", "palmyra"),
        ("Odessa, Texas, opens a new stadium", "odesa"),
        ("Hezbollah is not named, Kataib Hezbollah is", "nusra-front"),
        ("This is what we know", "islamic-state"),
        ("Two trucks tow a boat", "tow"),
        ("В городе газ подорожал", "gaza-city"),
        ("Цены на газ выросли", "gaza"),
        ("Он хам и грубиян", "hama"),
        ("دعم مالي جديد للشركات", "mali"),
        ("بحماس كبير استقبل الجمهور الفريق", "hamas"),
        ("Hamas rejects the offer", "hama"),
        ("Imran Shah wins the by-election", "shahed-136"),
        ("Dara lifts the song contest trophy", "daraa"),
        ("Это сущий ад", "aden"),
        ("Раф на кокосовом молоке", "rafah"),
        ("Niger Delta fishermen return", "niger"),
        ("Выборы в Нигерии", "niger"),
        ("South Sudan elects a parliament", "sudan"),
        ("We roast a turkey on Sunday", "turkey"),
        ("Hind Rajab exhibition opens", "mi-24"),
    ],
)
def test_namesakes_are_not_entities(shipped, text, entity):
    """A word or another thing of the same spelling is not the entity."""
    assert entity not in entities_of(shipped, text)


@pytest.mark.parametrize(
    "text",
    [
        "Helicopter tours over the Grand Canyon reopen",
        "Palmyra, New York, council approves canal path",
        "Crash course in cooking starts on Monday",
        "Stock market crash wipes billions off shares",
        "Bombshell report on football federation",
        "Regulator receives flood of complaints",
        "Election result is an earthquake in politics",
        "The striker had a blast at the wedding",
        "Actor recovers after heart attack",
        "Ferry company orders two quieter ships",
        "Film crew is shooting in the old town",
        "New bridge opens after two years of building",
        "Биржевой крах разорил вкладчиков",
        "Поток жалоб на работу почты",
        "Вертолётные экскурсии над вулканами",
        "Премьера боевика собрала полный зал",
        "انهيار أسعار النفط",
        "مهرجان الطائرات الورقية على الشاطئ",
        "مباراة قوية تنتهي بالتعادل",
    ],
)
def test_everyday_headlines_fire_nothing(shipped, text):
    """A desk does not drown in figures of speech."""
    assert rules_of(shipped, text, language=None) == set()


@pytest.mark.parametrize("step", [pytest.param(step, id=f"{step.order}-{step.feed}") for step in STORY.steps])
def test_the_drill_story_is_told_apart(shipped, step):
    """The story's reports fire helicopter-downed, by the shipped rules and by the drill's own; the others fire none."""
    own = build_rules([STORY.rules_file])
    for ruleset in (shipped, own):
        fired = {match.rule.id for match in find(ruleset, story_item(step)).matches}
        if step.outcome == "nothing":
            assert fired == set()
        else:
            assert "helicopter-downed" in fired


def test_the_drill_baseline_is_quiet(shipped):
    """What stands in the drill's feeds before the story fires no rule."""
    for step in STORY.baseline:
        assert find(shipped, story_item(step)).matches == ()


def test_the_drills_reports_share_their_place():
    """By the drill's own entities every report of the event mentions Palmyra, in whatever script."""
    own = build_rules([STORY.rules_file])
    for step in STORY.steps:
        mentioned = {mention.entity for mention in find(own, story_item(step)).mentions}
        assert ("palmyra" in mentioned) == (step.outcome != "nothing"), step.entry.title


def scripts_in(text):
    """Names of the scripts that a lower-case text uses."""
    return {name for name, (first, last) in SCRIPTS.items() if any(first <= letter <= last for letter in text)}
