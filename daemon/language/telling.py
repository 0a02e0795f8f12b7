"""What tells a short text's language: small words, words of the news, endings and letters, each language's own. Pure.

A headline of three to ten words holds one or two small words, and those that languages share (*in*, *no*, *a*) say
little; so what counts is how many languages a word, an ending or a letter could belong to. Languages stand here that
are not treated otherwise, so that they are not taken for one that is.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Final

from daemon.language.fold import fold
from daemon.language.stopwords import STOPWORDS

_Sign = tuple[tuple[str, float], ...]  #: languages, and how much a sign speaks for each

#: What a sign is worth that one language, two, three, or more have.
_BY_HOW_MANY: Final = {1: 1.0, 2: 0.55, 3: 0.35, 4: 0.2}
_LITTLE: Final = 0.1
#: Languages that few feeds write in count so much less, for they share most signs with a larger one.
_OF_RARE: Final = 0.75
_RARE_LIST: Final = "ro hu fi cs sk hr vi sw tl ca az kmr et lt lv sq mk be kk ps ku da no"
_RARE: Final = frozenset(_RARE_LIST.split())
_OF_NAME: Final = 0.5  #: of what the shape of a capitalised word tells
_OF_NAME_WORD: Final = 0.4
#: Small words that stand in names, too: von der Leyen, Rio de Janeiro, Le Pen.
_IN_NAMES: Final = frozenset(
    (
        "de",
        "la",
        "le",
        "el",
        "los",
        "las",
        "del",
        "di",
        "da",
        "dos",
        "das",
        "du",
        "von",
        "van",
        "der",
        "den",
        "bin",
        "al",
    )
)
_OF_ENDING: Final = 0.6  #: an ending beside a word
_OF_LETTER: Final = 0.8
_ENDINGS_FROM: Final = 5  #: letters of a word that is judged by its ending
_LONGEST_ENDING: Final = 6

#: Small words beside those of `stopwords`, and words that many headlines hold.
_WORDS: Final = {
    "en": "off out up over under near into during between against kills killed kill dead dies death injured wounded "
    "hit hits strike strikes attack attacks attacked fire fires police says said say new two three four five six "
    "seven eight nine ten people man men woman women child children city town state south north east west northern "
    "southern eastern western government president minister court war army troops soldiers forces day week year "
    "years how why what when where here still first last least found freed arrested held shot shooting blast bombing "
    "me my no one us i back down just only some any than due hat its his her their while amid ahead across without "
    "within through because should must may never again more most other both each many much such daily weekly monday "
    "tuesday wednesday thursday friday saturday sunday january february march june july august october december world "
    "cup win wins beat beats deal talks calls urges faces sparks seeks denies backs joins becomes presents opposes "
    "launch launches makes takes gives gets goes comes sees leads leaves plans warns claims wants shows finds looks "
    "turns brings keeps holds puts sets cuts raises lifts meets signs wave heat weather health school schools trade "
    "border security power private public thousands hundreds million billion hope hopes fears rights law leader "
    "leaders chief official officials lawmakers foreign home house white black american british french german israeli "
    "iranian russian chinese turkish ukrainian western crisis crowds worker workers market markets shares growth "
    "threat threats high highest low rise rises fall falls record plane ship ships boat train flood floods storm quake "
    "crash bid vote votes voters election elections land",
    "de": "tote toter toten verletzte verletzten verletzter polizei stadt land krieg angriff angriffe feuer brand frau "
    "mann kind kinder jahre jahr tag tage neue neuer neues zwei drei vier funf sechs sieben acht neun zehn mehrere "
    "viele prasident minister regierung gericht soldaten armee erdbeben geiseln getotet frei treffen trifft fordert "
    "warnt so zahl nahe will kann muss war waren ohne bis weil also alle mehr folgen unfall a no to",
    "fr": "morts mort blesses blesse blessee police ville guerre attaque attaques feu femme homme enfants ans jour "
    "jours "
    "nouveau nouvelle trois quatre cinq sept huit neuf dix plusieurs president ministre gouvernement armee soldats "
    "seisme otages tues tue liberes pres dont y se sa si ne on en a ni tres bien fait usine greve apres jusqu moins",
    "es": "muertos muerto heridos herido policia ciudad guerra ataque ataques fuego mujer hombre ninos anos dia dias "
    "nuevo nueva seis siete ocho nueve diez varios presidente ministro gobierno ejercito soldados "
    "terremoto rehenes no me ni si porque donde todo todos sur norte deja dejan menos mata matan asesinan detienen "
    "liberan mueren caen cerca",
    "it": "morti morto feriti ferito polizia citta guerra attacco attacchi fuoco donna uomo bambini anni giorno giorni "
    "nuovo nuova due tre quattro cinque sei sette otto nove dieci vittime presidente ministro governo esercito soldati "
    "terremoto ostaggi dopo contro tra fra piu sono a ma se si i lo gli nella nelle negli alle agli dalla dallo sulla "
    "sul sui su all dell nell dall sull piazza almeno vicino uccisi ucciso arrestato no me ad ed",
    "pt": "mortos morto feridos ferido policia cidade guerra ataque ataques fogo mulher homem anos dia dias "
    "novo nova dois duas tres quatro cinco seis sete oito nove dez varios presidente ministro governo exercito "
    "soldados "
    "terremoto refens libertados apos contra sobre entre ao aos pela pelo pelas pelos numa num seu sua ele ela nao sao "
    "esta ha deixa deixam pessoas perto sem ate me",
    "nl": "doden dode gewonden gewonde politie stad oorlog aanval aanvallen vrouw man kinderen jaar dag dagen "
    "nieuwe twee drie vier vijf zes zeven acht negen tien meerdere president minister regering leger soldaten "
    "aardbeving gijzelaars vrij na om uit tegen over onder tussen hij zij wij ze we ook maar nog als bij door meer was "
    "had dan dit deze die geen tot gedood zeker flat no me a over in",
    "pl": "zabici zabitych zabity rannych ranni policja miasto wojna atak ataki kobieta mezczyzna dzieci lat dzien "
    "nowy nowa dwa dwie dwoch trzy cztery piec szesc siedem osiem dziewiec dziesiec prezydent minister rzad wojsko "
    "sie a no nad pod przed przy przeciw przeciwko ich jej jego juz tylko co czy po przez osob",
    "tr": "olu yarali polis sehir savas saldiri saldirisi kadin adam cocuk yil gun yeni iki uc dort bes alti yedi "
    "sekiz "
    "dokuz on baskan bakan hukumet ordu asker deprem rehine patlama yangin operasyon ye ya da de bir kisi en az "
    "sonrasi hayatini kaybetti oldurdu a o ne mi",
    "sv": "doda dodade skadade skadad polisen polis krig attack kvinna barn ar dag dagar ny nya tva tre fyra fem sex "
    "sju "
    "atta nio tio flera regeringen soldater jordbavning gisslan fri mot efter over under vid hos sin sitt sina hon han "
    "de dem den det ett en men ocksa fran var inte i och upp mer an man minst no",
    "da": "doede draebte saaret sarede politi krig angreb kvinde mand born ar dag nye to tre fire fem seks syv otte "
    "ni ti "
    "flere regeringen soldater jordskaelv gidsler efter mod over under ved hos sin sit sine hun han de dem den det et "
    "en "
    "men ogsa fra var ikke i og af til er for som paa pa om med har bliver blev",
    "no": "dode drepte skadet skadde politiet krig angrep kvinne mann barn ar dag nye to tre fire fem seks sju atte "
    "ni ti "
    "flere regjeringen soldater jordskjelv gisler etter mot over under ved hos sin sitt sine hun han de dem den det "
    "et en "
    "men ogsa fra var ikke i og av til er for som pa om med har blir ble",
    "ro": "si de la in a al ale cu pe din nu este sunt un o pentru care mai fost dupa au au lui fi sa despre intre "
    "morti "
    "raniti orasul politia razboi atac doi trei patru cinci are fire",
    "hu": "a az es nem hogy egy is meg volt van utan ki be el ott halott meghalt sebesult rendorseg haboru "
    "tamadas "
    "ket harom negy ot",
    "fi": "ja on ei se etta oli ovat kun myos mutta jalkeen kuollut kuoli haavoittui poliisi sota isku kaksi kolme "
    "nelja",
    "cs": "a v na se je ze s z do po pri za od k o i si to pro jako po ale uz mrtvych zraneni policie valka utok dva "
    "tri",
    "sk": "a v na sa je ze s z do po pri za od k o i si to pre ako ale uz mrtvych zraneni policia vojna utok dva tri",
    "hr": "i u na je se su za od do s o da ne iz po nakon kod bio bila mrtvih ranjenih policija rat napad dva tri",
    "id": "di dan yang dari ke untuk dengan pada ini itu oleh dalam akan tidak bagi atas karena usai tewas luka polisi "
    "warga kota perang serangan orang tahun hari baru dua tiga empat lima enam tujuh presiden menteri pemerintah "
    "tentara "
    "gempa banjir massa kantor guncang",
    "sq": "ne e te i nje me per nga se dhe per si ka do nuk u te pas mbi vrare vdekur plagosur policia qytet lufte "
    "sulm "
    "dy tre kater pese",
    "vi": "va cua la co cho khong duoc trong mot nguoi voi cac nhung tai ngay",
    "sw": "ya wa na kwa katika ni la za watu baada",
    "tl": "ng sa ang mga na ay si ni para patay",
    "ca": "el la els les de del i a en que un una per amb no es al com mes van ha dels mort morts ferits",
    "kmr": "u li ji bi di ku de bo ye ew ser hat kir dike dibe",  # Kurdish in Latin letters
    "az": "ve bir bu da ile ucun olan edib olub nefer",
    "et": "ja on ei ta et kui oli aga parast surnud kaks kolm",
    "lt": "ir i yra su is kad po del zuvo du trys",
    "lv": "un ir ar no uz par pec ka gaja divi tris",
    "ru": "без через после около среди которые который которая будет погибли погиб ранены раненых убиты убит двое "
    "трое человек россии россия сообщили",
    "uk": "над без через після біля серед які який яка було буде загинули загинув поранені вбито двоє троє людей "
    "росії україни україна щодо є",
    "bg": "над без през или но ще има до около е си при към след загинаха загина ранени двама трима души сред още",
    "sr": "над без кроз који која после или али у на је су се и за од до са не да из по код погинуло рањено двоје "
    "троје људи након",
    "mk": "во на и се од за да со не е ги го загинаа",
    "be": "у на і з не да па за што загінулі",
    "kk": "және мен бен үшін туралы",
    "fa": "در از به که این با برای است شد پس کشته زخمی های",
    "ur": "میں کے کی کا سے نے پر کو ہے ہیں اور سے گئے گیا ہلاک زخمی",
    "ps": "په د له او چې کې ته",
    "ku": "لە و بۆ کە",
}

#: Small words by their accents: *über* is no *over*, *más* no *mas*.
_ACCENTED: Final = {
    "de": "für über während können müssen fünf zwölf getötet früher können könnte wäre würde",
    "fr": "à où été après près très même être déjà",
    "es": "más está están según día días años después también así él qué sí niño niños cómo",
    "it": "è più però città già può così perché",
    "pt": "não são está à é às há três após também já só até",
    "sv": "över är från för på även två åtta år när åt får går där",
    "da": "før på år når også får går når",
    "no": "før på år når også får går når",
    "pl": "się są był była już że dzień także może będzie",
    "tr": "için çok üç dört değil ölü yaralı altı gün öldü ağır kadın çıktı ülke",
    "ro": "în și că după între să fără",
    "hu": "és már után több két négy öt",
    "sq": "në të për një është nuk më së që",
    "fi": "että myös jälkeen neljä",
    "cs": "při že už více další proti čtyři tři",
    "kmr": "û jî çend bû dê",
}

#: Endings of words of five letters and more, folded.
_ENDINGS: Final = {
    "en": "ing tion tions ness ight ights ers ed ment ments ough ship ful less ously able ists ists eers",
    "de": "ung ungen keit heit lich liche lichen isch ische ischen schaft ieren iert tet tete chen nden rden acht icht "
    "ern eln stadt haus hauser los sten hrt mpft ngt kei terror rien land tigt hen ten fen ffen pfer ssen",
    "fr": "tion tions ment ments eur eurs euse aise ais ienne iens ien ique iques eux eaux eau age ages ance ances "
    "elle "
    "elles ille illes ere eres aire aires ants ante oire ie ies ees ier iers ent isme iste istes",
    "es": "cion ciones dad dades ado ados ada adas ido idos ida idas miento mientos ista istas ero eros era eras ales "
    "ones ores aron ieron iendo ando ante antes anza eza ura uras ico icos ica icas uela ble bles ude",
    "pt": "cao coes dade dades ado ados ada adas ido idos ida idas mento mentos ista istas eiro eiros eira eiras oes "
    "aes "
    "ais eis aram eram iram endo ando ante antes agem agens ura uras ico icos ica icas vel veis nha nho xar oas",
    "it": "zione zioni ita mento menti ato ati ata ate ito iti ita ite etti etto ista isti iste tore tori trice ggio "
    "ggi "
    "sione sioni cchi cchio zza zze anza enza anti ente enti ore ori ura ure ico ici ica iche ini ino ina oni one ario "
    "ari aria tti tto tta tte ssi sso nno ndo esi ese agli iglia iglie etta rono",
    "nl": "ingen ing heid lijk lijke isch ische eren eert aan oor aar aars uur ijn ijk oek tten kken ppen nnen llen "
    "den "
    "tie ties dden ssen jes tje huis ijk ijn ijke eken ieten oren sies sie aat aten oot ote uis erd tst cht",
    "pl": "owie ego emu ych ami ach owi osc osci ski ska skie skiej skim owy owa owe rzy czy szy sze stwo stwa nia nie "
    "cie cja cji cje wie ali aly ano zie czny czna owac",
    "tr": "lar ler lari leri larin lerin inda inde unda unde ndan nden iyor uyor tisi ligi lik luk masi mesi mesine "
    "cek cak mis mus dan den daki deki lara lere ladi ledi ndi ldi rdi tti ulu lulu sinda sinde una une unu",
    "sv": "ning ningen ningar ningarna arna erna orna ade ades het heten iska isk sion sioner ioner tion tionen are "
    "aren rar nar tar gar lar",
    "da": "ning ninger ningen erne ede ende else elser hed heden ske isk ion ioner tion skab",
    "no": "ning ninger ningen ene ede ende else elser het heten ske isk jon joner sjon sjoner skap ne",
    "ro": "ului ilor atia rea ari tii tie iei ul ele uri lor escu esti ati",
    "hu": "ban ben nak nek bol bol tol rol ert val vel ban nal hez hoz asa ese tak tek ott ett eket okat sag seg",
    "fi": "ssa lla lta sta inen set iset een aan oon den jen ista issa illa ksi nut tiin",
    "cs": "ych ove ova eni ani ost osti sky ska ske nych ech ach ami emi uje ala ali alo",
    "sk": "ych ove ova enie anie ost osti sky ska ske nych ech ach ami uje ala ali alo",
    "hr": "anje enje ski ska ske skog oga ima ama osti ost ija ije iji iju ala ali alo eno",
    "id": "kan nya gan ngan tan ran lan han ang ong ung aman",
    "sq": "imi imit imet imin ohet ohen uar ave eve shme shem ese isht in ve et",
    "ca": "cio cions tat tats ament aments ats",
    "az": "lar ler lari leri inda inde dan den mis ib ub",
}
_BEGINNINGS: Final = {"id": "meng meny menem memb mela meny diper peng pemb pemer terb kebak"}

#: Letters, in lower case, that few languages have.
_LETTERS: Final = {
    "ü": "de tr hu es", "ß": "de", "ä": "de sv fi", "ö": "de tr sv hu fi", "å": "sv da no", "ø": "da no", "æ": "da no",
    "ğ": "tr az", "ş": "tr ro az kmr", "ı": "tr az", "ç": "fr pt tr sq kmr", "ə": "az", "ñ": "es",
    "ã": "pt", "õ": "pt et", "ê": "fr pt vi kmr", "ô": "fr pt vi", "ł": "pl", "ą": "pl lt", "ę": "pl lt", "ś": "pl",
    "ź": "pl", "ż": "pl", "ń": "pl", "ć": "pl hr", "ó": "es pl pt hu", "á": "es pt hu cs", "í": "es pt hu cs",
    "ú": "es pt hu cs", "é": "fr es pt hu cs", "è": "fr it ca", "à": "fr it pt ca", "ù": "it fr", "ò": "it ca",
    "ì": "it vi", "î": "fr ro kmr", "â": "fr pt ro", "û": "fr kmr", "ë": "sq nl fr", "ï": "fr nl ca", "œ": "fr",
    "ă": "ro vi",
    "ț": "ro", "ș": "ro", "ţ": "ro", "ő": "hu", "ű": "hu", "ě": "cs", "ř": "cs", "ů": "cs", "č": "cs hr", "š": "cs hr",
    "ž": "cs hr", "ý": "cs sk", "ľ": "sk", "đ": "hr vi", "ơ": "vi", "ư": "vi", "ạ": "vi", "ē": "lv", "ī": "lv",
    "ū": "lv lt", "ā": "lv", "ģ": "lv", "ķ": "lv", "ļ": "lv", "ņ": "lv", "ė": "lt", "į": "lt",
    "ы": "ru be kk ky mn tt", "э": "ru be ky mn tt", "ё": "ru be",
    "ї": "uk", "є": "uk", "ґ": "uk", "і": "uk kk be", "ў": "be", "ђ": "sr", "ћ": "sr",
    "ј": "sr mk", "љ": "sr mk", "њ": "sr mk", "џ": "sr mk", "ѓ": "mk", "ќ": "mk", "ѕ": "mk", "ә": "kk", "ғ": "kk",
    "қ": "kk", "ң": "kk", "ө": "kk", "ұ": "kk", "ү": "kk", "һ": "kk",
    "پ": "fa ur ps", "چ": "fa ur ps", "ژ": "fa ps", "گ": "fa ur", "ی": "fa ur ps", "ک": "fa ur ps", "ة": "ar",
    "ى": "ar",
    "ي": "ar", "ك": "ar", "أ": "ar", "إ": "ar", "ٹ": "ur", "ڈ": "ur", "ڑ": "ur", "ں": "ur", "ہ": "ur", "ھ": "ur",
    "ے": "ur", "ټ": "ps", "ډ": "ps", "ړ": "ps", "ږ": "ps", "ښ": "ps", "ې": "ps", "ڼ": "ps", "ێ": "ku", "ۆ": "ku",
    "ڵ": "ku", "ڕ": "ku",
}  # fmt: skip


def _by_sign(table: dict[str, str], base: float, *, folded: bool = True) -> dict[str, _Sign]:
    """Each language's signs -> each sign's languages, and how much it speaks for each."""
    languages: dict[str, list[str]] = {}
    for language, signs in table.items():
        for sign in dict.fromkeys(map(fold, signs.split()) if folded else signs.split()):
            languages.setdefault(sign, []).append(language)
    return {sign: _shared(them, base) for sign, them in languages.items()}


def _shared(languages: Iterable[str], base: float) -> _Sign:
    them = tuple(languages)
    weight = base * _BY_HOW_MANY.get(len(them), _LITTLE)
    return tuple((language, weight * (_OF_RARE if language in _RARE else 1.0)) for language in them)


TOLD_LANGUAGES: Final = tuple(dict.fromkeys((*STOPWORDS, *_WORDS)))  #: those that words tell
_TOLD_BY_WORD: Final = _by_sign(
    {one: f"{_WORDS.get(one, '')} {' '.join(STOPWORDS.get(one, ()))}" for one in TOLD_LANGUAGES},
    1.0,
)
_TOLD_BY_ACCENTS: Final = _by_sign(_ACCENTED, 1.0, folded=False)
_TOLD_BY_ENDING: Final = _by_sign(_ENDINGS, _OF_ENDING)
_TOLD_BY_BEGINNING: Final = _by_sign(_BEGINNINGS, _OF_ENDING)
#: What stands before an apostrophe, and what behind it in Turkish names.
_TOLD_BY_ELISION: Final = _by_sign({"fr": "l d j n s c qu", "it": "l d un dell all nell dall sull c", "ca": "l d"}, 1.0)
_TOLD_BY_CASE: Final = _by_sign(
    {
        "tr": "de da te ta den dan ten tan e a ye ya i in un nin nun yi yu si nda nde ndan ndaki deki daki taki teki "
        "la le"
    },
    1.0,
)
_TOLD_BY_LETTER: Final = {letter: _shared(them.split(), _OF_LETTER) for letter, them in _LETTERS.items()}
_HARD_SIGN: Final = (("bg", _OF_LETTER),)  #: between consonants; in Russian it stands before е, ё, ю, я alone
_BEHIND_HARD_SIGN: Final = "еёюя"


@lru_cache(maxsize=20_000)
def told_by_word(written: str) -> _Sign:
    """The languages that a word speaks for, and how much."""
    folded = fold(written)
    found: dict[str, float] = {}
    for sign, share in _signs_of(written, folded):
        for language, weight in sign:
            found[language] = found.get(language, 0.0) + weight * share
    return tuple(found.items())


def own_words(words: Iterable[str], language: str) -> tuple[float, float]:
    """How many different small words the language has among these that no other has; and English that it has not.

    A capital may begin a name: it counts half. An accent or a letter counts where none begins.
    """
    own = english = 0.0
    for written in dict.fromkeys(words):
        folded, is_name = fold(written), written[:1].isupper()
        known = [one for one, _ in _TOLD_BY_WORD.get(folded, ())]
        if "en" in known and language not in known:
            english += 1.0
        elif known == [language] and folded not in _IN_NAMES:
            own += _OF_NAME if is_name else 1.0
        elif not is_name and not written.isascii() and _is_spelled_in(written, language):
            own += 1.0
    return own, english


def _is_spelled_in(written: str, language: str) -> bool:
    """Does no other language have the word with its accents, or one of its letters?"""
    signs = (_TOLD_BY_ACCENTS.get(written, ()), *[_TOLD_BY_LETTER.get(letter, ()) for letter in written])
    return any(len(sign) == 1 and sign[0][0] == language for sign in signs)


def _signs_of(written: str, folded: str) -> list[tuple[_Sign, float]]:
    """What a word tells, and how far that counts: a capital may begin a name, which stands in texts of any language."""
    of_shape = _OF_NAME if written[:1].isupper() else 1.0
    known = _TOLD_BY_WORD.get(folded)
    of_word = _OF_NAME_WORD if folded in _IN_NAMES else 1.0
    signs = [(known, of_word) if known else (_told_by_shape(folded), of_shape)]
    head, apostrophe, tail = folded.partition("'")
    if apostrophe:
        is_name = written[len(head) + 1 : len(head) + 2].isupper()
        signs.append((_TOLD_BY_ELISION.get(head, ()), _OF_NAME if is_name else 1.0))
        signs += [(_TOLD_BY_CASE.get(tail, ()), 1.0), (_told_by_shape(tail), _OF_NAME if is_name else 1.0)]
    if written.isascii():
        return signs
    lowered = written.replace("I", "ı").lower() if "İ" in written else written.lower()
    signs.append((_TOLD_BY_ACCENTS.get(lowered, ()), of_shape))
    signs += [(_TOLD_BY_LETTER.get(letter, ()), of_shape) for letter in dict.fromkeys(lowered)]
    if any(first == "ъ" and second not in _BEHIND_HARD_SIGN for first, second in pairwise(lowered)):
        signs.append((_HARD_SIGN, 1.0))
    return signs


def _told_by_shape(folded: str) -> _Sign:
    """What the longest ending that is known tells, and the beginning, of a word that is none of those known."""
    if len(folded) < _ENDINGS_FROM:
        return ()
    endings = (folded[-letters:] for letters in range(min(_LONGEST_ENDING, len(folded) - 2), 1, -1))
    ending = next((_TOLD_BY_ENDING[one] for one in endings if one in _TOLD_BY_ENDING), ())
    beginnings = (folded[:letters] for letters in (5, 4))
    return ending + next((_TOLD_BY_BEGINNING[one] for one in beginnings if one in _TOLD_BY_BEGINNING), ())
