"""A report's title and text -> what it says of an earlier report: a correction, a retraction, or nothing. Pure.

All that is known stands in one table. Troops are withdrawn, markets correct themselves and wheels retract, so a form is
narrow, and tells where it counts. What is doubtful is none: a false retraction takes away what an incident rests on.
To add one: a row here, and its example in the test, which demands one of each row.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from daemon.model import Report

RETRACTION, CORRECTION = "retraction", "correction"

_TITLE, _TEXT, _BOTH = "title", "text", "title text"  #: where a form counts; of a text only the beginning is read
_NOTE = "note"  #: only in a sentence that came with a new version: too common elsewhere
_EVERYWHERE = "title text note"
_OPENING = 200  #: characters of a text
SENTENCE = re.compile(r"(?<=[.!?…؟])\s+|\n+")  #: between two sentences

_ENDED = r"[:\])–—-]"  #: what parts a label from the title it stands before
_OURS = r"(?:story|report|article)"
_RAN = r"(?:story|article|report|headline|piece|item|post|page)"
_IS = r"(?:has (?:now |since )?been|was|is)"
#: What may stand between "took back" and what it takes back: a few words, no preposition ("its licence, on a report").
_ITS = r"(?:\s+(?!(?:на|по|из|о|об|у|в|во|с|со|к|от|для|до|после|из-за|за|при|через)\b)\w+){0,3}?\s+"
_MEDIUM = (  #: others withdraw, and delete, messages every day
    r"(?:агентство|издание|редакция|газета|телеканал|журнал|радиостанция|тасс|риа новости|интерфакс|рейтер|reuters|afp)"
    r"(?: [«\"“][^«»\"“”]{1,40}[»\"”])?"
)
_NEWS_RU = r"(?:сообщени[ея]|новост[ьи]|публикаци[юия])"
_NEWS_AR = r"(?:الخبر|خبر|التقرير|تقرير)(?!\w{2})"
#: What may stand between "retracts" and the report that it retracts: what journals retract, and wheels, is none.
_OWN = (
    r"(?:(?!(?:after|in|on|about|over|that|from|to|as|amid|of|for|and|claims?|threats?|statements?|landing|gear|scientific"
    r"|research|study|covid|vaccine|police|court|witness)\b)[\w’'-]+\s+){0,4}"
)
_SAID = (  #: an earlier version "appeared", too, or was published, which corrects nothing
    r"(?:incorrectly|wrongly|mistakenly|erroneously|inaccurately|misstated|misidentified|misspelled|misspelt|misattributed"
    r"|misquoted|said|stated|reported|gave|identified|named|described|referred|contained|carried|included|suggested|put)"
)
_SAID_RU = r"(?:ошибочно|неверно|неправильно|говорилось|сообщалось|утверждалось|указыва|было указано|содержал|допущена)"
_SAID_UK = r"(?:помилково|неправильно|хибно|йшлося|повідомлялося|стверджувалося|було вказано|містил|зазначал)"


def _folded(text: str) -> str:
    """In small letters, with İ and ı as IGNORECASE takes them."""
    return text.casefold().replace("\u0307", "").replace("ı", "i")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One way in which a desk takes back, or corrects, what it told."""

    kind: str  #: correction | retraction
    language: str
    words: str  #: parted by |: one of them stands in all that has the form; in small letters
    says: str  #: the whole form as an expression, `WORD` standing for these; case is ignored
    where: str = _TITLE
    bare: bool = False  #: a label that troops and thrillers bear, too: it counts before a headline that its source told

    @property
    def leads(self) -> bool:
        """Whether it stands at the head, or is what a text says of itself; else a title may tell more than it."""
        return self.says.startswith("^") or self.where != _TITLE

    @property
    def signs(self) -> tuple[str, ...]:
        """The words as the folded text has them."""
        return tuple(_folded(word) for word in self.words.split("|"))


def _form(kind: str, language: str, words: str, says: str, where: str = _TITLE, *, bare: bool = False) -> Form:
    return Form(kind=kind, language=language, words=words, says=says, where=where, bare=bare)


