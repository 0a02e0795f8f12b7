"""What a new version of a report changed, and whether it takes something back. Pure."""

import re
from functools import lru_cache

from daemon.incidents.wording import plain_words
from daemon.model import Fact, Incident, Report

_LINES = 2  #: sentences shown that came, and that went
_LINE = 160  #: characters of each

#: What may stand between "took back" and what it takes back: a few words, no preposition ("its licence, on a report").
_ITS = r"(?:\s+(?!(?:на|по|из|о|об|у|в|во|с|со|к|от|для|до|после|из-за|за|при|через)\b)\w+){0,3}?\s+"
_MEDIUM = (  #: others withdraw, and delete, messages every day
    r"(?:агентство|издание|редакция|газета|телеканал|журнал|радиостанция|тасс|риа новости|интерфакс|рейтер|reuters|afp)"
    r"(?: [«\"“][^«»\"“”]{1,40}[»\"”])?"
)
#: What others retract, and what retracts: journals their papers, witnesses what they have told.
_NOT_ITS = (
    r"(?:landing|gear|wheels|resignation)"
    r"|(?:(?:his|her|their)\s+)?statements? .{0,60}\b(?:trial|court|case|judge|police)\b"
    r"|(?:(?:his|her|their|its|the|a|an|all|controversial|fraudulent|key|covid|vaccine)\s+)*(?:paper|papers|study|studies"
    r"|research|testimony|testimonies|confession|confessions|plea|guilty plea|bid|offer|ban|invitation|apology)\b"
)
_TAKES_BACK = re.compile(
    rf"(?<!failed to )\bretract(?:s|ed|ion|ing)?\b(?! (?:{_NOT_ITS}))"
    r"|^\W*(?:withdrawn|story (?:withdrawn|removed)|kill(?:ed)? (?:story|notice))\b\W*[:\])–—-]"
    r"|^\W*(?:mandatory kill|(?-i:KILL))\s*[:\])]"
    r"|^\W*(?:story|article) (?:on|about|saying|headlined) .{1,150}\bwithdrawn\W*$"
    r"|^\W*report (?:on|about|saying|headlined) .{1,150}\b(?:has been|was|is) withdrawn\W*$"
    r"|\b(?:story|report|article|claim|statement) (?:is |was |has been )?withdrawn\b"
    r"|\bwithdraws? (?:its |the |a |earlier )*(?:story|report|article|claim|statement)\b(?! (?:to|for)\b)"
    r"|^\W*advisory\s*[:–—-].{1,150}\b(?:is|has been|was) withdrawn\b"
    r"|^\W*(?:please )?disregard (?:the |our |this |that )?(?:previous|earlier|last|prior|above) "
    r"(?:alert|story|report|flash|headline|message|version)\b"
    rf"|\bопровержени[еяю]\b|\bот(?:о)?зва(?:л|ла|ло|ли|но|на|н){_ITS}(?:сообщени[ея]|новост[ьи]|публикаци[юия])\b"
    r"|\bот(?:о)?зва(?:л|ла|ло|ли|но)(?:\s+(?:сво[её]|ранее|прежнее|ошибочное|официальное)){0,2}\s+заявление\b"
    r"(?!\s+(?:об?|в|из|на|по)\b)"
    rf"|\b{_MEDIUM} (?:отзывает|снимает|снял[ао]?|удалил[ао]?) (?:новость|сообщени[ея]|публикацию)\b"
    r"|\b(?:новость|публикация)\b[^,:;.!?]{0,80}\b(?:отозвана|аннулирована)\b"
    r"|\bсообщение\b[^,:;.!?]{0,80}\b(?:отозвано|аннулировано)\b"
    rf"|^\W*аннулировано\b\W*[:.!–—-]|\bаннулир\w+{_ITS}(?:сообщени[ея]|новост[ьи]|информаци[юия]|публикаци[юия])\b"
    r"|سحب (?:الخبر|خبر|التقرير|تقرير)(?!\w{2})|تراجع\w* عن (?:الخبر|خبر|التقرير|تقرير|نشر)(?!\w{2})"
    r"|^\W*(?:إلغاء|حذف) (?:الخبر|خبر)(?!\w)",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"^\W*(?:corrections?|corrected|clarification|refile|editor['’]?s note)\b\s*(?:\d+)?\s*[:\])–—/-]"
    r"|\b(?-i:CORRECTION|CORRECTED)\b|[(\[](?:corrected|исправлено|уточнено|تصحيح|تصويب)[)\]]"
    r"|\((?:corrects|corrected)\b|\bcorrects (?:headline|paragraph|the|to|toll|number|name)\b"
    r"|\b(?:this|an earlier version of this) (?:story|article|report|headline)\b.{0,40}\b(?:correct|misstated|wrong)"
    r"|\b(?:story|report|article|headline) (?:has been|was|is) corrected\b|^\W*refiles? to (?:fix|correct|amend)\b"
    r"|\b(?:предыдущей|прежней|первоначальной) версии\b.{0,60}\b(?:ошиб|невер|неправильн)"
    r"|\bранее ошибочно сообщал"
    r"|^\W*внес[её]н[аоы] (?:уточнени|исправлени|поправк)\w+ в (?:текст|заметк|новост|материал)"
    r"|^\W*(?:поправка|исправление|уточнение|исправлено|уточнено|виправлено|виправлення|уточнення)\b\s*[:.–—-]"
    r"|^\W*(?:поправка|исправление|уточнение) к (?:новост|сообщени|заметк|публикаци|материал)"
    r"|^\W*تنويه\s*[:–—-].{0,120}(?:غير صحيح|خطأ|غير دقيق)"
    r"|^\W*(?:تصحيح|تصويب|توضيح)\s*(?:\d+\s*)?[:–—-]",
    re.IGNORECASE,
)
#: What a text says of itself, at its beginning; other reports, and troops, are withdrawn there every day.
_IS_TAKEN_BACK = re.compile(
    r"\bthis (?:story|report|article) (?:has (?:now |since )?been|was|is) (?:withdrawn|retracted)\b"
    r"|\b(?:story|report|article) headlined\b.{0,160}\b(?:has been|was|is) (?:withdrawn|retracted)\b"
    r"|\bno (?:substitute|replacement) story\b",
    re.IGNORECASE,
)
_OPENING = 200  #: characters
_SIGNS_IN_TEXT = re.findall(
    r"\w+",
    "correct misstated withdrawn retracted исправл ошибочно невер неправильн поправ уточн виправл تصحيح تصويب",
)
#: A title that holds none of these amends nothing: nearly all, and to look for them takes a fiftieth of the time.
_SIGNS = re.findall(
    r"\w+",
    "retract withdr disregard removed kill correct clarif refile editor misstated wrong опроверж зва аннулир поправ "
    "исправ уточн внесен внесён невер неправильн виправл отзыва снимает снял удалил отозван "
    "سحب إلغاء حذف تراجع تصحيح تصويب توضيح تنويه",
)
_LIVE_TITLE = re.compile(
    r"^\W*(?:live(?:blog)?\b(?:\s*(?:updates?|news|blog))?\s*[:|–—-]|.{0,80}\blive updates?\b|онлайн\b\s*[:|–—-]"
    r"|(?:بث )?مباشر\s*[:|–—-])"
    r"|\s[–—-]\s.{0,40}\blive\W*$|\blive updates?\W*$|^.{0,60}\blive\s*[:|]|\bas it happened\W*$",
    re.IGNORECASE,
)
_MAY_BE_LIVE = re.compile(r"l(?:i\u0307?|ı)ve|happened|онлайн|مباشر")  #: quick, in lower case; what holds none is not
_LIVE_ADDRESS = re.compile(r"/(?:live|liveblog|live-?updates?|live-?news|live-?blog|online)(?:/|\b-)", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?…؟])\s+")


