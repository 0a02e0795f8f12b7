"""Frequent words that look like forms of a rule's word and are others."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from daemon.language.arabic import without_article
from daemon.language.arabic_plurals import NOUNS, broken_plurals, other_forms
from daemon.language.fold import fold
from daemon.language.inflect import text_keys, word_keys

ENTITIES = Path(__file__).parents[3] / "rules" / "entities"
#: Language and a rule's word -> its forms, and words that are none.
WORDS = {
    # Arabic: names of places, feminine nouns, and the article, which no accusative has
    ("ar", "درع"): ("دروع الدرع درعين", "درعا بدرعا"),
    ("ar", "قصر"): ("قصور القصر قصرا", "القصرين"),
    ("ar", "مدينة"): ("مدن المدن مدنهم", "مدنين"),
    ("ar", "مصدر"): ("مصادر مصدره المصادر", "مصادرة ومصادرة"),
    ("ar", "سيل"): ("سيول السيول", "السيولة"),
    ("ar", "تاجر"): ("تجار التجار", "تجارة التجارة"),
    ("ar", "عامل"): ("عمال العمال عمالها", "العمالة"),
    ("ar", "حارس"): ("حراس الحراس", "الحراسة"),
    ("ar", "محكمة"): ("محاكم المحاكم محاكمها", "محاكمة والمحاكمة"),
    ("ar", "طرق"): ("طريق الطرق طريقها", "طريقة بطريقة"),
    ("ar", "أنفاق"): ("نفق الأنفاق نفقها", "نفقة"),
    ("ar", "مريض"): ("مرضى المرضى", "مرضية"),
    ("ar", "خط"): ("خطوط الخطوط الخط بالخط للخط", "خطأ الخطأ الخطة"),
    ("ar", "باب"): ("أبواب الباب بابين", "البابا بابا"),
    ("ar", "الباب"): ("بالباب والباب", "البابا بابا"),
    ("ar", "عدن"): ("بعدن وعدن", "عدنا وعدنا"),
    ("ar", "حلب"): ("بحلب وحلب", "حلبا"),
    ("ar", "رفح"): ("برفح ورفح", "رفحا"),
    ("ar", "صيد"): ("الصيد صيده", "صيدا بصيدا"),
    ("ar", "بيت"): ("بيوت البيت بيته", "بيتا"),
    ("ar", "تركي"): ("التركي تركية الأتراك أتراك", "تركيا بتركيا وتركيا"),
    ("ar", "روسي"): ("الروسي روسية الروس روس للروس", "روسيا وروسيا"),
    ("ar", "سوري"): ("السوري سوريين", "سوريا لسوريا"),
    ("ar", "ليبي"): ("الليبي ليبيين", "ليبيا"),
    ("ar", "أوكراني"): ("الأوكراني أوكرانية", "أوكرانيا"),
    ("ar", "شخص"): ("شخصا وشخصا الشخص", "شاخص"),
    ("ar", "عام"): ("عاما العام", "عامل"),
    ("ar", "جندي"): ("جنود جنديا جنوده", "جدي"),
    ("ar", "شيء"): ("الشيء بشيء", "شيخ"),
    ("ar", "هدف"): ("أهداف أهدافه هدفا", "هدافة"),
    # Arabic: a verb's present, and names and nouns that are written as it
    ("ar", "دمر"): ("يدمر تدمير", "تدمر وتدمر"),
    ("ar", "أصيب"): ("أصيبوا يصاب", "النصاب نصاب"),
    ("ar", "أصاب"): ("يصيب إصابة", "نصيب النصيب"),
    ("ar", "عثر"): ("عثرت يعثر", "تعثر"),
    ("ar", "فر"): ("يفر يفرون", "نفر"),
    ("ar", "وصل"): ("يصل تصل", "نصل"),
    ("ar", "أفرج"): ("يفرج إفراج", "تفرج"),
    # English
    ("en", "CAS"): ("CAS", "cases case"),
    ("en", "NOS"): ("NOS", "noses nose"),
    ("en", "POS"): ("POS", "poses pose"),
    ("en", "dos"): ("dos", "doses dose"),
    ("en", "ROS"): ("ROS", "roses rose"),
    ("en", "rus"): ("rus", "ruses"),
    ("en", "bus"): ("buses", "busy"),
    ("en", "virus"): ("viruses", "virulent"),
    ("en", "lens"): ("lenses", "lenient"),
    ("en", "campus"): ("campuses", "camps"),
    ("en", "bill"): ("bills billed billing", "Billings"),
    ("en", "build"): ("built builds building", "buildings"),
    ("en", "rail"): ("rails", "railings"),
    ("en", "stock"): ("stocks", "stockings"),
    ("en", "haste"): ("haste", "Hastings"),
    ("en", "bomb"): ("bombings bombing bombed", "bomber"),
    ("en", "shoot"): ("shootings shot", "shoots-out"),
    ("en", "metre"): ("metres meter meters", "metro"),
    ("en", "meter"): ("metre metres", "mete"),
    ("en", "litre"): ("liters litres", "literal"),
    ("en", "analyse"): ("analyze analyzed analysed analyzing", "analyst"),
    ("en", "paralyzed"): ("paralysed paralysing", "paralysis"),
    # Russian: nouns that end as infinitives do
    ("ru", "мать"): ("матери матерью", "мат мет мит"),
    ("ru", "печать"): ("печати печатью", "печет печёт"),
    ("ru", "пять"): ("пяти пятью", "пит пут пет"),
    ("ru", "сеть"): ("сети сетью сетях", "село сели села"),
    ("ru", "плеть"): ("плети", "плел плели"),
    ("ru", "память"): ("памяти памятью", "памятник"),
    ("ru", "рать"): ("рати", "рет рут"),
    ("ru", "зять"): ("зять", "зят зет"),
    ("ru", "упасть"): ("упал упали упадет", "упор"),
    ("ru", "захватить"): ("захватит захватят захватили", "захват"),
    # Persian: words of two letters
    ("fa", "زدن"): ("زد می‌زنند", "نزد"),
    ("fa", "پا"): ("پاها", "پایان"),
    ("fa", "جو"): ("جوها", "جوان"),
    ("fa", "آب"): ("آبهای", "آبان آبی"),
    ("fa", "ده"): ("دهها", "دهان"),
    ("fa", "در"): ("درها", "دری"),
    ("fa", "آرام"): ("آرام", "آرامش"),
    ("fa", "زن"): ("زنان زنی زنها", "زندان"),
    ("fa", "دانشجو"): ("دانشجویان دانشجوها", "دانش"),
    # Hebrew: a ת makes a woman of who does something; of other nouns, another word
    ("he", "לזהות"): ("לזהות", "זהו וזהו"),
    ("he", "לבנון"): ("לבנון", "בננו ובננו בננה"),
    ("he", "לגיון"): ("לגיון", "גינה"),
    ("he", "לידות"): ("לידות", "ידו"),
    ("he", "לבנות"): ("לבנות", "בנו"),
    ("he", "לילות"): ("לילות", "ילו"),
    ("he", "להבות"): ("להבות", "הבה"),
    ("he", "לתווך"): ("לתווך", "תוך"),
    ("he", "לאחור"): ("לאחור", "אחר אחרה"),
    ("he", "לתקוף"): ("תקף תקפו", "תקופה"),
    ("he", "משטר"): ("המשטר משטרים", "משטרת"),
    ("he", "ממשל"): ("הממשל", "ממשלת"),
    ("he", "מחלק"): ("מחלקים", "מחלקת"),
    ("he", "קרב"): ("קרבות הקרב", "קרבת"),
    ("he", "פרסום"): ("הפרסום פרסומים", "פרסומת"),
    ("he", "יכול"): ("יכולים", "יכולת"),
    ("he", "סוף"): ("הסוף", "סופת"),
    ("he", "לוחם"): ("לוחמת לוחמים", "מלחמה"),
    ("he", "שוטר"): ("שוטרת שוטרים", "משטרה"),
    ("he", "חייל"): ("חיילת חיילים", "חיל"),
    # German: ue and oe that are no umlauts
    ("de", "Pot"): ("Pots", "Poet Poeten"),
    ("de", "dull"): ("dull", "Duell Duelle"),
    ("de", "Flüchtling"): ("Fluechtling Flüchtlinge Fluechtlinge", "Flucht"),
    ("de", "Hölle"): ("Hoelle", "Hall"),
    ("de", "Müll"): ("Muell", "Mulde"),
    ("de", "gefangen"): ("gefangener Gefangene gefangenen", "Finger"),
    # German: nouns that a strong verb's past is
    ("de", "verbinden"): ("verbindet verbunden", "Verband Verbänden"),
    ("de", "binden"): ("bindet gebunden", "Band Banden"),
    ("de", "widerstehen"): ("widersteht widerstanden", "Widerstand"),
    ("de", "aufstehen"): ("aufgestanden aufstehend", "Aufstand"),
    ("de", "zustehen"): ("zugestanden", "Zustand"),
    ("de", "bestehen"): ("besteht bestanden", "Bestand"),
    ("de", "verstehen"): ("versteht verstanden", "Verstand"),
    ("de", "vorstehen"): ("vorgestanden", "Vorstand"),
    ("de", "durchschneiden"): ("durchschneidet durchschnitten", "Durchschnitt"),
    ("de", "unterliegen"): ("unterliegt unterlag", "Unterlagen"),
    ("de", "anliegen"): ("anliegt anlag", "Anlagen"),
    ("de", "vorliegen"): ("vorliegt vorlag", "Vorlagen"),
    ("de", "ansprechen"): ("angesprochen ansprach", "Ansprachen"),
    ("de", "absprechen"): ("abgesprochen", "Absprachen"),
    ("de", "geraten"): ("geriet gerieten", "Gerät"),
    ("de", "raten"): ("riet rieten", "Rat"),
    ("de", "schließen"): ("schließt geschlossen", "Schloss"),
    ("de", "anhalten"): ("angehalten anhielt", "Anhalt"),
    ("de", "messen"): ("misst gemessen", "Maß Massen"),
    ("de", "ringen"): ("ringt gerungen", "Rang"),
    ("de", "vergehen"): ("vergeht verging", "vergangene vergangenen"),
    ("de", "bekennen"): ("bekennt bekannte", "bekannt bekannter"),
    # French: nouns that end as infinitives do, and nouns that a verb's form is
    ("fr", "avenir"): ("avenirs", "avenue avenues"),
    ("fr", "venir"): ("venue vient", "avenue"),
    ("fr", "pouvoir"): ("pouvoirs", "pourrait peuvent"),
    ("fr", "devoir"): ("doit devra", "devrait devraient"),
    ("fr", "nuire"): ("nuisent nuisait", "nuit"),
    ("fr", "bruire"): ("bruire", "bruit"),
    ("fr", "entreprendre"): ("entreprend entrepris", "entreprise entreprises"),
    ("fr", "foyer"): ("foyers", "foie foies"),
    ("fr", "meter"): ("meter", "mettent"),
    ("fr", "payer"): ("paie paient", "pays"),
    ("fr", "policier"): ("policière", "police"),
    ("fr", "miser"): ("misé", "misère"),
    ("fr", "player"): ("player", "plaie plaies"),
    ("fr", "sever"): ("sever", "sévère"),
    # Spanish
    ("es", "poder"): ("puede podrá", "podría podrían"),
    ("es", "revolver"): ("revolver", "revuelta revueltas"),
    ("es", "volver"): ("vuelto vuelven", "revuelta"),
    ("es", "imponer"): ("impone impuso", "impuesto impuestos"),
    ("es", "presuponer"): ("presupone", "presupuesto"),
    # Ukrainian: plurals that end as infinitives do; masculine nouns in к, whose locative is no feminine's
    ("uk", "діти"): ("діти", "діє діють"),
    ("uk", "мати"): ("матері матір", "має мають"),
    ("uk", "сіти"): ("сіти", "сіє сіють"),
    ("uk", "хати"): ("хати", "хає"),
    ("uk", "палати"): ("палати палат", "палає палають палали"),
    ("uk", "дати"): ("дасть дадуть", "дає дають"),
    ("uk", "кати"): ("кати", "кає"),
    ("uk", "лати"): ("лати", "лає лають"),
    ("uk", "солдати"): ("солдатів", "солдає"),
    ("uk", "гранати"): ("гранат", "гранає"),
    ("uk", "тікати"): ("тікає тікають", "тік"),
    ("uk", "танк"): ("танки танку", "танці"),
    ("uk", "рік"): ("року роки", "ріці"),
    ("uk", "політик"): ("політики", "політиці"),
    ("uk", "технік"): ("техніки", "техніці"),
    ("uk", "митник"): ("митники", "митниці"),
    ("uk", "банк"): ("банки банку", "банці"),
    ("uk", "полк"): ("полки полку", "полці"),
    ("uk", "критик"): ("критики", "критиці"),
    ("uk", "столик"): ("столики", "столиці"),
    ("uk", "рух"): ("руху рухи", "Русі"),
    ("uk", "дух"): ("духу духи", "дусі"),
    ("uk", "берег"): ("берега березі", "береза"),
    ("uk", "міст"): ("мосту мости мостом міст", "місті місту місто містом"),
    ("uk", "місто"): ("місті міста містом містами", "мосту місце"),
    ("he", "טיל"): ("טילים הטיל טילו בטילו הטילים", "הטילו והטילו שהטילו"),
    ("he", "מטרו"): ("המטרו במטרו", "מטר"),
    # Arabic: peoples, constructs of plurals, two spellings
    ("ar", "مسلح"): ("مسلحي ومسلحو مسلحين", "مسلسل"),
    ("ar", "أمريكي"): ("الأميركية أميركيين", "أمريكا أميركا"),
    ("ar", "مسؤول"): ("مسئول المسئولين مسؤولي", "سؤال"),
    ("ar", "امرأة"): ("للمرأة نساء", "مرآة"),
    # Persian: comparison, and nouns that only look like it
    ("fa", "بزرگ"): ("بزرگتر بزرگ‌ترین", "برگ"),
    ("fa", "فیل"): ("فیل‌ها", "فیلتر"),
    ("fa", "گرما"): ("گرمای", "گرمایش"),
    ("fa", "بمب"): ("بمب‌ها بمبی", "بمبئی"),
    ("fa", "خریدن"): ("می‌خرد خریدند بخرد", "خردمند"),
    ("fa", "نیروی"): ("نیروهای نیرو", "نیرنگ"),
    # Hebrew: a past form has its present and future; nouns of its shape have none
    ("he", "התפטר"): ("יתפטר מתפטר והתפטרו", "התפתחות"),
    ("he", "הודיע"): ("מודיע יודיעו", "מודיעין"),
    ("he", "נעצר"): ("ייעצר נעצרו נעצרת", "יעצור"),
    ("he", "קרס"): ("יקרוס קרסו", "קורס"),
    ("he", "ביצע"): ("יבצע ביצעו", "מבצע"),
    ("he", "סיפר"): ("יספר", "מספר"),
    ("he", "נשיא"): ("נשיאים הנשיאה", "יישיא"),
    ("he", "הורים"): ("ההורים", "מורים"),
    ("he", "רשת"): ("רשתות ברשת", "רשות"),
    ("he", "רשות"): ("רשויות הרשות", "רשת"),
    ("he", "עובד"): ("עובדים עובדת", "עובדה"),
    ("he", "דברים"): ("הדברים", "לדבריו"),
    ("he", "תוכן"): ("התוכן", "תוכנית"),
    ("he", "ירייה"): ("יריות ירייה", "יריד"),
    # Hebrew: verbs of פיעל, התפעל and נפעל, and words that their forms are spelled like
    ("he", "לחסל"): ("חיסל חיסלה חיסלנו מחסלים יחסלו נחסל חוסלה חסלו כשחיסל", "חסילון"),
    ("he", "חיסלו"): ("לחסל מחסל יחסל", "חסילון"),
    ("he", "לשגר"): ("שיגר משגרת שוגרו", "שגריר שגרה בשגרה השגרירות"),
    ("he", "יירטה"): ("ליירט יורט מיירטים ייירט", "ירטב"),
    ("he", "לפוצץ"): ("פוצצו מפוצץ תפוצץ", "פצצה הפצצות"),
    ("he", "לאיים"): ("איימה מאיים יאיים", "האיים"),
    ("he", "פירסמה"): ("לפרסם פרסמו פורסם", "פרס מפורסם"),
    ("he", "להתפוצץ"): ("התפוצצה מתפוצצים יתפוצץ כשהתפוצץ", "פצצה"),
    ("he", "להסתער"): ("הסתערו מסתער", "סערה"),
    ("he", "להצית"): ("הציתו הצית מצית הצתנו", "הציג"),
    ("he", "ליפול"): ("נפל נפלו ייפול", "נפלא"),
    ("he", "למות"): ("מת מתו ימותו", "מתי מתוך כמות"),
    ("he", "לפנות"): ("פינו פינתה מפונים", "פנים בפנים"),
    ("he", "להיהרג"): ("נהרג נהרגו ייהרגו", "הרגל"),
    ("he", "לאפשר"): ("אפשרה מאפשר", "אפשר"),
    ("he", "לאתר"): ("איתר אותרו", "אתר באתר"),
    ("he", "לאחר"): ("לאחר", "מאחר איחר"),
    ("he", "להחרים"): ("החרים מחרים", "אחרים"),
    ("he", "קייב"): ("בקייב", "קויב מקיים"),
    # Turkish: possessives as heads of compounds; passives
    ("tr", "saldırısı"): ("saldırılar saldırısında", "saldırgan"),
    ("tr", "başkanı"): ("başkanına başkanları", "başkent"),
    ("tr", "askeri"): ("askeri", "askerleri askerine"),
    ("tr", "tarihi"): ("tarihi", "tarihine"),
    ("tr", "bulmak"): ("buldu bulan", "bulunuyor"),
    ("tr", "çekmek"): ("çekti çeken", "çekildi"),
    ("tr", "tutuklamak"): ("tutuklandı tutuklanan tutukladı", "tutku"),
    ("tr", "santral"): ("santraller santralde", "santim"),
    # German: feminines; adjectives that stand as their declension has them
    ("de", "Botschafter"): ("Botschafterin Botschaftern", "Botschaft Botschaften"),
    ("de", "Fischer"): ("Fischerin Fischern", "Fisch"),
    ("de", "Pole"): ("Polin Polen", "Politik"),
    ("de", "Alter"): ("Alters", "alte alt"),
    ("de", "neue"): ("neuer neuen neu", "neun"),
    ("de", "schwerer"): ("schweren schwere schweres", "Schwert"),
    ("de", "Tote"): ("Toten Toter", "Totem"),
    # French and Spanish: feminines, and words that are none
    ("fr", "président"): ("présidente présidents", "présidence"),
    ("fr", "command"): ("command", "commande"),
    ("fr", "américain"): ("américaine américaines", "Amérique"),
    ("es", "económico"): ("económica económicas", "economía"),
    ("es", "político"): ("políticos", "política"),
    ("es", "acero"): ("aceros", "acera"),
    ("es", "Mario"): ("Mario", "María"),
    ("es", "alemán"): ("alemana alemanes", "Alemania"),
    ("es", "israelí"): ("israelíes israelís", "Israel"),
    ("es", "matar"): ("matarlo matarse", "materia"),
    # Russian and Ukrainian: short verbs, roots, a vowel that goes
    ("ru", "решить"): ("решил решили решит", "решение"),
    ("ru", "доброволец"): ("добровольца добровольцы", "добровольный"),
    ("ru", "ребёнок"): ("дети детей", "ребят"),
    ("ru", "подрыв"): ("подрыва подрывы", "подрывной"),
    ("ru", "рынки"): ("рынок рынков", "рынд"),
    ("ru", "передать"): ("передаст переданы передал", "передача"),
    ("ru", "жить"): ("живут жил", "жилой"),
    ("uk", "військовий"): ("військові військових", "військо"),
    ("uk", "доброволець"): ("добровольці добровольця", "добровільний"),
    ("uk", "пограбування"): ("пограбувань", "пограбувати"),
    ("uk", "санкції"): ("санкціям санкцій", "сан"),
    ("uk", "горіти"): ("горить горіла", "гора"),
    # forms that are other words first
    ("ar", "بحر"): ("بحار البحر", "البحرين البحارة"),
    ("ar", "صوت"): ("يصوت صوتوا", "التصويت"),
    ("ar", "استشهد"): ("يستشهد تستشهد", "شاهد"),
    ("de", "Verteidiger"): ("Verteidigern", "verteidigen"),
    ("de", "Konzern"): ("Konzerns", "Konzert"),
    ("de", "Zentrum"): ("Zentren Zentrums", "zentral"),
    ("de", "gelingen"): ("gelang gelungen", "gelangen"),
    ("en", "sit"): ("sits sitting", "SAT"),
    ("en", "drunk"): ("drunk", "drinks"),
    ("en", "trafficked"): ("trafficking traffic", "trafalgar"),
    ("es", "forzar"): ("fuerzan forzado", "fuerza fuerzas"),
    ("es", "reforzar"): ("refuerza refuerzan", "refuerzo"),
    ("he", "הסכם"): ("הסכמים בהסכם", "הסכמה"),
    ("tr", "Arap"): ("Araplar Arap'ın", "araba arabalar"),
    ("tr", "insani"): ("insani", "insanları"),
    # Polish, Dutch, Italian, Portuguese: what their stemmers keep apart
    ("pl", "atakować"): ("atakuje atakował atakowano", "taki"),
    ("pl", "zakładnik"): ("zakładnicy zakładników", "zakład"),
    ("pl", "powód"): ("powodu powodów powodzie", "powodzi powódź"),
    ("pl", "Ukrainiec"): ("Ukraińcy Ukraińców", "Ukraina"),
    ("pl", "sprawić"): ("sprawił sprawia", "sprawa"),
    ("pl", "terrorysta"): ("terroryści terrorystów", "terror"),
    ("pl", "człowiek"): ("ludzie ludzi człowieka", "człon"),
    ("pl", "święto"): ("święta świętem", "świecie"),
    ("pl", "imię"): ("imienia imiona", "im"),
    ("pl", "muszą"): ("muszą", "mu"),
    ("pl", "znaczna"): ("znaczny znacznej", "znaczenie"),
    ("nl", "aanval"): ("aanvallen", "aanvang"),
    ("nl", "aanvallen"): ("aangevallen aanvalt aanviel", "aanvaarden"),
    ("nl", "wet"): ("wetten", "weten"),
    ("nl", "verliezen"): ("verloor verloren", "verlies"),
    ("it", "uccidere"): ("ucciso uccise uccisero", "uscire"),
    ("it", "mettere"): ("messo messi", "messa"),
    ("it", "ammettere"): ("ammessa", "messa"),
    ("it", "uomo"): ("uomini", "uovo"),
    ("pt", "prender"): ("presos preso", "aprender"),
    ("pt", "fuzil"): ("fuzis", "fusão"),
}  # fmt: skip


def _meets(word: str, text: str, language: str) -> bool:
    return not word_keys(fold(word)).isdisjoint(text_keys(fold(text), language))


@pytest.mark.parametrize(("language", "word"), WORDS)
def test_a_word_that_looks_like_a_form_is_another(language: str, word: str) -> None:
    """A rule's word meets its forms, and no frequent word of its language that an ending makes look like one."""
    forms, strangers = WORDS[language, word]
    missed = [form for form in forms.split() if not _meets(word, form, language)]
    wrongly = [one for one in strangers.split() if _meets(word, one, language)]
    assert (missed, wrongly) == ([], [])