#: kind, language, words that it stands on, how it is written, where it counts; what stands first is asked first.
FORMS = (
    # the report is taken back: labels
    _form(RETRACTION, "en", "retraction|retracted", r"^\W*WORD\b\W*[:.!)\]–—-]|[(\[]WORD[)\]]"),
    _form(RETRACTION, "en", "withdrawn|story removed|kill story|killed story|kill notice|killed notice",
          rf"^\W*(?:story )?WORD\b\W*{_ENDED}", bare=True),
    _form(RETRACTION, "en", "mandatory kill", r"^\W*WORD\s*[:\])]"),
    _form(RETRACTION, "en", "kill", r"^\W*(?-i:KILL)\s*[:\])]", bare=True),
    _form(RETRACTION, "en", "advisory", r"^\W*WORD\s*[:–—-].{1,150}\b(?:is|has been|was) withdrawn\b"),
    _form(RETRACTION, "ru", "опровержение", r"^\W*WORD\b\W*[:.!–—-]"),
    _form(RETRACTION, "ru", "опроверж", rf"\bWORDени[еяю] (?:\w+ )?(?:{_NEWS_RU}|публикаций)\b"),
    _form(RETRACTION, "ru", "аннулировано", r"^\W*WORD\b\W*[:.!–—-]"),
    _form(RETRACTION, "uk", "спростування", r"^\W*WORD\b\W*[:.!–—-]"),
    _form(RETRACTION, "ar", "إلغاء|حذف", r"^\W*WORD (?:الخبر|خبر)(?!\w)"),
    # … and sentences
    _form(RETRACTION, "en", "retract",
          rf"(?<!failed to )\bWORD(?:s|ed|ing|ion of)? {_OWN}(?:{_OURS}\b(?! says?\b)|reports (?:of|that|about|on)\b)"),
    _form(RETRACTION, "en", "retracted", rf"^\W*{_OURS} (?:on|about|saying|headlined) .{{1,150}}\bWORD\W*$"),
    _form(RETRACTION, "en", "withdrawn", r"^\W*(?:story|article) (?:on|about|saying|headlined) .{1,150}\bWORD\W*$"),
    _form(RETRACTION, "en", "withdrawn",
          r"^\W*report (?:on|about|saying|headlined) .{1,150}\b(?:has been|was|is) WORD\W*$"),
    _form(RETRACTION, "en", "withdrawn",
          rf"\b{_OURS} (?:is |was |has been )?WORD\b"),
    _form(RETRACTION, "en", "withdraw", rf"\bWORDs? (?:its |the |a |earlier )*{_OURS}\b"
          r"(?! (?:to|for)\b)"),
    _form(RETRACTION, "en", "disregard", r"^\W*(?:please )?WORD (?:the |our |this |that )?"
          r"(?:previous|earlier|last|prior|above) (?:alert|story|report|flash|headline|message|version)\b"),
    _form(RETRACTION, "en", "apologise|apologize", r"\bWORDs? (?:to \w+ )?for (?:its |a |an |the )?"
          rf"(?:false|erroneous|incorrect|inaccurate|mistaken|wrong|fake) {_OURS}\b"),
    _form(RETRACTION, "en", "false|wrong|erroneous|untrue|mistake", r"\bwas (?:a )?WORD,? (?:the )?(?:news )?"
          r"(?:agency|wire|paper|newspaper|broadcaster|outlet) (?:says|said|admits|admitted)\b"),
    _form(RETRACTION, "ru", "отзва|отозва", rf"\bWORD(?:л|ла|ло|ли|но|на|н){_ITS}{_NEWS_RU}\b"),
    _form(RETRACTION, "ru", "отзывает|снимает|снял|удалил",
          rf"\b{_MEDIUM} WORD[ао]? (?:новость|сообщени[ея]|публикацию)\b"),
    _form(RETRACTION, "ru", "отозван|аннулирован", r"\b(?:новость|публикация)\b[^,:;.!?]{0,80}\bWORDа\b"
          r"|\bсообщение\b[^,:;.!?]{0,80}\bWORDо\b"),
    _form(RETRACTION, "ru", "аннулир", rf"\bWORD\w+{_ITS}(?:{_NEWS_RU}|информаци[юия])\b"),
    _form(RETRACTION, "ru", "извинил|извиняется|извиняются|извинения", r"\bWORD(?:ся|ась|ось|ись)? за "
          rf"(?:ложн|ошибочн|недостоверн|неверн|фейков)\w+ (?:{_NEWS_RU}|информацию)\b"),
    _form(RETRACTION, "uk", "вибачи|вибачається|перепроси",
          r"\bWORD(?:вся|лася|лося|лися|лась|лось|лись|в|ла|ло|ли)? за "
          r"(?:неправдив|хибн|помилков|недостовірн|фейков)\w+ (?:повідомлення|новину|новини|інформацію|публікацію)\b"),
    _form(RETRACTION, "uk", "відклика", r"\bWORD(?:в|ла|ло|ли) (?:своє |свою |помилкове )?"
          r"(?:повідомлення про|новину|публікацію)(?!\w)"),
    _form(RETRACTION, "ar", "سحب", rf"WORD {_NEWS_AR}"),
    _form(RETRACTION, "ar", "تراجع", rf"WORD\w* عن (?:نشر )?{_NEWS_AR}"),
    _form(RETRACTION, "ar", "عتذر|اعتذار", r"WORD\w* عن (?:نشر )?(?:ال)?(?:خبر|تقرير)(?!\w{2})"),
    # … as a text says of itself; other reports, and troops, are withdrawn there every day
    _form(RETRACTION, "en", "withdrawn|retracted", rf"\bthis {_OURS} {_IS} WORD\b", "text note"),
    _form(RETRACTION, "en", "withdrawn|retracted", rf"\b{_OURS} headlined\b.{{0,160}}\b{_IS} WORD\b", "text note"),
    _form(RETRACTION, "en", "substitute story|replacement story", r"\bno WORD\b", "text note"),
    # the report is corrected: labels
    _form(CORRECTION, "en", "correction|corrected|clarification|refile|editor's note|editor’s note|editors note",
          r"^\W*WORDs?\b\s*(?:\d+)?\s*[:\])–—/-]", _EVERYWHERE),
    _form(CORRECTION, "en", "correction|corrected", r"\b(?-i:CORRECTION|CORRECTED)\b", _BOTH),
    _form(CORRECTION, "", "corrected|исправлено|уточнено|تصحيح|تصويب", r"[(\[]WORD[)\]]", _BOTH),
    _form(CORRECTION, "en", "corrects|corrected", r"\(WORD\b", _BOTH),
    _form(CORRECTION, "en", "refile", r"^\W*WORDs? to (?:fix|correct|amend)\b", _BOTH),
    _form(CORRECTION, "en", "correction", rf"^\W*WORDs? to (?:\w+ ){{0,6}}{_OURS}\b", _EVERYWHERE),
    _form(CORRECTION, "ru", "поправка|исправление|уточнение|исправлено|уточнено",
          r"^\W*WORD\b\s*[:.–—-]", _EVERYWHERE),
    _form(CORRECTION, "uk", "виправлено|виправлення|уточнення", r"^\W*WORD\b\s*[:.–—-]", _EVERYWHERE),
    _form(CORRECTION, "ru", "поправка|исправление|уточнение",
          r"^\W*WORD к (?:новост|сообщени|заметк|публикаци|материал)", _EVERYWHERE),
    _form(CORRECTION, "ar", "تنويه", r"^\W*WORD\s*[:–—-].{0,120}(?:غير صحيح|خطأ|غير دقيق)", _EVERYWHERE),
    _form(CORRECTION, "ar", "تصحيح|تصويب|توضيح", r"^\W*WORD\s*(?:\d+\s*)?[:–—-]", _EVERYWHERE),
    # … and sentences
    _form(CORRECTION, "en", "corrects", r"\bWORD (?:headline|paragraph|the|to|toll|number|name)\b", _BOTH),
    _form(CORRECTION, "en", "correct|misstated|wrong",
          rf"\b(?:this|an earlier version of this) (?:{_OURS}|headline)\b.{{0,40}}\bWORD", _EVERYWHERE),
    _form(CORRECTION, "en", "corrected", rf"\b(?:{_OURS}|headline) (?:has been|was|is) WORD\b", _BOTH),
    _form(CORRECTION, "ru", "ошиб|невер|неправильн",
          r"\b(?:предыдущей|прежней|первоначальной) версии\b.{0,60}\bWORD", _EVERYWHERE),
    _form(CORRECTION, "ru", "ранее ошибочно сообщал", r"\bWORD", _EVERYWHERE),
    _form(CORRECTION, "ru", "внесен|внесён", r"^\W*WORD[аоы] (?:уточнени|исправлени|поправк)\w+ в "
          r"(?:текст|заметк|новост|материал)", _EVERYWHERE),
    # … and notes, wherever they stand
    _form(CORRECTION, "en", "amended|corrected", rf"\bthis {_RAN} (?:has been|was) WORD\b", _NOTE),
    _form(CORRECTION, "en", "updated to correct|updated to fix|changed to correct",
          rf"\bthis {_RAN} (?:has been|was) WORD\b", _NOTE),
    _form(CORRECTION, "en", "earlier version|previous version|original version",
          rf"\bWORDs? of this {_RAN}\b.{{0,40}}\b{_SAID}\b", _NOTE),
    _form(CORRECTION, "ru", "версии", r"\b(?:предыдущей|прежней|первоначальной|более ранней) WORD "
          rf"(?:этой |этого |данной |данного )?(?:стат|заметк|новост|материал|текст|публикаци|сообщени)\w+"
          rf".{{0,40}}\b{_SAID_RU}", _NOTE),
    _form(CORRECTION, "uk", "версії", r"\b(?:попередній|первинній|початковій|ранній) WORD (?:цієї |цього )?"
          rf"(?:стат|новин|матеріал|текст|публікаці|повідомленн)\w+.{{0,40}}\b{_SAID_UK}", _NOTE),
    _form(CORRECTION, "ar", "نسخة سابقة", r"WORD من (?:هذا|هذه) (?:ال)?(?:خبر|تقرير|مقال|مادة|قصة)", _NOTE),
)  # fmt: skip


