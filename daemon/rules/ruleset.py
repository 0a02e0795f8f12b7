"""Rules, entities, and the set of both that is used as one."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from daemon.errors import Problem
from daemon.model import RuleFacts
from daemon.rules.condition import Condition
from daemon.rules.entities import Gazetteer
from daemon.rules.index import RuleIndex
from daemon.rules.leads import Leads
from daemon.rules.lexicon import Lexicon
from daemon.rules.origin import Origin
from daemon.rules.plan import Direct, Node
from daemon.rules.rate_conditions import RateCondition
from daemon.rules.read import ReadFile
from daemon.rules.reading import Readings
from daemon.rules.shape import FIELDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A real-world thing and its spellings."""

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    fuzzy: bool = False
    unless: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    ancestors: tuple[str, ...] = ()  #: all that it lies within, near first
    location: tuple[float, float] | None = None  #: latitude, longitude
    links: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTest:
    """A text that the rule must or must not match."""

    title: str
    summary: str = ""
    body: str = ""
    language: str | None = None
    evidence: tuple[str, ...] = ()  #: these at least are among the evidence
    must_match: bool
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An operator's standing question."""

    facts: RuleFacts
    when: Condition
    unless: Condition | None = None
    when_node: Node
    unless_node: Node | None = None
    direct: Direct | None = None  #: `when_node`, if it alone decides, whatever the item and wherever in it
    rate: RateCondition | None = None  #: then `when` says what is counted
    beside_node: Node | None = None  #: what the item that fires must say as well
    series: str = ""  #: under which a rule over several items keeps what it knows; changes with what it counts
    languages: frozenset[str] = frozenset()  #: empty: all
    feed_ids: frozenset[str] = frozenset()  #: with feed_tags both empty: all feeds
    feed_tags: frozenset[str] = frozenset()
    feeds_not: frozenset[str] = frozenset()  #: tags or feed ids
    fields: tuple[str, ...]
    expires: date | None = None
    tests: tuple[RuleTest, ...] = ()
    file: str = ""
    line: int = 0
    column: int = 0

    @property
    def is_of_all_fields(self) -> bool:
        """Does the rule look at everything that stands in an item?"""
        return set(self.fields) == set(FIELDS)

    @property
    def is_off(self) -> bool:
        """Is the rule switched off?"""
        return self.facts.mode == "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """All rules and entities of a folder, ready to be asked. The set is the unit: it is replaced whole."""

    rules: Mapping[str, Rule]
    entities: Mapping[str, Entity]
    warnings: tuple[Problem, ...] = ()
    lexicon: Lexicon = field(repr=False, compare=False)
    gazetteer: Gazetteer = field(repr=False, compare=False)
    index: RuleIndex = field(repr=False, compare=False)
    leads: Leads = field(repr=False, compare=False)
    readings: Readings = field(repr=False, compare=False)
    ordered: tuple[Rule, ...] = field(default=(), repr=False, compare=False)  #: the rules as the index numbers them
    facts: tuple[RuleFacts, ...] = field(default=(), repr=False, compare=False)  #: theirs
    #: The rules over several items, by their series; and those that wait for a rule in their order, by its id.
    series: Mapping[str, Rule] = field(default_factory=dict, repr=False, compare=False)
    followers: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict, repr=False, compare=False)

    origin: Origin | None = field(default=None, repr=False, compare=False)
    #: Path of each file -> a digest of its bytes, and what was read there; only of files without any problem.
    files: Mapping[str, tuple[bytes, ReadFile]] = field(default_factory=dict, repr=False, compare=False)
    commit: str = ""  #: that the folder is at, if it is under version control

    @property
    def revision(self) -> str:
        """Which set this is: its commit, else a short hash of all rules' own revisions."""
        wording = "\n".join(sorted(f"{name} {rule.facts.revision}" for name, rule in self.rules.items()))
        return self.commit or hashlib.sha256(wording.encode("utf-8", "surrogatepass")).hexdigest()[:12]

    @classmethod
    def empty(cls) -> "RuleSet":
        """A set without rules and entities: it finds nothing."""
        lexicon, gazetteer, index = Lexicon(), Gazetteer(), RuleIndex()
        leads = Leads(index, gazetteer)
        return cls(
            rules={}, entities={}, lexicon=lexicon, gazetteer=gazetteer, index=index, leads=leads,
            readings=Readings(lexicon, leads.of),
        )  # fmt: skip
