"""Which reports join: the drill's story, its look-alikes, and laws over any input."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.incidents.cluster import JOIN, join, lookup_keys, report_of
from daemon.incidents.likeness import magnitudes_apart, side
from daemon.incidents.wording import wording
from daemon.model import Evidence, Finding, Incident, Joining, Match, Mention, Report, RuleFacts, Severity
from tests.helpers.build import NOW, an_item
from tests.unit.incidents.builders import DOWNED, KINDS, a_report, an_incident

QUIET = timedelta(hours=72)
DAY = timedelta(days=1)


def joined(report: Report, *candidates: Incident, now: datetime | None = None) -> Joining:
    """The decision about a report at its arrival."""
    return join(report, candidates, quiet_for=QUIET, now=now or report.arrived_at)


CLAIM = a_report(
    "Fighters of the province bring down an attack helicopter east of Tadmur", "palmyra attack-helicopters", DOWNED
)
STORY = [
    a_report(
        "Defence ministry: Mi-25 downed in Palmyra area, both pilots killed", "palmyra mi-25", DOWNED, at=NOW + DAY
    ),
    a_report('Video: "Mi24 Hind" hit in the tail rotor near Palmyra', "palmyra mi-24", DOWNED, at=NOW + 1.2 * DAY),
    a_report("مقتل طيارين روسيين بإسقاط مروحية قرب تدمر", "palmyra", DOWNED, at=NOW + 1.3 * DAY, language="ar"),
    a_report("Российский вертолёт сбит под Пальмирой, экипаж погиб", "palmyra russia", DOWNED, at=NOW + 1.4 * DAY),
    a_report(
        "Dispatch: what is known of the helicopter lost in the Syrian desert",
        "palmyra homs-governorate syria islamic-state mi-25 tow",
        DOWNED,
        at=NOW + 2 * DAY,
    ),
]
LOOK_ALIKES = {
    "another town, the same day": a_report(
        "Attack helicopter shot down near Mosul", "mosul attack-helicopters", DOWNED
    ),
    "another town, the same words": a_report(CLAIM.title + ", near Mosul", "mosul attack-helicopters", DOWNED),
    "another event in the same town": a_report("Explosion in Palmyra kills three people", "palmyra", "explosion"),
    "the same town, no event": a_report("Restorers return to the temples of Palmyra", "palmyra"),
    "another country": a_report("Helicopter downed over Iraq, two dead", "iraq", DOWNED),
    "a place that no gazetteer knows": a_report(
        "Helicopter crashes in mountains, pilot hurt", "attack-helicopters", DOWNED
    ),
    "only the same group": a_report("Islamic State claims attack on a market", "islamic-state syria", "attack"),
}


def test_the_story_is_one_incident() -> None:
    """Claim, ministry, video, Arabic, Russian and dispatch join, whatever their words and script."""
    incident = an_incident(CLAIM)
    for report in STORY:
        joining = joined(report, incident)
        assert incident.id == joining.incident_id, (report.title, joining)
        incident = replace(incident, reports=(*incident.reports, report), last_report_at=report.arrived_at)


@pytest.mark.parametrize("report", LOOK_ALIKES.values(), ids=LOOK_ALIKES)
def test_look_alikes_open_incidents_of_their_own(report: Report) -> None:
    """Another place, or another kind of event, is another incident, on the first report and on the last."""
    for incident in (an_incident(CLAIM), an_incident(CLAIM, *STORY)):
        joining = joined(replace(report, arrived_at=NOW + DAY), incident)
        assert joining.incident_id is None, joining
        assert joining.score < JOIN


def test_the_best_of_several_incidents_wins() -> None:
    """A report joins the incident that it is most like, and the decision says what spoke for it."""
    mosul = an_incident(LOOK_ALIKES["another town, the same day"])
    palmyra = an_incident(CLAIM)
    joining = joined(STORY[0], mosul, palmyra)
    assert joining.incident_id == palmyra.id
    assert "rule + place" in joining.reason
    assert JOIN <= joining.score <= 1.0


def test_a_report_without_a_place_can_join() -> None:
    """A shared rule, a shared aircraft and like words are enough when nothing contradicts."""
    report = a_report("Mi-25 downed: ministry names the pilots killed", "mi-25", DOWNED, at=NOW + 1.1 * DAY)
    assert joined(report, an_incident(STORY[0])).incident_id


def test_a_copy_joins_its_origin() -> None:
    """A syndicated copy belongs where its origin is, whatever else speaks against it."""
    copy = a_report("Something else altogether", "mosul", "other", copy_of=CLAIM.item_id)
    joining = joined(copy, an_incident(STORY[0]), an_incident(CLAIM))
    assert joining == Joining(incident_id=an_incident(CLAIM).id, reason="copy", score=1.0)


@pytest.mark.parametrize("copy_of", [None, CLAIM.item_id])
def test_past_incidents_are_not_joined_but_linked(copy_of: str | None) -> None:
    """A closed or quiet incident stays as it is; the new one links back to it."""
    report = replace(CLAIM, item_id="later", copy_of=copy_of, arrived_at=NOW + 2 * DAY)
    closed = an_incident(CLAIM, closed_at=NOW + DAY)
    quiet = an_incident(CLAIM, last_report_at=NOW - 2 * DAY)
    for past in (closed, quiet):
        joining = joined(report, past)
        assert (joining.incident_id, joining.previous) == (None, past.id)


def test_an_open_incident_goes_before_a_past_one() -> None:
    """Where an open incident is like enough, no past one is linked instead."""
    past = an_incident(CLAIM, id="past", closed_at=NOW)
    assert joined(STORY[0], past, an_incident(CLAIM, id="open")).incident_id == "open"


TITLES = [
    (
        "Parliament of Norway passes budget after night of talks",
        "Norway's parliament passes the budget after a night of talks",
        True,
    ),
    ("Strong quake shakes northern Chile, no deaths so far", "No deaths after strong quake in northern Chile", True),
    ("Ebola outbreak declared in eastern province", "Budget passed after night of talks in Norway", False),
    ("Syria", "Syria: refugees return to the villages of the south", False),
    ("Live updates", "Live updates", False),
    ("Minister resigns over leaked letters", "Minister visits flooded villages", False),
]


@pytest.mark.parametrize(("title", "other", "same"), TITLES)
def test_words_alone_decide_where_no_rule_matched(title: str, other: str, same: bool) -> None:
    """Without rules and entities (`replay --all`) like titles join, and unlike or empty ones do not."""
    joining = joined(a_report(title), an_incident(a_report(other, item_id="other")))
    assert same is (joining.incident_id is not None), joining


ONE_KIND = {
    "alerts of one service": (
        "Green earthquake alert (Magnitude 5.2M, Depth:34.98km) in Indonesia 22/11/2026 03:12 UTC, 40000 in 100km.",
        "Red earthquake alert (Magnitude 7.8M, Depth:10km) in Japan 22/11/2026 05:40 UTC, 2 million in 100km.",
        "Orange earthquake alert (Magnitude 6.5M, Depth:12km) in Chile 22/11/2026 09:40 UTC, 600 thousand in 100km.",
        "Red earthquake alert (Magnitude 7.6M, Depth:12km) in Turkey 22/11/2026 10:40 UTC, 900 thousand in 100km.",
    ),
    "bulletins": (
        "M 6.5 - 50 km E of Tokyo, Japan",
        "M 6.4 - 20 km W of Valparaiso, Chile",
        "M 6.2 - 12 km S of Lata, Solomon Islands",
        "M 6.5 - 31 km N of Larissa, Greece",
    ),
    "earthquakes": (
        "7.1-magnitude earthquake strikes Japan",
        "Earthquake of magnitude 5.0 strikes Chile",
        "Magnitude 5.2 earthquake strikes Greece",
        "Magnitude 5.4 earthquake strikes Peru",
    ),
    "floods": ("Flood kills 100 in Libya", "Flood kills 20 in Brazil"),
    "trains": ("Train derails in Ohio, chemicals leak", "Train derails in Bihar, 14 dead"),
    "helicopters": (
        "Police helicopter crashes in Lagos, Nigeria, two officers injured",
        "Army helicopter crashes in Borno, Nigeria, three soldiers killed",
    ),
    "gunmen": ("Gunmen kill 20 in attack on village in Mali", "Gunmen kill 15 in attack on village in Mexico"),
    "collapses": ("Building collapse in Mumbai kills 12", "Building collapses in Lima, 5 dead"),
    "wildfires": (
        "Wildfire forces thousands to evacuate in California",
        "Wildfire in Portugal forces hundreds to evacuate",
    ),
    "Russian titles": ("Взрыв на заводе в Самаре, двое погибли", "Взрыв на заводе в Казани, двое погибли"),
    "in capitals": ("Flood Kills 100 People in Libya", "Flood Kills 100 People in Brazil"),
}


@pytest.mark.parametrize("titles", ONE_KIND.values(), ids=ONE_KIND)
@pytest.mark.parametrize("feed", ["wire", None], ids=["one feed", "a feed each"])
@pytest.mark.parametrize("named", ["", "nigeria"], ids=["no entity", "a country"])
def test_events_of_one_kind_do_not_join(titles: tuple[str, ...], feed: str | None, named: str) -> None:
    """Like words under one rule, with other places and strengths, are other events: in any order, and in a row."""
    reports = [a_report(title, named, "kind", feed=feed or title, source=feed or title) for title in titles]
    for report in reports:
        others = [an_incident(other) for other in reports if other is not report]
        joining = joined(report, *others)
        assert joining.incident_id is None, (report.title, joining)


SAME_EVENT = [
    ("Magnitude 7.1 earthquake strikes northern Chile", "Strong earthquake shakes northern Chile, buildings damaged"),
    ("Building collapse in Mumbai kills 12", "Apartment building collapse in Mumbai: 12 dead"),
    ("M 6.5 - 50 km E of Tokyo, Japan", "M 6.7 - 50 km E of Tokyo, Japan"),
    ("Passenger train derails near Larissa", "Train derails near Larissa, dozens hurt"),
]


@pytest.mark.parametrize(("title", "other"), SAME_EVENT)
def test_reports_that_share_a_name_still_join(title: str, other: str) -> None:
    """Two feeds that name the same place in like words tell of one event, though no gazetteer knows the place."""
    report = a_report(title, "", "kind", feed="a", source="a")
    told = a_report(other, "", "kind", feed="b", source="b", item_id="other")
    assert joined(report, an_incident(told)).incident_id
    assert joined(told, an_incident(report)).incident_id


def test_the_next_nights_quake_is_another() -> None:
    """Early magnitudes are corrected within hours; a day later a slightly other one is another earthquake's."""
    first = a_report("Earthquake of magnitude 6.2 hits Lakeside, four hurt", source="a", feed="a")
    second = "Earthquake of magnitude 5.9 hits Lakeside again"
    soon = a_report(second, source="b", feed="b", at=NOW + timedelta(hours=3))
    assert joined(soon, an_incident(first)).incident_id is not None
    later = a_report(second, source="b", feed="b", at=NOW + timedelta(hours=24))
    assert joined(later, an_incident(first)).incident_id is None
    misdated = replace(soon, published_at=NOW + timedelta(hours=24))
    assert joined(misdated, an_incident(first)).incident_id is not None