@cache
def expression(form: Form) -> re.Pattern[str]:
    """The form with its words in it."""
    words = "|".join(re.escape(word) for word in form.words.split("|"))
    return re.compile(form.says.replace("WORD", f"(?:{words})"), re.IGNORECASE)


class _Forms:
    """The forms of one place, with all that they may stand on: few texts have any of it, which is quickly seen."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._forms = [(form, form.signs, expression(form)) for form in forms]
        self._signs = tuple(dict.fromkeys(sign for _, signs, _ in self._forms for sign in signs))

    def may_be_in(self, text: str) -> bool:
        """Whether the text has any of the words that they stand on."""
        folded = _folded(text)
        return any(sign in folded for sign in self._signs)

    def find(self, text: str) -> Form | None:
        """The first form that the text has."""
        folded = _folded(text)
        if not any(sign in folded for sign in self._signs):
            return None
        for form, signs, says in self._forms:
            if any(sign in folded for sign in signs) and says.search(text):
                return form
        return None


_IN_TITLE, _IN_TEXT, _IN_NOTE = (
    _Forms(form for form in FORMS if where in form.where.split()) for where in (_TITLE, _TEXT, _NOTE)
)
_OF_FORMER = _Forms(form for form in FORMS if form.where == _NOTE)


def amendment_of(report: Report) -> str | None:
    """What a report says of an earlier one: `retraction` or `correction`; None: nothing."""
    return amendment_in(report.title, report.text)


def amendment_in(title: str, text: str) -> str | None:
    """The same by what a report's title says, and the beginning of its text."""
    form = form_in(title, text)
    return form.kind if form else None


def form_in(title: str, text: str) -> Form | None:
    """In which words a title, or the beginning of a text, amends what was told."""
    return _IN_TITLE.find(title) or _IN_TEXT.find(text[:_OPENING])


def note_in(sentence: str) -> str | None:
    """What a sentence that came with a new version says of the former one."""
    form = _IN_NOTE.find(sentence)
    return form.kind if form else None


def without_notes(text: str) -> str:
    """The text without the sentences that tell what a former version said: that is what is not so."""
    if not _OF_FORMER.may_be_in(text):
        return text
    return " ".join(one for one in SENTENCE.split(text) if not _OF_FORMER.find(one))
