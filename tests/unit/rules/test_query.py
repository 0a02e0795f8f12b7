"""The query syntax."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.rules.condition import (
    All,
    Any,
    AtLeast,
    Condition,
    EntityNamed,
    EntityOfKind,
    Exact,
    Fuzzy,
    Near,
    Not,
    Pattern,
    Phrase,
    Prefix,
    Sentence,
    Suffix,
    Terms,
    Title,
    Word,
)
from daemon.rules.query import Doubt, QueryError, parse_query
from daemon.rules.written import written

A, B, C = Word("a"), Word("b"), Word("c")


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("a", A),
        ("a b", Near((A, B))),
        ("a b c", Near((A, B, C))),
        ("a | b", Any((A, B))),
        ("a OR b", Any((A, B))),
        ("a & b", All((A, B))),
        ("a AND b", All((A, B))),
        ("a|b&c", Any((A, All((B, C))))),
        ("(a | b) & c", All((Any((A, B)), C))),
        ("(a | b) c", Near((Any((A, B)), C))),
        ("a & !b", All((A, Not(B)))),
        ("a AND NOT b", All((A, Not(B)))),
        ("a -b", All((A, Not(B)))),
        ("a b -c", All((Near((A, B)), Not(C)))),
        ("a NEAR/12 b", Near((A, B), 12)),
        ("a NEAR b", Near((A, B))),
        ("a THEN/5 b", Near((A, B), 5, ordered=True)),
        ("a NEAR/3 b NEAR/3 c", Near((A, B, C), 3)),
        ("a NEAR/3 b THEN/5 c", Near((Near((A, B), 3), C), 5, ordered=True)),
        ('"shot down"', Phrase("shot down")),
        ("«сбит над»", Phrase("сбит над")),
        ("آتش\u200cبس", Any((Word("آتش\u200cبس"), Word("آتش-بس")))),
        ("क्\u200cष", Word("क्\u200cष")),
        ("„schwer verletzt“", Phrase("schwer verletzt")),
        ('צה"ל | a', Any((Word("צה״ל"), A))),
        ('"דובר צה"ל" | a', Any((Phrase("דובר צה״ל"), A))),
        ("title (a)", Near((Word("title"), A))),
        ("near then", Near((Word("near"), Word("then")))),
        ("=TOW", Exact("TOW")),
        ('="RT News"', Exact("RT News")),
        ("crash*", Prefix("crash")),
        ("*copter", Suffix("copter")),
        ("Gaddafi~", Fuzzy("Gaddafi")),
        ("Gaddafi~90", Fuzzy("Gaddafi", 90)),
        ("/Mi-?2[45]/", Pattern("Mi-?2[45]")),
        ("/a|b c/ | c", Any((Pattern("a|b c"), C))),
        ("@palmyra", EntityNamed("palmyra")),
        ("@syria+", EntityNamed("syria", descend=True)),
        ("@kind:place", EntityOfKind("place")),
        ("$weapons", Terms("weapons")),
        ("SENT(a & b)", Sentence(All((A, B)))),
        ("TITLE(a)", Title(A)),
        ("2 OF (a, b, c)", AtLeast(2, (A, B, C))),
        ("2 OF (a، b， c)", AtLeast(2, (A, B, C))),
        ("Mi-24", Word("Mi-24")),
        ("24/7", Word("24/7")),
        ("ORDER NOTE ANDES", Near((Word("ORDER"), Word("NOTE"), Word("ANDES")))),
        ("5 a", Near((Word("5"), A))),
        ("أسقط | مروحية", Any((Word("أسقط"), Word("مروحية")))),
    ],
)
def test_each_form_means_its_tree(query: str, tree: Condition) -> None:
    """Every form of the query syntax compiles to the tree that the contract says."""
    assert parse_query(query) == tree


@pytest.mark.parametrize(
    ("query", "offset", "says"),
    [
        ("", 0, "empty"),
        ("  ", 0, "empty"),
        ("a |", 2, "ends too early"),
        ("(a | b", 0, "this bracket is not closed"),
        ("a & (b | (c | d)", 4, "this bracket is not closed"),
        ('("a)" | /[(]b/ | (c', 17, "this bracket is not closed"),
        ("2 OF (a, b", 5, "this bracket is not closed"),
        ("(a | )", 5, "a word is missing before this bracket"),
        ('a "b', 2, "quotation mark"),
        ("a & & b", 4, "two stand side by side"),
        ("a + b", 2, "+ is no operator"),
        ("“a b | c", 0, "quotation mark is not closed"),
        ("a «b c", 2, "quotation mark is not closed"),
        ("a b» c", 3, "closed that was not opened"),
        ("NEAR(a, b)", 6, "stand between two words"),
        ("SENTENCE(a b)", 0, "write SENT(…)"),
        ("a | ANY (b | c)", 4, "write (A | B)"),
        ("a, b", 1, "comma"),
        ("قصف، غارة", 3, "comma"),
        ("a & title(b)", 4, "write TITLE(…)"),
        ("sent(a b)", 0, "write SENT(…)"),
        ("a near/3 b", 2, "in capitals: NEAR/3"),
        ("a then/3 b", 2, "in capitals: THEN/3"),
        ("a W/3 b", 2, "write NEAR/3"),
        ("a w/12 b", 2, "write NEAR/12"),
        ("a PRE/3 b", 2, "write THEN/3"),
        ("a ADJ2 b", 2, "write THEN/2"),
        ("a | title:b", 4, "write TITLE(…)"),
        ("lang:en a", 0, "`languages: [en]`"),
        ("a source:bbc", 2, "`feeds: {ids: [a-feed]}`"),
        ("a & entity:b-c", 4, "write @b-c"),
        ("kind:place | a", 0, "write @kind:place"),
        ("a *", 2, "at least 3 letters"),
        ("a ) b", 2, "closes none that was opened"),
        ("a /b", 2, "two slashes"),
        ("/[a-/", 0, "each [ in it needs its ]"),
        ("cra*sh", 3, "one end of a word"),
        ("a wom?n", 2, "list the spellings"),
        ("fire?", 0, "list the spellings"),
        ("colo[u]r", 0, "write /colou?r/"),
        ("fire^2", 0, "write score"),
        ("a XOR b", 2, "write (A | B) & !(A & B)"),
        ("a ADJ b", 2, "write THEN/1"),
        ("SENT a", 0, "SENT needs its bracket"),
        ("TITLE a", 0, "TITLE needs its bracket"),
        ("a & Gaddafi~ 90", 12, "write Gaddafi~90, without a space"),
        ("a & (cra*sh | b)", 8, "one end of a word"),
        ("Gad~dafi", 3, "at the end of a word"),
        ("Gaddafi~900x", 7, "at the end of a word"),
        ("helicopter AND", 11, "AND needs something on both sides"),
        ("AND helicopter", 0, "AND needs something on both sides"),
        ("helicopter OR", 11, "OR needs something on both sides"),
        ("a | (OR b)", 5, "OR needs something on both sides"),
        ("(helicopter OR) b", 12, "OR needs something on both sides"),
        ("a OR AND b", 5, "AND needs something on both sides"),
        ("NOT", 0, "NOT needs something after it"),
        ("a NOT", 2, "NOT needs something after it"),
        ("NEAR a", 0, "NEAR needs something on both sides"),
        ("a THEN/3", 2, "THEN needs something on both sides"),
        ("a NEAR/99999 b", 2, "from 1 to 9999"),
        ("'shot down'", 0, "use double quotes for a phrase"),
        ("a & 'shot down over it' | b", 4, "use double quotes for a phrase"),
        ("x" * 20_001, 0, "at most"),
    ],
)
def test_a_broken_query_names_its_place_and_the_mend(query: str, offset: int, says: str) -> None:
    """What is wrong with a query is said in an operator's words, at the character where it is."""
    with pytest.raises(QueryError, match=re.escape(says)) as caught:
        parse_query(query)
    assert caught.value.offset == offset


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("crash* b", Near((Prefix("crash"), B))),
        ("(crash*|*copter)", Any((Prefix("crash"), Suffix("copter")))),
        ("Gaddafi~ b", Near((Fuzzy("Gaddafi"), B))),
        ('"XOR" | "wom?n"', Any((Phrase("XOR"), Phrase("wom?n")))),
        ("Gaddafi~90&b", All((Fuzzy("Gaddafi", 90), B))),
        ('=OR | "and"', Any((Exact("OR"), Phrase("and")))),
        ("rock 'n' roll", Near((Word("rock"), Word("'n'"), Word("roll")))),
        ("'Amran | rebels'", Any((Word("'Amran"), Word("rebels'")))),
        ("\"the 'shot down' plane\"", Phrase("the 'shot down' plane")),
    ],
)
def test_what_only_looks_like_a_slip_is_taken(query: str, tree: Condition) -> None:
    """Marks at the end of a word, quoted operators and apostrophes keep their meaning."""
    assert parse_query(query) == tree