def test_a_magnitude_apart_is_another_earthquake() -> None:
    """An aftershock is not the quake; a corrected magnitude is the same one."""
    first, corrected, later = (
        a_report(f"M {size} - 50 km E of Tokyo, Japan", "", "kind", feed=size) for size in ("6.5", "6.2", "5.1")
    )
    assert joined(corrected, an_incident(first)).incident_id
    assert joined(later, an_incident(first)).incident_id is None


def test_an_aftershock_joins_no_report_that_leaves_the_strength_out() -> None:
    """An incident's earthquake has the strength that any of its reports tells, also where the likest tells none."""
    quake = a_report("Magnitude 7.1 earthquake strikes off Lakeside", source="a", feed="a")
    rescue = a_report("Rescuers search rubble after earthquake off Lakeside", source="b", feed="b")
    told = "Another magnitude 4.8 earthquake off Lakeside as rescuers search rubble"
    aftershock = a_report(told, source="c", feed="c")
    assert joined(aftershock, an_incident(rescue)).incident_id
    assert joined(aftershock, an_incident(quake, rescue)).incident_id is None


def test_nothing_known_has_a_reason_too() -> None:
    """The decision is named even where there is nothing to decide."""
    assert joined(CLAIM) == Joining(incident_id=None, reason="nothing to compare with", score=0.0)


