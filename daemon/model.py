"""The nouns, in the order an item meets them. Pure: no I/O, no clock, no behaviour beyond small views of the fields.

All instants are aware UTC. All nouns are frozen: a change is a new noun (`dataclasses.replace`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

# --- feeds: a publisher's bytes -> Entry ------------------------------------------------------------------------


class FeedKind(StrEnum):
    """What a feed's URL leads to, and so how it is asked and read; `feeds/kinds.py` has the code of each."""

    AUTO = "auto"  #: as its URL tells: telegram for t.me, else rss
    RSS = "rss"  #: RSS, RDF, Atom or JSON Feed
    TELEGRAM = "telegram"  #: the web preview of a public Telegram channel
    SITEMAP = "sitemap"  #: a (news) sitemap, or an index of such
    LIST = "list"  #: a web page that lists stories, read by CSS selectors
    PAGE = "page"  #: a web page as such: each change of its readable text is an entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What the publisher gave for a conditional GET; both are kept from every answer, 304 included."""

    etag: str | None = None
    last_modified: str | None = None


class FeedHealth(StrEnum):
    """How a feed is doing, in the words of `watchdesk feeds`."""

    NEW = "new"  #: never polled
    LIVE = "live"  #: the last poll brought a document
    NOT_MODIFIED = "not modified"  #: the last poll brought the word that nothing changed, or the same document
    EMPTY = "empty"  #: a feed without a single entry
    MALFORMED = "malformed"  #: readable, but not as the standards have it: something may be missing
    MOVED = "moved"  #: several polls in a row were redirected for good to the same place
    QUIET = "quiet"  #: answers well, and shows nothing new for longer than its own habit
    FAILING = "failing"  #: fetch or parse failed; backed off
    TIMEOUT = "timeout"
    TLS = "TLS"  #: no encrypted connection that can be trusted
    FORBIDDEN = "forbidden"  #: 401, 403, 407 or 451
    NOT_A_FEED = "not a feed"  #: bytes came, but no feed in them; old items and validators are kept
    PREVIEW_OFF = "preview off"  #: a channel that shows nothing on the web
    RATE_LIMITED = "rate-limited"  #: the publisher asked us to wait (429, or 503 with Retry-After)
    GONE = "gone"  #: 410: polled once a day to see whether it comes back
    QUARANTINED = "quarantined"  #: its document brings down the parser again and again