@pytest.mark.parametrize(
    ("query", "offsets"),
    [
        ("crash or fire", [6]),
        ("crash and fire and not drill", [6, 15, 19]),
        ("not drill", [0]),
        ('crash OR "or"', []),
        ("ordinary & nothing", []),
    ],
)
def test_operators_in_lower_case_are_doubted(query: str, offsets: list[int]) -> None:
    """A plain `or` beside words may have been meant as OR: the query loads, and each is told at its place."""
    doubts: list[Doubt] = []
    parse_query(query, doubts)
    assert [doubt.offset for doubt in doubts] == offsets
    assert all("are plain words; write" in doubt.message for doubt in doubts)


def _says(query: str) -> QueryError | None:
    """The complaint about a query; None if there is none."""
    try:
        parse_query(query)
    except QueryError as error:
        return error
    return None


@given(st.text(alphabet='ab |&!()"=*~/@$,+-1:OFNEARTHSI ', max_size=40))
def test_any_text_is_a_query_or_a_query_error(query: str) -> None:
    """No text makes the parser fail in another way than by QueryError, and its place lies in the text."""
    error = _says(query)
    assert error is None or 0 <= error.offset <= len(query)


@pytest.mark.parametrize(
    "query", ["!" * 5_000 + "a", "(" * 5_000 + "a" + ")" * 5_000, "SENT(" * 3_000 + "a" + ")" * 3_000]
)
def test_deep_nesting_ends_in_a_tree_or_an_error(query: str) -> None:
    """Thousands of brackets do not overflow the stack."""
    error = _says(query)
    assert error is None or "deeply" in str(error)


