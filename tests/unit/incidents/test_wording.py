"""The words of a report, in scripts with spaces and without."""

from daemon.incidents.wording import content_stems
from tests.unit.incidents.builders import a_report, an_incident
from tests.unit.incidents.test_cluster import joined

FIRE = a_report(
    "北浜港の第三埠頭で倉庫火災 作業員3人を救助",
    text="4日朝、北浜港の第三埠頭で倉庫が燃える火災があり、消防が作業員3人を救助しました。けが人はいないということです。",
    language="ja",
)


def test_without_spaces_two_characters_are_a_word() -> None:
    """Han characters say something two by two and katakana as it stands; hiragana says nothing."""
    assert content_stems("第三埠頭") == ("第三", "三埠", "埠頭")
    assert content_stems("オランダと引き分けでした G7サミット") == ("オランダ", "g7", "サミット")
    assert content_stems("38人死亡") == ("38", "人死", "死亡")
    assert content_stems("人々の声") == ("人々",)
    assert content_stems("Пожар в порту") == content_stems("пожар порту")


def test_reports_in_such_a_script_join_by_their_words() -> None:
    """A rewrite in Japanese joins its event; another event of the day, told in the same sort of sentences, does not."""
    rewrite = a_report(
        "北浜港の倉庫火災 消防が原因を調査",
        text="北浜港の第三埠頭で4日朝に起きた倉庫の火災で、消防は作業員3人を救助し、原因を詳しく調べています。",
        language="ja",
    )
    other = a_report(
        "山麓の町で土砂崩れ 県道が通行止め",
        text="4日朝、山麓の町で斜面が崩れ、県道が通行止めになっていて、町が住民に避難を呼びかけています。",
        language="ja",
    )
    assert joined(rewrite, an_incident(FIRE)).incident_id is not None
    assert joined(other, an_incident(FIRE)).incident_id is None