class Pace(StrEnum):
    """How often feeds of a class are polled; within its bounds, each feed as it posts."""

    FAST = "fast"
    NORMAL = "normal"
    SLOW = "slow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Between which intervals a feed is polled, and how often one that has one new item an hour."""

    shortest: timedelta
    usual: timedelta
    longest: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a feed's document says of how often it should be read; all of it the publisher's word."""

    ttl_minutes: int | None = None
    skip_hours: tuple[int, ...] = ()  #: of the day, UTC
    skip_days: tuple[int, ...] = ()  #: 0 for Monday


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What we know of a feed between two polls."""

    feed: str
    health: FeedHealth = FeedHealth.NEW
    validators: Validators = Validators()
    body_hash: str | None = None  #: of the last parsed body: an equal body is skipped before parsing
    next_poll_at: datetime | None = None  #: None: at once
    last_poll_at: datetime | None = None
    last_success_at: datetime | None = None
    full_fetch_at: datetime | None = None  #: the last 200; a feed that answers 304 for ever is fetched whole each day
    baseline_at: datetime | None = None  #: the first successful poll
    failures: int = 0  #: in a row
    last_error: str | None = None
    moved_to: str | None = None  #: where permanent redirects lead
    moved_count: int = 0  #: how often in a row they led there
    url_key: str | None = None  #: hash of the configured URL; None: not noted yet
    crashes: int = 0  #: how often in a row its document made the parser hang or crash
    last_new_at: datetime | None = None  #: the last poll that brought something new; None: not seen yet
    hints: Hints = Hints()  #: of the last document
    entries: int | None = None  #: in the last document; None: not known
    flaw: str | None = None  #: what is wrong with the last document, though it can be read
    silence: float = 0.0  #: arrivals that its habit let us expect since the last one
    gap_at: datetime | None = None  #: the last poll that showed none of the entries of the one before
    failing_since: datetime | None = None  #: the first failure of this row
    hold_before: datetime | None = None  #: after a restore, until the next document: what is older may have been told


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A feed's trouble that the operators know of; it is forgotten when they were told of its end."""

    feed: str
    trouble: str  #: fails | is silent
    since: datetime
    told_at: datetime  #: feeds that were told together share it
    back_at: datetime | None = None  #: when it was seen to be well again, not yet told because others are not


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """When a feed posts: what was learned of it for each hour of the week, from Monday 00:00 UTC on."""

    counts: bytes = b""  #: 168 single-precision numbers: new items in that hour, older weeks counting less
    hours: bytes = b""  #: likewise: for how many hours we looked
    arrivals: float = 0.0  #: polls that brought anything new, older ones counting less
    items: float = 0.0  #: what they brought, likewise
    until: datetime | None = None  #: what came up to here is in it
    strokes: bytes = b""  #: 60 single-precision numbers: items by their date's minute of the hour; empty without dates


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a feed's last document showed, so that the next one is parsed only where it differs."""

    marks: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  #: entry's mark -> its item's keys in deduplication
    whole_at: datetime | None = None  #: when a document was last parsed in full


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Where a feed says that its news are pushed from (WebSub). Hostile: a publisher's words."""

    hubs: tuple[str, ...] = ()  #: URLs, as the publisher orders them; empty: it offers none
    topic: str | None = None  #: the feed's own URL, in its own words; None: it does not say


class SubscriptionState(StrEnum):
    """How far a subscription at a hub has come."""

    WANTED = "wanted"  #: not asked for yet
    ASKED = "asked"  #: the hub was asked, and has not verified
    LIVE = "live"  #: verified; it holds until the lease ends
    DENIED = "denied"  #: the hub does not want us; asked again after a day
    LEAVING = "leaving"  #: to be ended: nothing that comes for it is taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One feed's subscription at a hub. Law: a feed has at most one that is not leaving."""

    token: str = field(repr=False)  #: the unguessable end of the callback's path; unique
    secret: str = field(repr=False)  #: what the hub signs with
    feed: str
    feed_key: str  #: hash of the feed's URL that it was made for
    hub: str
    topic: str
    callback: str = field(repr=False)  #: the whole URL that the hub was given
    state: SubscriptionState = SubscriptionState.WANTED
    asked_at: datetime | None = None  #: a request that the hub has not verified yet
    lease_ends_at: datetime | None = None
    next_step_at: datetime | None = None  #: when the hub is asked next; None: never
    failures: int = 0  #: requests in a row that came to nothing
    last_error: str | None = None
    last_push_at: datetime | None = None  #: of the last document that was taken in
    pushes: int = 0  #: documents taken in
    ignored: int = 0  #: documents without the right signature
    unpushed: int = 0  #: polls in a row that found news which had not been pushed
    plain: bool = False  #: its feed was asked for as any other: without a proxy or a permission of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file that belongs to an entry: a picture, a recording, a document."""

    url: str  #: http or https only
    type: str | None = None  #: media type, such as `image/jpeg`; `image/*` if no more is known
    bytes: int | None = None  #: the size that the publisher claims


