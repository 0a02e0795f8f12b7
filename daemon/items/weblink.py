"""A publisher's link -> the URL to show, and the key that tells whether two URLs name the same page. Pure."""

import re
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

MAX_URL = 2_048  #: longer ones are no links that a person or a chat can use

_TRACKING = re.compile(
    r"(utm_|mtm_|pk_|piwik_|hsa_|at_|ns_|oly_|vero_|_hs|trk|wt[._])\w*\Z"
    r"|(fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|twclid|ttclid|li_fat_id|igshid|igsh|yclid|ysclid|mc_[ce]id"
    r"|mkt_tok|_openstat|xtor|cmpid|cmp|icid|ocid|ncid|s_cid|smid|smtyp|sr_share|spm|ito|feature|guccounter|cvid"
    r"|guce_referrer|guce_referrer_sig|rss|ftag|taid|amp)\Z",
    re.IGNORECASE,
)
_REFERRING = frozenset({"ref", "source", "src", "from", "via", "feed", "referrer", "ref_src", "mod", "camp", "partner"})
_REFERRERS = frozenset({"rss", "feed", "atom", "feeds", "twitter", "facebook", "telegram", "newsletter", "email", "tw"})
_PORTS = {"http": 80, "https": 443}
_NAMING_FRAGMENT = re.compile(r"[!/]|[^=]*[0-9][^=]*\Z")
_WWW = re.compile(r"(www\.)+(?=.)")
#: The same page for a phone: `m.`, `mobile.`, `amp.` before a whole host, and `/amp` behind an address.
_FOR_PHONES = re.compile(r"(?:(?:www|m|mobile|amp)\.)+(?=[a-z0-9-]+\.[a-z])")
_AMP = re.compile(r"(?:/+amp)*/*\Z")
_SLUG = 4  #: words of a headline in an address
_CODE = 8  #: letters and digits of a short id in an address, as in /articles/c1k2zekj8y9o
_HOST = re.compile(r"[a-z0-9_.-]+|[0-9a-f:.]+")  #: after IDNA, and without the brackets of an IPv6 address
_SESSION = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)
#: An address that is canonical as it stands, but for its scheme, `www.` and last slashes: `_canonical` says the same.
_PLAIN = re.compile(
    r"https?://((?:[a-z0-9]{1,30}(?:-[a-z0-9]{1,30})?\.){1,4}[a-z]{2,12})((?:/[A-Za-z0-9_~-]+(?:\.[A-Za-z0-9_~-]+)?){0,30})/*\Z"
)
#: Controls (U+009B begins an escape sequence in a terminal), backslashes, line ends, turns of direction, no characters.
_REFUSED = re.compile(r"[\x00-\x1f\x7f-\x9f\\\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def shown_url(url: str | None) -> str | None:
    """The URL as people see and click it, unchanged but for stray white space; None if it is not http or https.

    Why a list of schemes and not of bad ones: `javascript:`, `data:`, `tg:` and whatever comes next.
    """
    if url is None:
        return None
    shown = re.sub(r"[\t\r\n]", "", url.strip()).replace(" ", "%20")
    parts = _split(shown)
    return shown if parts is not None else None


def url_key(url: str | None) -> str | None:
    """The canonical form of a URL, for comparing only: scheme, `www.`, default port, tracking and the like are gone.

    So is what only makes the same page for a phone of it. Law: the key of `https://` + key is the key itself.
    Shape: `host[:port]/path[?query][#fragment]`; None for what `shown_url` refuses. A fragment stays only where it
    names one of several stories in a page (`#post-17`), not where it tracks or scrolls (`#xtor=RSS-1`, `#comments`).
    """
    shown = shown_url(url)
    if shown is None:
        return None
    if plain := _PLAIN.match(shown):
        return f"{_bare_host(plain[1])}{_AMP.sub('', plain[2])}"
    parts = _split(shown)
    if parts is None:
        return None
    return _canonical(parts)


def _canonical(parts: SplitResult) -> str | None:
    """The long way, for any URL that `shown_url` lets pass."""
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _tracks(*pair)]
    path = _SESSION.sub("", parts.path).replace(";", "%3B")  # w3lib writes what follows a bare ";" by other rules
    bare = urlunsplit((parts.scheme, parts.netloc, path, urlencode(kept), parts.fragment))
    try:
        canonical = urlsplit(canonicalize_url(bare, keep_fragments=bool(_NAMING_FRAGMENT.match(parts.fragment))))
        host = _bare_host(canonical.hostname or "").rstrip(".")
        port = canonical.port
    except ValueError:  # also hosts that no encoding can write (UnicodeError)
        return None
    if not _HOST.fullmatch(host):
        return None
    host = f"[{host}]" if ":" in host else host
    where = host if port in {None, *_PORTS.values()} else f"{host}:{port}"
    return urlunsplit(("", "", f"{where}{_AMP.sub('', canonical.path)}", canonical.query, canonical.fragment))


def names_one_page(key: str) -> bool:
    """Whether a key looks like the address of one story, not of a front page, a section or a list.

    Why: a publisher that points every entry to one page has many stories under one URL.
    """
    path, _, query = key.partition("?")
    last = path.rpartition("/")[2] if "/" in path else ""
    words = [word for word in re.split(r"[-_.%+]+", last) if word]
    has_number = bool(re.search(r"[0-9]{4}", last + query))
    has_code = any(len(word) >= _CODE and re.search(r"[0-9]", word) for word in words)
    return len(words) >= _SLUG or has_number or has_code


def _bare_host(host: str) -> str:
    bare = _WWW.sub("", host)
    for_phones = _FOR_PHONES.match(bare)
    return bare[for_phones.end() :] if for_phones else bare


def _tracks(name: str, value: str) -> bool:
    if value.lower() == "amp":  # ?outputType=amp
        return True
    return bool(_TRACKING.match(name)) or (name.lower() in _REFERRING and value.lower() in _REFERRERS)


def _split(url: str) -> SplitResult | None:
    if len(url) > MAX_URL or _REFUSED.search(url):
        return None
    try:
        url.encode()
        parts = urlsplit(url)
        usable = parts.scheme.lower() in _PORTS and re.fullmatch(r"[^\s%]+", parts.hostname or "") is not None
        _ = parts.port  # refuses a port that is none
    except ValueError:
        return None
    return parts if usable else None
