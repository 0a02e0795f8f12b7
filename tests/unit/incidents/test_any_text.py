"""What is read out of a report's text: whatever stands there, it is read."""

import re

from hypothesis import given
from hypothesis import strategies as st

from daemon.incidents.amendments import amendment_in
from daemon.incidents.attribution import cited, statements_of, voice_of
from daemon.incidents.cluster import report_of
from daemon.incidents.copies import copy_origin
from daemon.incidents.fallen import tells_less
from daemon.incidents.revision import changes_of
from daemon.incidents.tolls import facts_of, tolls_in
from daemon.model import Finding
from tests.helpers.build import an_item

#: Words that something is read at, beside signs that fold to nothing or stand where a name is looked for.
WORDS = re.findall(
    r"\S+",
    "пишет передает со ссылкой на взяло на себя ответственность за ТАСС The Times newspaper agency Radio told "
    "according to citing police ministry of defence said claimed denies by killed dead toll rises to from 12 twenty "
    "three thousand million двадцать тысяч погибли قتل في وكالة الأنباء قناة وزارة قال قالت بحسب خمسة عشر CORRECTED: "
    "KILL - , . : « » ' \" ( \u0640 \u0301 \u200d \u0651 & 0 \u0660\u0661 \u00bd \u2460",
)


@given(
    st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=12), st.lists(st.sampled_from(WORDS), max_size=12)
)
def test_whatever_a_text_says_it_is_read(title: list[str], summary: list[str]) -> None:
    """No order of words and signs is an error, for what cannot be read would be lost with its alert."""
    item = an_item(title=" ".join(title), summary=" ".join(summary))
    statements = statements_of(item, ())
    assert cited(statements) is None or isinstance(voice_of(item, statements), str)
    facts_of(item, ())
    assert all(count >= 0 for _, count in tolls_in(item.title))
    report = report_of(item, Finding(), copy_of=None)
    other = report_of(an_item(title=item.summary, summary=item.title), Finding(), copy_of=None)
    changes_of(report, other)
    assert amendment_in(report.title, report.text) in {None, "correction", "retraction"}
    assert tells_less(report, [other]) in {True, False}
    copy_origin(report, [other])