@dataclass(frozen=True, slots=True, kw_only=True)
class GeoPoint:
    """A place on Earth (WGS 84), in degrees."""

    latitude: float  #: -90..90
    longitude: float  #: -180..180


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One element as the publisher wrote it: hostile text, possibly HTML, nothing cleaned."""

    guid: str | None = None
    url: str | None = None
    title: str = ""
    summary: str = ""
    body: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    language: str | None = None
    author: str | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    origin: str | None = None  #: who is speaking, where the publisher only passes it on (a forwarded post)
    origin_url: str | None = None  #: the post or channel that it was passed on from
    reply_to: str | None = None  #: URL of the post that it answers
    enclosures: tuple[Enclosure, ...] = ()
    thumbnail: str | None = None  #: a picture's URL
    point: GeoPoint | None = None  #: where it happened


# --- items: Entry -> Item; is it news to us? --------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry in house form: what rules see. Plain text, NFC, no control characters."""

    id: str
    feed: str
    source: str  #: the publisher: who is speaking
    title: str
    summary: str = ""
    body: str = ""
    url: str | None = None  #: as shown and clicked; http or https only
    url_key: str | None = None  #: canonical form, for comparing only
    guid_key: str | None = None  #: hash of the publisher's id; None if there was none
    title_key: str | None = None  #: hash of the folded title when it is long enough to tell stories apart
    fingerprint: str = ""  #: versioned hash of the folded title and text, as "1:<hex>"
    published_at: datetime | None = None  #: the publisher's word; may be wrong, never steers anything alone
    arrived_at: datetime
    language: str | None = None  #: declared by the entry or feed, as a lower-case primary subtag ("en"); else None
    tags: tuple[str, ...] = ()  #: the feed's tags
    author: str | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    updated_at: datetime | None = None  #: the publisher's word, like `published_at`
    enclosures: tuple[Enclosure, ...] = ()
    thumbnail: str | None = None
    point: GeoPoint | None = None


LEDE = 600  #: characters of a text that deduplication compares


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownItem:
    """The reduced view of a stored item that deduplication decides from."""

    id: str
    feed: str
    source: str
    url_key: str | None
    guid_key: str | None
    title_key: str | None
    fingerprint: str
    arrived_at: datetime
    published_at: datetime | None = None
    title: str = ""  #: of the latest revision; empty: unknown
    lede: str = ""  #: the first `LEDE` characters of what it says; empty: nothing, or unknown
    duplicate_of: str | None = None


class TextState(StrEnum):
    """How far the fetching of the article behind an item has come."""

    DUE = "due"
    TAKEN = "taken"
    SHORT = "too short"  #: a teaser, a cookie notice or a login; the feed's own words stay
    OTHER = "another page"  #: no word of the item's title is in it
    FAILED = "failed"  #: not fetched after several tries, or no web page


@dataclass(frozen=True, slots=True, kw_only=True)
class FullText:
    """The article behind an item, to be fetched or fetched."""

    item_id: str
    feed: str
    url: str
    state: TextState = TextState.DUE
    attempts: int = 0
    next_at: datetime  #: when it is due, as long as it is
    text: str = ""  #: of the last time that it was taken
    error: str | None = None


class VerdictKind(StrEnum):
    """Is the item news to us?"""

    NEW = "new"
    REVISED = "revised"  #: the same entry, new content
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"  #: the same text elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What deduplication decided, about which stored item, and why."""

    kind: VerdictKind
    of: str | None = None  #: id of the stored item; None only for NEW
    reason: str  #: guid | url | content | title | nothing known


# --- rules: Item -> Match ---------------------------------------------------------------------------------------


class Severity(StrEnum):
    """How much a rule's match matters; set by the rule."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for low to 3 for critical."""
        return ("low", "medium", "high", "critical").index(self.value)


class Evidence(NamedTuple):
    """One span that made a condition hold."""

    field: str  #: title | summary | body
    start: int  #: in code points of the item's field
    end: int
    text: str  #: the span itself


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFacts:
    """What the rooms after matching need to know of a rule."""

    id: str
    title: str
    severity: Severity
    revision: str  #: short hash of the rule's text: which wording of the rule matched
    tags: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()
    note: str = ""
    owner: str = ""
    min_sources: int = 1
    mode: str = "live"  #: live | shadow


