"""Arabic words of the news whose plural is another pattern of the same root (صاروخ, صواريخ), and verbs' forms. Pure.

No ending tells these, so they are listed; a word that is not here has the regular plural, or a rule lists its plural.
All words are folded: ta marbuta is ه, and every alef is plain.
"""

import re
from functools import lru_cache

from daemon.language.arabic import WHOLE
from daemon.language.fold import fold

_GROUPS = (
    "صاروخ صواريخ,قنبلة قنابل,رهينة رهائن,زلزال زلازل,جندي جنود,جيش جيوش,هجوم هجمات,قتيل قتلى,جريح جرحى,مدينة مدن,"
    "شهيد شهداء,لغم ألغام,حاجز حواجز,قذيفة قذائف,ضابط ضباط,قائد قادة,سلاح أسلحة,جسر جسور,مبنى مبان مباني,قرية قرى,"
    "حريق حرائق,حدث أحداث,طفل أطفال,رجل رجال,هدف أهداف,معركة معارك,خبير خبراء,وزير وزراء,رئيس رؤساء,سفير سفراء,"
    "سجين سجناء,أسير أسرى,عميل عملاء,لواء ألوية,كتيبة كتائب,فصيل فصائل,جثة جثث,ضحية ضحايا,مدرسة مدارس,مسجد مساجد,"
    "كنيسة كنائس,ميناء موانئ,سفينة سفن,قارب قوارب,قاعدة قواعد,خندق خنادق,نفق أنفاق,بندقية بنادق,رصاصة رصاص,"
    "مدفع مدافع,موقع مواقع,مركز مراكز,منطقة مناطق,عنصر عناصر,ثائر ثوار,حزب أحزاب,دولة دول,خسارة خسائر,شاحنة شاحنات,"
    "بيت بيوت,منزل منازل,شارع شوارع,طريق طرق,حدود حد,حرب حروب,حادث حوادث,جريمة جرائم,عملية عمليات,قتال قتالات,"
    "إعصار أعاصير,سد سدود,نهر أنهار,بئر آبار,حقل حقول,سجن سجون,محكمة محاكم,قاض قضاة قاضي,شاب شباب,عامل عمال,"
    "طالب طلاب طلبة,تاجر تجار,زعيم زعماء,شيخ شيوخ,مقر مقرات مقار,حي أحياء,طائرة طائرات,جبهة جبهات,فرقة فرق,"
    "عبوة عبوات,خطة خطط,كارثة كوارث,وباء أوبئة,مرض أمراض,جزيرة جزر,جبل جبال,مخزن مخازن,مصنع مصانع,متحف متاحف,"
    "سيل سيول,لص لصوص,طبيب أطباء,مريض مرضى,صديق أصدقاء,حاكم حكام,حارس حراس,راكب ركاب,ساكن سكان,جاسوس جواسيس,"
    "نائب نواب,باب أبواب,سوق أسواق,خط خطوط,قصر قصور,برج أبراج,حصن حصون,ساحل سواحل,فندق فنادق,مطعم مطاعم,معبر معابر,"
    "مصدر مصادر,ملجأ ملاجئ,مرفأ مرافئ,منجم مناجم,درع دروع,قانون قوانين,وفد وفود,حكم أحكام,خلية خلايا,شظية شظايا,"
    "قضية قضايا,عاصفة عواصف,زورق زوارق,باخرة بواخر,طاقم طواقم,مقبرة مقابر,قلعة قلاع,حافلة حافلات,ناقلة ناقلات,"
    "عنوان عناوين,مشروع مشاريع,سعر أسعار,ضريبة ضرائب,بنك بنوك,امرأة نساء المرأة للمرأة بالمرأة والمرأة,رسالة رسائل,"
    "وثيقة وثائق,عقوبة عقوبات,قرض قروض,عقد عقود,فيروس فيروسات,ملف ملفات,سبب أسباب,خطر أخطار مخاطر,ظرف ظروف,جهد جهود,"
    "قرار قرارات,مبلغ مبالغ,مال أموال,صندوق صناديق,حكومة حكومات,جهاز أجهزة,لجنة لجان,نظام أنظمة,شعب شعوب,ملك ملوك,"
    "أمير أمراء,عضو أعضاء,مواطن مواطنين,شريك شركاء,عدو أعداء,ناشط نشطاء,قناص قناصة,لقب ألقاب,حافلة حافلات,"
    "قطار قطارات,سيارة سيارات,غواصة غواصات,دورية دوريات,درون درونات,وسيلة وسائل,شبكة شبكات,عصابة عصابات,"
    "ميليشيا ميليشيات مليشيا مليشيات,نار نيران,"
    "مأساة مآس مآسي,خلاف خلافات,سرطان سرطانات,بركان براكين,قرصان قراصنة,روسي روس,كردي أكراد,"
    "تركي أتراك,مباراة مباريات,وكيل وكلاء,محام محامون محامين محامي,كمين كمائن,جثة جثث جثامين,قمر أقمار,مجلس مجالس,"
    "خبر أخبار,شخص أشخاص,حجر أحجار حجارة,نقطة نقاط,حفرة حفر,طائفة طوائف,قبيلة قبائل,عشيرة عشائر,قبر قبور,جسد أجساد,"
    "رأس رؤوس,قدم أقدام,جرح جروح,خيمة خيام,كهف كهوف,غابة غابات,بحر بحار,موجة أمواج,ثلج ثلوج,بند بنود,شرط شروط,"
    "مطلب مطالب,حق حقوق,تقرير تقارير,تدبير تدابير,تهمة تهم,دليل أدلة,ذخيرة ذخائر,رتل أرتال,فوج أفواج,سرب أسراب,"
    "أسطول أساطيل,بارجة بوارج,سهم أسهم,راتب رواتب,أجر أجور,ربح أرباح,رقم أرقام,سلعة سلع,بضاعة بضائع,متجر متاجر,"
    "مصرف مصارف,فرع فروع,مورد موارد,دواء أدوية,ورم أورام,كأس كؤوس,نجم نجوم,برنامج برامج,هاتف هواتف,يهودي يهود,"
    "هندي هنود,شيعي شيعة,درزي دروز,أرمني أرمن,إفريقي أفارقة,بدوي بدو,أجنبي أجانب,ابن أبناء,فتاة فتيات,يتيم أيتام,"
    "فقير فقراء,أستاذ أساتذة,تلميذ تلاميذ,مدير مدراء,شاعر شعراء,إمام أئمة,كاهن كهنة,راهب رهبان,مجزرة مجازر,"
    "مذبحة مذابح,محرقة محارق,قمة قمم,موسم مواسم,مرحلة مراحل,شهر أشهر شهور,أسبوع أسابيع,عام أعوام,قرن قرون,غريق غرقى,"
    "ناج ناجون ناجين ناجي,صحيفة صحف,خادم خوادم,ثغرة ثغرات,منفذ منافذ,ممر ممرات,تاج تيجان,عرش عروش,ضلع أضلاع"
)
#: Verb as a dictionary has it, the stem of its present, to which ي or ت is put, and its verbal nouns.
_VERBS = (
    "قتل قتل مقتل,قصف قصف,خطف خطف,اختطف ختطف اختطاف,اغتال غتال اغتيال,هاجم هاجم مهاجمة,فجر فجر تفجير,دمر دمر تدمير,"
    "احتجز حتجز احتجاز,استهدف ستهدف استهداف,انفجر نفجر انفجار,اعتقل عتقل اعتقال,أطلق طلق إطلاق,انسحب نسحب انسحاب,"
    "أعدم عدم إعدام,أصاب صيب إصابة,اقتحم قتحم اقتحام,تظاهر تظاهر,احتج حتج احتجاج,حاصر حاصر محاصرة,قاتل قاتل,"
    "أسقط سقط إسقاط,سقط سقط سقوط,تحطم تحطم,انهار نهار انهيار,اندلع ندلع اندلاع,استولى ستولي استيلاء,ضرب ضرب,غرق غرق,"
    "هدد هدد تهديد,أحرق حرق إحراق,اشتبك شتبك اشتباك,احتل حتل احتلال,اغتصب غتصب اغتصاب,أصيب صاب إصابة,جرح جرح,"
    "استقال ستقيل استقالة,أعلن علن إعلان,قال قول,مات موت,توفي توفى,حذر حذر تحذير,اتهم تهم اتهام,فاز فوز,خسر خسر,"
    "ارتفع رتفع ارتفاع,انخفض نخفض انخفاض,نجا نجو,عاد عود,زار زور,أكد ؤكد تأكيد,نفى نفي,أدان دين إدانة,"
    "أرسل رسل إرسال,أغلق غلق إغلاق,أصدر صدر إصدار,رفض رفض,وصل صل,دعا دعو,بدأ بدأ,استمر ستمر استمرار,"
    "استخدم ستخدم استخدام,انتخب نتخب انتخاب,انتقد نتقد انتقاد,اعترف عترف اعتراف,اقترح قترح اقتراح,اختفى ختفي اختفاء,"
    "انتشر نتشر انتشار,تراجع تراجع,تعرض تعرض,توقف توقف,تضرر تضرر,توغل توغل,تسبب تسبب,شن شن,صادر صادر مصادرة,سرق سرق,"
    "نهب نهب,هرب هرب,فر فر,عثر عثر,أنقذ نقذ إنقاذ,أفرج فرج إفراج,أحبط حبط إحباط,أضرب ضرب إضراب,أدلى دلي إدلاء,"
    "عزل عزل,أقال قيل إقالة,داهم داهم مداهمة,صد صد,ردع ردع,غزا غزو,نزح نزح,تفشى تفشى,دهس دهس,طعن طعن,ذبح ذبح,"
    "شنق شنق,نفذ نفذ تنفيذ,شدد شدد تشديد,ندد ندد تنديد,جمد جمد تجميد,حرر حرر,مدد مدد تمديد,قلص قلص تقليص,"
    "خفض خفض تخفيض,سلم سلم تسليم,سجل سجل,كشف كشف,منع منع,فرض فرض,سحب سحب,طرد طرد,صوت صوت,حاول حاول محاولة,"
    "واجه واجه مواجهة,شارك شارك مشاركة,وافق وافق موافقة,عارض عارض معارضة,ناقش ناقش مناقشة,غادر غادر مغادرة,"
    "لاحق لاحق ملاحقة,طارد طارد مطاردة,قاوم قاوم مقاومة,أفاد فيد إفادة,أعاد عيد إعادة,أشار شير إشارة,أثار ثير إثارة,"
    "أطاح طيح إطاحة,أضاف ضيف إضافة"
)
_PERSONS = tuple(before + one for before in ("", "س") for one in "يت")  # not ن, of we: نصيب is a share
_PRONOUNS = ("ه", "ها", "هم", "نا")
#: Those who do or suffer something, whose plural loses its ن before another noun: معتقلي, مسلحو.
_DOERS_AS_WORDS = (
    "مسلح معتقل مقاتل متظاهر محتج مهاجم مستوطن مواطن موظف مسؤول مسئول مهاجر مشجع متمرد مرشح مهندس ممثل مراسل لاعب لاجئ "
    "نازح ناخب محتجز مختطف متهم مؤيد معارض مصاب مفاوض مزارع سائق مسافر مقيم مراقب مفتش مستثمر مستهلك محقق مهرب"
)
_DOERS = frozenset(map(fold, _DOERS_AS_WORDS.split()))
#: Other words that look like a noun of the list with a pronoun or in the dual: مصادرة, سيولة; القصرين is a town.
_STRANGERS_AS_WORDS = (
    "نارا نارين نارنا "
    "مصادره سيوله تجاره حراسه عماله محاكمه منازله مقاره مدافعه مواقعه مراكزه رجاله جزره طرقه حده خطا مرضيه اسريه "
    "مبالغه مخاطره طلبته طلبتها طلبتهم طلبتنا بيرا بيرين بيرها بيرهم بيرنا قصرين روسيا تركيا بحاره بحرين ورما"
)
_STRANGERS = frozenset(_STRANGERS_AS_WORDS.split()) | WHOLE
#: Other words that look like a verb's present: Palmyra, a stumble, to look on.
_STRANGE_PRESENTS = frozenset(("تدمر", "تعثر", "تفرج", "تحرر", "تمنع", "تسلم"))
_MIN_LETTERS = 3
#: Past forms of verbs with است, with ت behind their first letter or before it, or with ان; no long vowel as nouns have.
_DERIVED = re.compile("(?:است[^اوي]|ا[^اوين]ت|ان[^اوي]|ت[^اويه]ا?)[^اوي][^اويه]")