REPORTS = st.builds(
    lambda title, named, rules, hours, copy: a_report(
        title, " ".join(sorted(named)), *rules, at=NOW + timedelta(hours=hours), item_id=f"{title}{hours}", copy_of=copy
    ),
    st.sampled_from([CLAIM.title, "Helicopter downed near Palmyra", "Вертолёт сбит", "", "Explosion in Palmyra"])
    | st.text(max_size=30),
    st.sets(st.sampled_from(sorted(KINDS)), max_size=4),
    st.sets(st.sampled_from([DOWNED, "explosion"]), max_size=2),
    st.integers(0, 200),
    st.none() | st.just(CLAIM.item_id),
)
INCIDENTS = st.lists(
    st.lists(REPORTS, min_size=1, max_size=4).map(lambda reports: an_incident(*reports)),
    max_size=5,
    unique_by=lambda one: one.id,
)


@given(REPORTS, INCIDENTS, st.randoms())
def test_the_order_of_candidates_does_not_matter(report: Report, incidents: list[Incident], random: Any) -> None:
    """D14: the store may give the candidates in any order; scores stay within 0 and 1, joined ones above the bar."""
    shuffled = incidents.copy()
    random.shuffle(shuffled)
    joining = joined(report, *incidents, now=NOW + 8 * DAY)
    again = joined(report, *shuffled, now=NOW + 8 * DAY)
    assert (again.incident_id, again.previous) == (joining.incident_id, joining.previous)
    assert 0.0 <= joining.score <= 1.0
    assert joining.incident_id is None or joining.score >= JOIN