class Match(NamedTuple):
    """A rule that holds for an item, with the words that made it hold. Law: evidence is never empty.

    Why a tuple, like `Mention`: of these an item can have hundreds, and a dataclass takes three times as long to make.
    """

    rule: RuleFacts
    item_id: str
    evidence: tuple[Evidence, ...]
    counted: tuple[str, ...] = ()  #: ids of the items that a condition over several items rests on, oldest first
    why: str = ""  #: that condition and those items, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """An item that a rule over several items counts; a match only when there are enough."""

    match: Match  #: as it would be
    may_fire: bool = True  #: does it also say what the item that fires must say?


class Mention(NamedTuple):
    """An entity found in an item."""

    entity: str
    name: str
    kind: str
    evidence: Evidence
    within: tuple[str, ...] = ()  #: ids of all entities that this one lies in, near and far


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """All that the rules say of one item."""

    matches: tuple[Match, ...] = ()
    mentions: tuple[Mention, ...] = ()
    counted: tuple[Counted, ...] = ()  #: for rules over several items


# --- incidents: Match -> Incident -------------------------------------------------------------------------------


class Stance(StrEnum):
    """What somebody does to a report's content."""

    CLAIMS = "claims"  #: a party to the event says it
    CONFIRMS = "confirms"  #: an office says it, or anybody confirms it in so many words
    DENIES = "denies"
    CITES = "cites"  #: a medium that the report passes on


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Somebody who speaks in a report, and how."""

    who: str
    stance: Stance
    medium: bool = False  #: an agency or an outlet: who cites it adds no source


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A plain fact that a report tells and another may tell otherwise."""

    about: str  #: dead | injured | missing | aircraft | weapon
    value: str
    entity: str | None = None  #: the entity that the value names


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One item as a report of an event: the view that clustering compares and alerts show."""

    item_id: str
    feed: str
    source: str
    title: str
    text: str = ""  #: the beginning of summary or body
    url: str | None = None
    arrived_at: datetime
    published_at: datetime | None = None
    rules: frozenset[str] = frozenset()
    entities: frozenset[str] = frozenset()
    kinds: Mapping[str, str] = field(default_factory=dict)  #: entity id -> kind
    ancestors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  #: entity id -> entities it lies within
    copy_of: str | None = None  #: item id this is a syndicated copy of: it counts for its origin
    language: str | None = None
    reliability: str | None = None  #: of the source, A (reliable) to F (cannot be judged); None: not graded
    voice: str = ""  #: who it counts for: the agency or outlet that it only cites; empty: its source
    statements: tuple[Statement, ...] = ()  #: who speaks in it
    facts: tuple[Fact, ...] = ()
    amends: str | None = None  #: correction | retraction: what it says of an earlier report
    note: str = ""  #: the sentences in which a later version said so
    amended: tuple[str, ...] = ()  #: what any of its versions has said so
    only_denies: bool = False  #: all that it tells of the event is that somebody denies it
    vector: str = ""  #: of its meaning, packed (vector.py); empty: embeddings are off
    words: bytes = field(default=b"", compare=False, repr=False)  #: its wording, packed for the next comparison
    keys: Mapping[str, float] = field(default_factory=dict, compare=False, repr=False)  #: by its words


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """The reports of one real-world event, from open to closed."""

    id: str
    title: str
    severity: Severity
    opened_at: datetime
    last_report_at: datetime
    reports: tuple[Report, ...] = ()  #: oldest first
    closed_at: datetime | None = None
    previous: str | None = None  #: an earlier, closed incident that this one follows
    joined_to: str | None = None  #: the incident to which the desk gave its reports
    acked_at: datetime | None = None  #: since when somebody has it
    acked_by: str | None = None  #: who
    earlier: int = 0  #: so many reports, behind the first, were told long ago
    aside: int = 0  #: so many from then say nothing that those do not, and are not among the reports

    @property
    def count(self) -> int:
        """How many reports there are."""
        return len(self.reports) + self.aside

    @property
    def upheld(self) -> tuple[Report, ...]:
        """The reports that tell of the event, and by which their sources stand.

        Law: no copy, none that takes the event back or only denies it, and none that its own source has taken back.
        """
        back: set[str] = set()  # sources, voices and the origins of copies
        found = []
        for one in reversed(self.reports):
            if one.amends == "retraction":
                back |= {one.source, one.voice or one.source, one.copy_of or one.item_id}
            elif one.copy_of is not None or one.only_denies:
                continue
            elif not back or back.isdisjoint((one.source, one.voice or one.source, one.item_id)):
                found.append(one)
        return tuple(reversed(found))

    @property
    def sources(self) -> tuple[str, ...]:
        """The independent sources, in the order in which they spoke; a copy, or who only cites another, adds none."""
        return tuple(dict.fromkeys(one.voice or one.source for one in self.upheld))


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What reports tell otherwise: each value with the sources that told it last."""

    about: str
    told: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What an incident rests on: who claims, confirms and denies it, and what its reports tell otherwise."""

    claims: tuple[str, ...] = ()
    confirms: tuple[str, ...] = ()
    denies: tuple[str, ...] = ()
    retracts: tuple[str, ...] = ()  #: who has taken a report of it back
    best_grade: str | None = None  #: the best admiralty grade of its sources, A to F
    best_source: str | None = None
    first_source: str = ""
    first_at: datetime | None = None
    latest_source: str = ""
    latest_at: datetime | None = None
    differs: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """The desk's word on two items: one event, or two. It outweighs what is decided of them; the latest holds."""

    item: str
    other: str
    same: bool
    by: str  #: who said so
    why: str
    at: datetime
    evidence: Mapping[str, Any] = field(default_factory=dict)  #: what had been decided before, and why


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """Which incident a report belongs to, and why."""

    incident_id: str | None  #: None: it opens a new one
    reason: str
    score: float  #: 0..1
    previous: str | None = None  #: a closed incident that a new one should link back to