#: Words that newsrooms write every day and that no listed noun makes.
FREQUENT = (
    "مصادرة سيولة تجارة حراسة عمالة محاكمة طريقة نفقة حدة حربة مرضية خطأ قصرين مدنين درعا البابا صيدا حلبا رفحا كبيرا "
    "كبيرهم سوريا روسيا تركيا ليبيا لبنان العراق إيران الآن أيضا جدا هنا كثيرا أمس اليوم شيء كلما مهما عدنا"
)


def _arabic_names() -> Iterator[str]:
    """The names of one word in Arabic letters of the shipped entities."""
    for path in sorted(ENTITIES.glob("*.yaml")):
        for entity in yaml.safe_load(path.read_text(encoding="utf-8"))["entities"]:
            for name in (entity["name"], *entity.get("aliases", ())):
                if "\u0621" <= name[0] <= "\u064a" and " " not in name:
                    yield name


def test_no_listed_noun_meets_another_word() -> None:
    """Whatever forms are written out for the listed Arabic nouns, none is another word, nor a name of the gazetteer.

    A name that is a noun with the article is that noun: الباب.
    """
    others = {one: text_keys(fold(one), "ar") for one in (*FREQUENT.split(), *_arabic_names())}
    found = {
        (noun, other)
        for noun in NOUNS
        for other, keys in others.items()
        if without_article(fold(other)) not in broken_plurals(noun)
        and not keys.isdisjoint(f"ar^{form}" for form in other_forms(noun))
    }
    assert found == set()