_SINGULARS = frozenset([fold(group.split()[0]) for group in _GROUPS.split(",")])
_OTHERS: dict[str, frozenset[str]] = {}
for _group in _GROUPS.split(","):
    _forms = frozenset(fold(one) for one in _group.split())
    for _form in _forms:
        _OTHERS[_form] = _OTHERS.get(_form, frozenset()) | _forms

_PRESENTS: dict[str, str] = {}
_NOUNS: dict[str, tuple[str, ...]] = {}
for _verb, _stem, *_nouns in (fold(one).split() for one in _VERBS.split(",")):
    _PRESENTS[_verb], _NOUNS[_verb] = _stem, tuple(_nouns)

NOUNS = frozenset(_OTHERS)  #: those of the list, in singular and plural


def broken_plurals(word: str) -> frozenset[str]:
    """The other forms of a folded noun of the list."""
    return _OTHERS.get(word, frozenset())


@lru_cache(maxsize=1_000)
def other_forms(word: str) -> frozenset[str]:
    """The forms of a folded word, without article, that no ending tells: broken plurals; a verb's present and noun."""
    found = {one for one in _OTHERS.get(word, ()) if one != word and len(one) >= _MIN_LETTERS}
    if found:  # a noun that is known: its plural with pronouns; below its dual as it mostly stands (جيشان is turmoil)
        found |= {form for one in found for form in _with_pronouns(one)} - _STRANGERS
    found |= {f"{one}ا" for one in found if one not in _SINGULARS and one[-1] not in "هءايو"} - _STRANGERS  # أهدافا
    if found and word in _SINGULARS and not word.endswith("ه"):
        found |= {word + "ين", word + "ا"} - _STRANGERS
    if word in _DOERS:
        found |= {word + "ي", word + "و"}
    if len(word) < _MIN_LETTERS:  # a text's word keeps three letters: the article is put to it here; الخطة is no خط
        found |= {f"ال{word}", f"لل{word}"}
    present = _PRESENTS.get(word) or _regular_present(word)
    if present:
        presents = {person + present + tail for person in _PERSONS for tail in ("", "ون", "وا")}
        found |= presents - _STRANGERS - _STRANGE_PRESENTS
    for noun in _NOUNS.get(word, ()):
        held = noun.removesuffix("ه") + "ت" if noun.endswith("ه") else noun  # ta marbuta before a pronoun
        found |= {noun, *(held + pronoun for pronoun in ("ه", "ها", "هم"))}
    return frozenset(found)


def _regular_present(word: str) -> str:
    """The stem of a verb's present that its past tells: استشهد, يستشهد; اعتقل, يعتقل; تسلل, يتسلل; else nothing."""
    if _DERIVED.fullmatch(word) and word not in WHOLE:
        return word.removeprefix("ا")
    return ""


def _with_pronouns(noun: str) -> set[str]:
    """The noun with pronouns; a singular without ه, which makes another noun of many (طريقة, نفقة) when it is a ة."""
    pronouns = _PRONOUNS[1:] if noun in _SINGULARS else _PRONOUNS
    return {held + pronoun for held in _before_pronouns(noun) for pronoun in pronouns}


def _before_pronouns(plural: str) -> tuple[str, ...]:
    """A broken plural as it is before a pronoun: قتلى, قتلاه; شهداء, شهدائه; جنود, جنوده."""
    if plural.endswith("ء"):
        return (plural[:-1] + "ي", plural[:-1] + "و")
    if plural.endswith("ي"):
        return (plural, plural[:-1] + "ا")
    return (plural[:-1] + "ت",) if plural.endswith("ه") else (plural,)