# --- alerts: Incident -> who hears, when, in which words --------------------------------------------------------


class AlertReason(StrEnum):
    """Why this is worth telling."""

    OPENED = "opened"
    CONFIRMED = "confirmed"  #: another independent source reports it
    EXTENDED = "extended"  #: a further report of a source that was counted already
    ESCALATED = "escalated"  #: a report raised the severity
    UNACKED = "unacked"  #: nobody has it: the next level hears
    ROLLED_UP = "rolled up"  #: first alerts of one rule that waited together
    CORRECTED = "corrected"  #: a report that was alerted has been revised
    NOTICE = "notice"  #: to the operators, about watchdesk itself
    TEST = "test"  #: somebody tries a receiver


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a report did to its incident, and whether that is worth telling."""

    incident: Incident  #: as it is now
    report: Report
    reason: AlertReason | None  #: None: nothing to tell
    why: str
    was_title: str | None = None  #: the report's former title, when the change is in it
    amendment: str | None = None  #: correction | retraction: the report takes back what was told
    changed: tuple[str, ...] = ()  #: what its new version tells otherwise, in lines
    kept: str | None = None  #: the fate of a change that is not told, such as `live page`
    turns: bool = False  #: a page that is written on and on tells of another place, or event, from now on
    account: Account | None = None  #: what the incident rests on now


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedRule:
    """A rule as an alert names it."""

    id: str
    title: str
    revision: str
    note: str = ""
    why: str = ""  #: what a condition over several items rests on


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One thing worth telling, with everything that its message needs: a snapshot that never changes.

    Law: the spans of `evidence` index into `item_title`, `item_summary` and `item_body` of this very alert.
    """

    id: str
    reason: AlertReason
    severity: Severity
    created_at: datetime
    title: str  #: the incident's title, or the subject of a notice
    incident_id: str | None = None
    item_id: str | None = None
    item_title: str = ""
    item_summary: str = ""
    item_body: str = ""
    item_url: str | None = None
    item_was: str | None = None  #: the former title of a corrected report
    item_thumbnail: str | None = None  #: a picture's URL
    item_point: GeoPoint | None = None
    item_enclosures: tuple[Enclosure, ...] = ()
    item_authors: tuple[str, ...] = ()
    feed: str | None = None
    source: str | None = None
    reliability: str | None = None  #: of the source, A to F
    published_at: datetime | None = None
    arrived_at: datetime | None = None
    language: str | None = None
    sources: tuple[str, ...] = ()  #: independent sources so far, this report's included
    voice: str | None = None  #: the medium that the report only cites
    denied_by: tuple[str, ...] = ()  #: who denies it in this report
    amendment: str | None = None  #: correction | retraction
    changed: tuple[str, ...] = ()  #: what a report's new version tells otherwise
    account: Account | None = None
    reports: int = 1
    rules: tuple[MatchedRule, ...] = ()
    commit: str = ""  #: of the rules folder, as it was when they matched; empty: not under version control
    entities: tuple[str, ...] = ()  #: names, for people
    places: tuple[str, ...] = ()  #: those of them that say where, the narrowest only: Palmyra, not its province too
    things: tuple[str, ...] = ()  #: those that say who or what: groups, aircraft, weapons
    evidence: tuple[Evidence, ...] = ()
    tags: tuple[str, ...] = ()
    text: str = ""  #: the body of a notice
    previous: str | None = None
    level: int = 0  #: which step of an escalation this is; 0: none
    exercise: bool = False

    @property
    def rank(self) -> int:
        """In which order alerts go to one receiver, the highest first; 0 for what is low, and for a further report."""
        return 0 if self.reason in {AlertReason.CONFIRMED, AlertReason.EXTENDED} else self.severity.rank


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """How long a delivery waits for others, to be told with them in one message."""

    digest: str  #: those of one receiver under one name are told together
    until: datetime
    count: int | None = None  #: so many are told before that; None: time alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One alert for one receiver, as planned: to be sent, or muted with a reason."""

    alert: Alert
    receiver: str
    silent: bool  #: without a sound
    mute_reason: str | None = None
    gathering: Gathering | None = None  #: None: it is told by itself, at once