@given(REPORTS, INCIDENTS)
def test_past_incidents_are_never_joined(report: Report, incidents: list[Incident]) -> None:
    """Whatever is alike: what is closed or quiet takes no further report."""
    now = NOW + 8 * DAY
    past = [replace(one, last_report_at=now - QUIET - timedelta(seconds=1)) for one in incidents]
    assert joined(report, *past, now=now).incident_id is None
    assert joined(report, *(replace(one, closed_at=NOW) for one in incidents), now=now).incident_id is None


def test_keys_name_entities_rules_and_words() -> None:
    """A report is found by what it names, what it matched, the telling words of its title, and its names."""
    keys = lookup_keys(a_report("The helicopters over Palmyra", "palmyra mi-25", DOWNED))
    assert keys.keys() == {"e:mi-25", "e:palmyra", f"r:{DOWNED}", "w:helicopt", "w:palmyra", "n:BLMR"}
    assert keys["e:palmyra"] > keys[f"r:{DOWNED}"]


def test_reports_of_one_event_share_keys() -> None:
    """Each report of the story is found from the first one, in every script."""
    assert all(set(lookup_keys(CLAIM)) & set(lookup_keys(report)) for report in STORY)


def test_a_report_is_the_items_view() -> None:
    """Only live rules count; entities come with their kind and what they lie in."""
    span = Evidence(field="title", start=0, end=10, text="Helicopter")
    live = RuleFacts(id=DOWNED, title="", severity=Severity.HIGH, revision="1")
    matches = tuple(
        Match(rule=rule, item_id="item-1", evidence=(span,))
        for rule in (live, replace(live, id="trial", mode="shadow"))
    )
    mention = Mention(entity="palmyra", name="Palmyra", kind="place", evidence=span, within=("syria",))
    report = report_of(an_item(), Finding(matches=matches, mentions=(mention,)), copy_of="origin")
    assert report.rules == {DOWNED}
    assert (report.entities, report.kinds) == ({"palmyra"}, {"palmyra": "place"})
    assert report.ancestors == {"palmyra": ("syria",)}
    assert (report.item_id, report.copy_of, report.text) == ("item-1", "origin", an_item().summary)


def test_a_slightly_other_magnitude_of_elsewhere_or_hours_later_is_another_earthquake() -> None:
    """Agencies correct a strength within hours; what is told of another town, or hours later, is another quake."""
    first = a_report("Magnitude 7.8 earthquake hits Lakeland", source="a", feed="a")
    revised, other = "Magnitude 7.5 earthquake hits Lakeland", "Magnitude 7.5 earthquake hits Northland"
    within = a_report(revised, source="b", feed="b", item_id="b", at=NOW + timedelta(hours=1))
    later = a_report(revised, source="b", feed="b", item_id="b", at=NOW + timedelta(hours=9))
    elsewhere = a_report(other, source="b", feed="b", item_id="b", at=NOW + timedelta(hours=1))
    one, two, three, four = (side(report, wording(report)) for report in (first, within, later, elsewhere))
    assert not magnitudes_apart(one, two)
    assert magnitudes_apart(one, three)
    assert magnitudes_apart(one, four)


@pytest.mark.parametrize(
    "title",
    [
        "Magnitude 7.5 earthquake hits Lakeland",
        "Землетрясение магнитудой 7,5",
        "Землетрус магнітудою 7,5",
        "زلزال قوته 7.5 يضرب تركيا",
        "Séisme de magnitude 7,5",
        "Terremoto de magnitud 7,5",
        "Erdbeben der Stärke 7,5",
        "7,5 büyüklüğünde deprem",
    ],
)
def test_a_strength_is_read_in_eight_languages(title: str) -> None:
    """What the strength of an earthquake is called differs, the number does not."""
    assert wording(a_report(title)).magnitude == 7.5
