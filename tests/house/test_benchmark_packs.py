"""The rule packs that rules are judged by: they load, cover their labels, hold their own tests; and the arithmetic."""

from pathlib import Path

import pytest

from benchmarks.rules_quality import authors_labels, chosen, half_of, matches_of, quality, weighted_f1
from daemon.rules.load import load_rules
from daemon.yamlfile import load_yaml

PACKS = Path(__file__).parents[2] / "benchmarks" / "packs"
IDS = {
    "india_police": "kill arrest fail force any_action",
    "case2021": "abduct_dissap agreement air_strike armed_clash arrest art_miss_attack attack attrib "
    "change_to_group_act chem_weap diplo disr_weap force_against_protest gov_regains_terit grenade "
    "hq_established man_made_disaster mob_viol natural_disaster non_state_actor_overtakes_ter "
    "non_viol_territ_transfer org_crime other peace_protest property_distruct protest_with_inter "
    "rem_explos sex_viol suic_bomb viol_demonstr",
    "muc4": "attack bombing kidnapping arson",
}  #: pack -> its labels, as rule ids


def raw_rules():
    """Every rule of the packs as it stands in its file."""
    return [
        pytest.param(rule, id=f"{path.parent.name}-{rule['id']}")
        for path in sorted(PACKS.glob("*/*.yaml"))
        for rule in load_yaml(path).value.get("rules", ())
    ]


@pytest.mark.parametrize("pack", sorted(IDS))
def test_a_pack_loads_without_problems(pack):
    """A pack loads without error or warning (a failing test of a rule is an error), and has one rule a label."""
    rules = load_rules(PACKS / pack)
    assert [str(problem) for problem in rules.warnings] == []
    assert {rule.facts.id for rule in rules.ordered} == set(IDS[pack].split())


@pytest.mark.parametrize("rule", raw_rules())
def test_every_rule_shows_what_it_means(rule):
    """A rule has texts that fire it and texts that do not."""
    assert len(rule["tests"]["match"]) >= 2
    assert len(rule["tests"]["skip"]) >= 2


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("A suicide bomber killed four soldiers at a checkpoint near the bridge.", "suic_bomb"),
        ("Army engineers defused a landmine on the road to the mill.", "disr_weap"),
        ("Police fired tear gas and water cannon to disperse a march of nurses.", "protest_with_inter"),
        ("Nurses marched through the old town and demanded higher pay.", "peace_protest"),
        ("A flash flood swept away two bridges in the highlands.", "natural_disaster"),
        ("Gunmen kidnapped a teacher on her way home.", "abduct_dissap"),
    ],
)
def test_one_label_is_taken_where_several_rules_fire(text, label):
    """Of the rules that fire, the one with the longest evidence names the event."""
    assert chosen(matches_of(load_rules(PACKS / "case2021"), text)) == label


def test_nothing_fires_nothing_is_chosen():
    """A text that no rule knows has no label."""
    assert chosen(matches_of(load_rules(PACKS / "case2021"), "The library opens at nine.")) == ""


def test_quality_counts_hits_false_alarms_and_misses():
    """Two hits, one false alarm and one miss are two thirds each way."""
    found = quality([True, True, True, False, False], [True, True, False, True, False])
    assert found == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert quality([False], [False]) == (0, 0, 0)


def test_weighted_f1_weighs_labels_by_their_number():
    """A label of three texts counts three times one of one text."""
    assert weighted_f1(["a", "a", "a", ""], ["a", "a", "a", "b"]) == pytest.approx(0.75)


def test_halves_do_not_move():
    """An id stays in its half, whether it is a number or a text."""
    assert half_of(7) == half_of("7")
    assert {half_of(number) for number in range(20)} == {0, 1}


def test_the_authors_list_wants_a_word_for_the_police():
    """A keyword alone says nothing; beside the police it names its class, and the police alone are an action."""
    names = ("police", "police_acronyms", "kill", "arrest", "intervene", "other_force")
    words = (["police"], ["sho "], ["killed"], ["arrested"], ["stood by"], ["fired"])
    lists = dict(zip(names, words, strict=True))
    texts = ["Robbers killed a man", "Police arrested a man", "The SHO stood by", "Policed areas"]
    assert authors_labels(lists, texts) == [set(), {"arrest", "any_action"}, {"fail", "any_action"}, set()]