def amendment_of(report: Report) -> str | None:
    """What a report says of an earlier one: `retraction` or `correction`; None: nothing."""
    return amendment_in(report.title, report.text)


def amendment_in(title: str, text: str) -> str | None:
    """The same by what a report's title and text say.

    Why so few words: troops are withdrawn, markets correct themselves, and a wheel retracts.
    """
    folded = _folded(title)
    if any(sign in folded for sign in _SIGNS):
        if _TAKES_BACK.search(title):
            return "retraction"
        if _CORRECTS.search(title):
            return "correction"
    opening = text[:_OPENING]
    begins = _folded(opening)
    if not any(sign in begins for sign in _SIGNS_IN_TEXT):
        return None
    return "retraction" if _IS_TAKEN_BACK.search(opening) else "correction" if _CORRECTS.search(opening) else None


def _folded(text: str) -> str:
    """In small letters, with İ and ı as IGNORECASE takes them."""
    return text.casefold().replace("\u0307", "").replace("ı", "i")


def is_live_page(report: Report) -> bool:
    """Whether a report is a page that is written on and on, so that its headline turns over."""
    return _is_live(report.title, report.url or "")


@lru_cache(maxsize=4_096)
def _is_live(title: str, url: str) -> bool:
    lower = title.lower()
    # Most titles are ASCII: two searches for what the expression looks for there are quicker than it.
    may_be = "live" in lower or "happened" in lower if lower.isascii() else bool(_MAY_BE_LIVE.search(lower))
    return bool((may_be and _LIVE_TITLE.search(title)) or _LIVE_ADDRESS.search(url))


def changed_facts(old: Report, new: Report) -> tuple[str, ...]:
    """The facts that both versions tell, otherwise: `dead: 2 → 3`."""
    was, now = _by_subject(old.facts), _by_subject(new.facts)
    return tuple(f"{about}: {was[about]} → {now[about]}" for about in was if now.get(about, was[about]) != was[about])


def changes_of(old: Report, new: Report) -> tuple[str, ...]:
    """What a new version tells otherwise, in lines: facts first, then sentences that went and that came.

    Law: form, such as case and punctuation, is no change. Shape: empty for the same words.
    """
    before, after = _sentences(old.text), _sentences(new.text)
    gone = [text for words, text in before.items() if words not in after]
    came = [text for words, text in after.items() if words not in before]
    lines = [f"− {text[:_LINE]}" for text in gone[:_LINES]] + [f"+ {text[:_LINE]}" for text in came[:_LINES]]
    return (*changed_facts(old, new), *lines)


def _by_subject(facts: tuple[Fact, ...]) -> dict[str, str]:
    return {fact.about: fact.value for fact in reversed(facts)}


def _sentences(text: str) -> dict[tuple[str, ...], str]:
    return {words: one for one in _SENTENCE.split(text) if (words := plain_words(one))}


def names_what(report: Report, incident: Incident) -> bool:
    """Whether a report names something that the incident is about: "retracts report" is in every retraction."""
    return any(report.entities & told.entities for told in incident.reports)