class DeliveryState(StrEnum):
    """How far a delivery has come."""

    PENDING = "pending"
    SENDING = "sending"  #: an attempt was started; after a crash this means: may have arrived
    SENT = "sent"
    MUTED = "muted"  #: not sent, with a reason
    DEAD = "dead"  #: will never be sent; the operators were told


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One alert for one receiver, with its history. Law: `key` is unique in the outbox."""

    id: int
    key: str  #: "<alert id>:<receiver>"
    alert: Alert
    receiver: str
    state: DeliveryState
    silent: bool
    attempts: int = 0
    next_attempt_at: datetime
    possible_repeat: bool = False  #: an earlier attempt may have arrived
    parts_sent: tuple[str, ...] = ()  #: message references of the parts that went out
    last_error: str | None = None
    mute_reason: str | None = None


# --- the way back: what the desk does ---------------------------------------------------------------------------


class Role(StrEnum):
    """What somebody may do; each role may do all that those before it may."""

    READER = "reader"  #: asks
    DESK = "desk"  #: acts on incidents, and silences
    OPERATOR = "operator"  #: whatever is left

    @property
    def rank(self) -> int:
        """0 for reader to 2 for operator."""
        return list(Role).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who asks or acts: a listed user of a chat, or whoever is at the shell."""

    key: str  #: who it is, whatever the name: telegram:123456789, shell:anna
    name: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One command of the desk, from a button, a chat or the shell."""

    key: str  #: unique: what comes twice is done once
    verb: str
    words: tuple[str, ...] = ()  #: what was written or pressed beside the verb
    about: str | None = None  #: id of the incident under whose alert it was asked
    person: Person
    receiver: str | None = None  #: in whose chat; None: at the shell, or in private
    asked_at: datetime
    confirmed: bool = False  #: asked again after a warning


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What somebody did, for the audit log. Law: `key` is unique."""

    id: int = 0  #: given by the store
    key: str
    at: datetime
    by: str  #: name, for people
    by_key: str
    verb: str
    target: str  #: id of the incident, silence or item
    why: str = ""
    outcome: str = ""  #: what was answered, in one line
    before: Mapping[str, Any] = field(default_factory=dict)  #: what it takes to undo it
    undone_by: int | None = None  #: id of the act that undid it


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """The desk's "not now". Law: it has an end and a reason.

    It holds back an alert if each kind of thing that it names is met: any of its rules, any of its entities, any of
    its feeds, any of its incidents.
    """

    id: str
    rules: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()
    max_severity: Severity | None = None  #: only alerts up to this one; None: all
    starts_at: datetime
    ends_at: datetime
    why: str
    by: str
    waits_for: str | None = None  #: key of who asked, while a second person has not agreed: nothing is held back yet
    ended_by: str | None = None  #: who ended it before its time
    told: bool = False  #: its end has been told, with what it held back


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """The stages of one alert that arrived."""

    feed: str
    rules: tuple[str, ...]
    receiver: str
    published_at: datetime | None
    seen_at: datetime
    matched_at: datetime
    sent_at: datetime  #: the attempt that succeeded began
    confirmed_at: datetime


