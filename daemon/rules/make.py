"""What was read -> the rules and entities of a set."""

from collections.abc import Iterator, Sequence

from daemon.model import RuleFacts
from daemon.rules.build import Builder
from daemon.rules.plan import Mentions, Sequences, Words
from daemon.rules.rate_check import series_of
from daemon.rules.read import ReadEntity, ReadRule
from daemon.rules.ruleset import Entity, Rule, RuleTest
from daemon.rules.shape import FIELDS, OwnTest


def make_entity(read: ReadEntity, ancestors: tuple[str, ...]) -> Entity:
    """An entity with all that it lies within."""
    shape = read.shape
    line, column = read.file.position(read.path)
    return Entity(
        id=shape.id,
        name=shape.name,
        kind=shape.kind,
        aliases=shape.aliases,
        exact=shape.exact,
        fuzzy=shape.fuzzy,
        unless=shape.unless,
        within=shape.within,
        ancestors=ancestors,
        location=shape.location,
        links=shape.links,
        file=read.file.name,
        line=line,
        column=column,
    )


def make_rule(read: ReadRule, builder: Builder, revision: str) -> Rule:
    """A rule with its nodes."""
    shape = read.shape
    facts = RuleFacts(
        id=shape.id,
        title=shape.title or shape.id,
        severity=shape.severity,
        revision=revision,
        tags=shape.tags,
        notify=shape.notify,
        note=shape.note,
        owner=shape.owner,
        min_sources=shape.min_sources,
        mode=shape.mode,
    )
    languages = frozenset(shape.languages)
    node = builder.node(read.when, languages)
    line, column = read.file.position(read.path)
    return Rule(
        facts=facts,
        when=read.when,
        unless=read.unless,
        when_node=node,
        direct=node if isinstance(node, (Sequences, Words, Mentions)) and _is_asked_of_all(read) else None,
        unless_node=None if read.unless is None else builder.node(read.unless, languages),
        rate=read.rate,
        beside_node=None if read.beside is None else builder.node(read.beside, languages),
        series="" if read.rate is None else series_of(read),
        languages=languages,
        feed_ids=frozenset(shape.feeds.ids),
        feed_tags=frozenset(shape.feeds.tags),
        feeds_not=frozenset(shape.feeds.not_),
        fields=tuple(shape.fields),
        expires=shape.expires,
        tests=(*_tests(read, "match", shape.tests.match), *_tests(read, "skip", shape.tests.skip)),
        file=read.file.name,
        line=line,
        column=column,
    )


def _is_asked_of_all(read: ReadRule) -> bool:
    """Is the rule's `when` asked of every item, in all of its fields, and is there nothing else to the rule?"""
    shape = read.shape
    narrowed = (
        shape.languages, shape.feeds.ids, shape.feeds.tags, shape.feeds.not_, shape.expires, read.unless, read.rate,
        read.beside,
    )  # fmt: skip
    return shape.mode != "off" and set(shape.fields) == set(FIELDS) and not any(narrowed)


def _tests(read: ReadRule, kind: str, shapes: Sequence[OwnTest]) -> Iterator[RuleTest]:
    for index, shape in enumerate(shapes):
        line, column = read.file.position((*read.path, "tests", kind, index))
        yield RuleTest(
            title=shape.text or shape.title,
            summary=shape.summary,
            body=shape.body,
            language=shape.language,
            evidence=shape.evidence,
            must_match=kind == "match",
            line=line,
            column=column,
        )