_LEAVES = st.sampled_from(
    [*("fire", '"shot down"', "=TOW", '="Islamic State"', '="A|B"', "crash*", "*copter", "Gaddafi~", "Gaddafi~90"),
     *("/Mi-?2[45]/", "@syria", "@syria+", "@kind:place", "$guns", "آتش\u200cبس", "Mi-24", "5", 'צה"ל', "'n'", "and")]
)  # fmt: skip


def _joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Queries made of such queries."""
    joint = st.sampled_from([" ", " & ", " | ", " NEAR ", " NEAR/3 ", " THEN/5 ", " & !", " -"])
    some = st.lists(inner, min_size=2, max_size=3)
    return (
        st.builds(lambda joint, parts: joint.join(f"({part})" for part in parts), joint, some)
        | st.builds(lambda parts: f"2 OF ({', '.join(parts)})", some)
        | st.builds(lambda name, part: f"{name}({part})", st.sampled_from(["SENT", "TITLE", "!"]), inner)
        | st.builds(lambda joint, parts: joint.join(parts), joint, some)
    )


@given(st.recursive(_LEAVES, _joined, max_leaves=8))
def test_a_condition_reads_back_as_it_is_shown(query: str) -> None:
    """The query that is shown for a condition is one that means this condition, whatever stands in it."""
    if _says(query) is None:
        assert parse_query(written(parse_query(query))) == parse_query(query)