# --- channels: Message -> somebody's screen ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    url: str | None = None  #: http or https only
    commands: bool = False  #: commands in it may be tapped; never in a publisher's words


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """Something to press under a message, where a channel can show it."""

    text: str
    code: str  #: what comes back when it is pressed: "<verb>:<incident>[:<choice>]", at most 64 bytes


Buttons = tuple[tuple[Button, ...], ...]  #: in rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a channel sends: styled text, and the facts for machines. Line breaks are in the runs' text."""

    key: str  #: the delivery's key: the same for every attempt, so that a receiver can drop repeats
    runs: tuple[Run, ...]
    subject: str  #: one line of plain text, for channels that need one
    severity: Severity
    silent: bool = False
    reply_to: str | None = None  #: message reference of the incident's first message at this receiver
    parts_sent: tuple[str, ...] = ()  #: parts that an earlier attempt got out: do not send them again
    facts: Mapping[str, Any] = field(default_factory=dict)  #: JSON-able; what the webhook carries
    buttons: Buttons = ()
    thumbnail: str | None = None  #: a picture's URL, http or https; never fetched by us

    @property
    def text(self) -> str:
        """The message as plain text."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What came from a chat: a press or a command, by somebody who may be a stranger. Hostile."""

    bot: str  #: which bot heard it, so that its numbers are told apart from another's
    number: int  #: the bot's count of what it hears
    user: int | None  #: who; None: nobody that can be known
    user_name: str = ""
    chat: int
    is_private: bool = False
    said_at: datetime | None = None  #: None: nobody says when, as for a press
    waited: timedelta = timedelta()  #: on the way, at least; max: since before anybody heard
    text: str = ""  #: of a command, as written
    code: str | None = None  #: of the button that was pressed
    press: str | None = None  #: by which a press is answered
    message: str | None = None  #: reference of the message that was pressed, or replied to
    own: str | None = None  #: reference of the command itself
    flaw: str | None = None  #: why it counts for nothing, whoever said it: forwarded, edited, anonymous, …


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """The commands that a chat offers: verb -> its help."""

    chat: int
    user: int | None = None  #: to whom alone; None: to all others there
    commands: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody hears who asked."""

    runs: tuple[Run, ...] = ()  #: to be written below; empty: nothing beside the toast
    toast: str = ""  #: one line, for the presser alone
    menu: Buttons | None = None  #: to be shown under the pressed message in place of what is there
    done: bool = False  #: something was changed by it
    refused: bool = False  #: nothing was done, for the reason that it gives
    begins: str = ""  #: what is begun once it is saved: drill

    @property
    def text(self) -> str:
        """The answer as plain text."""
        return "".join(run.text for run in self.runs) or self.toast
