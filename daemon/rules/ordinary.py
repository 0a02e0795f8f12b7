"""Words that are written as they are meant, and so are no misspelling of a name. Pure; folded.

They are ordinary words, and well-known places that differ from other well-known places by a letter or two.

Why a list: by letters alone Australia is Austria misspelled, and `asked` is Assad.
"""

from typing import Final

from daemon.language.english import english_bases
from daemon.language.fold import fold
from daemon.language.stopwords import STOPWORDS
from daemon.rules.ordinary_abroad import is_ordinary_abroad

_PLACES = """
afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan bahamas bahrain bangladesh
barbados belarus belgium belize benin bhutan bolivia bosnia botswana brazil britain brunei bulgaria burkina burma
burundi cambodia cameroon canada chad chile china colombia comoros congo croatia cyprus czechia denmark djibouti
dominica ecuador egypt england eritrea estonia eswatini ethiopia europe africa asia america antarctica fiji finland
france gabon gambia georgia germany ghana greece grenada guatemala guinea guyana guiana haiti honduras hungary iceland
india indonesia iran iraq ireland israel italy jamaica japan jordan kazakhstan kenya kiribati korea kosovo kuwait
kyrgyzstan laos latvia lebanon lesotho liberia libya lithuania luxembourg macedonia madagascar malawi malaysia
maldives mali malta mauritania mauritius mexico micronesia moldova monaco mongolia montenegro morocco mozambique
myanmar namibia nauru nepal netherlands nicaragua niger nigeria norway oman pakistan palau palestine panama paraguay
peru philippines poland portugal qatar romania russia rwanda samoa scotland senegal serbia seychelles siberia
singapore slovakia slovenia somalia somaliland spain sudan suriname sweden switzerland syria taiwan tajikistan
tanzania thailand togo tonga tunisia turkey turkmenistan tuvalu uganda ukraine uruguay uzbekistan vanuatu vatican
venezuela vietnam wales yemen zambia zimbabwe tibet crimea bavaria saxony texas california florida virginia persia
arabia paris london berlin madrid rome vienna warsaw prague budapest athens lisbon dublin brussels geneva zurich
munich hamburg milan turin venice naples moscow petersburg minsk vilnius tallinn bucharest belgrade zagreb sarajevo
skopje tirana ankara istanbul izmir beirut tripoli damascus aleppo baghdad basra mosul kirkuk erbil tehran kerman
shiraz tabriz mashhad kabul kandahar herat karachi lahore islamabad peshawar delhi mumbai kolkata dhaka tokyo kyoto
osaka seoul busan beijing shanghai hong kong manila jakarta bangkok hanoi sydney melbourne perth cairo alexandria
khartoum tunis algiers rabat dakar accra lagos abuja nairobi kampala kigali harare lusaka maputo washington boston
chicago houston dallas denver seattle toronto montreal vancouver havana bogota caracas lima santiago rio gaza rafah
jerusalem haifa hebron nablus sanaa taiz marib aden riyadh jeddah mecca medina doha dubai muscat manama amman aqaba
irbid homs hama idlib raqqa palmyra latakia tartus
"""
_PEOPLES = """
afghan african albanian algerian american angolan arab arabian argentine armenian asian australian austrian
azerbaijani bahraini bangladeshi belarusian belgian bolivian bosnian brazilian british bulgarian burmese cambodian
canadian chechen chilean chinese colombian congolese croatian cuban cypriot czech danish dominican dutch egyptian
english eritrean estonian ethiopian european finnish french gambian georgian german ghanaian greek guinean haitian
hungarian icelandic indian indonesian iranian iraqi irish israeli italian jamaican japanese jewish jordanian kazakh
kenyan korean kurdish kuwaiti kyrgyz latvian lebanese liberian libyan lithuanian malaysian maltese mauritanian mexican
moldovan mongolian moroccan nepali prussia nigerian nigerien norwegian omani ottoman pakistani palestinian persian
peruvian polish portuguese prussian qatari roman romanian russian rwandan saudi scottish senegalese serbian siberian
slovak slovenian somali spanish sudanese swedish swiss syrian taiwanese tajik tanzanian thai tibetan tunisian turkish
turkmen ugandan ukrainian uzbek venezuelan vietnamese welsh yemeni zambian muslim islamic christian catholic orthodox
shiite sunni hindu buddhist alawite druze houthi
"""
_WORDS = """
ability abroad absence academy accept access account action active activity actor actual address admit adult advance
advice affair affect again against agency agent aggression agree ahead alarm album alert alive allow almost alone
along already always amount anger angle angry animal annual another answer anyone anything appeal appear apply approve
april arena argue arm armed arms army around arrest
arrive article artist aside asked assault asset assets assist atlas
attack attempt attend attorney audience august author avoid award aware badly balance ballet ballot banker banned bazaar
basic basis battle beach beard bearing beast beat became because become began begin behalf behind being beleaguer
belief believe belong below bench benefit beside best better between beyond bid bidden bidder bidding bigger bills
birth blame blast blind block blood board boats bodies bombs bonus books border bored born borough bottle bottom
bought bound brain brand brave bread break brick bride bridge brief bright bring broad broke broken brother brought
brown budget build built bullet burden bureau burial buried burn burst busy button buyer cabin cabinet cable caller
calls camel camera camp campaign canal cancel cancer candid canvas capable capital captain capture carbon career
careful cargo carrier carry cartel castle casual catch cattle caught cause caution ceiling center central centre
century chain chair chamber chance change channel chaos chapel chapter charge charity charm chart chase cheap check
cheer cheese chemical chest chief child choice choose church circle citizen civil civilian claim class clean clear
clerk client cliff climb clinic clock close closer cloth cloud clown coach coalmine coast coffee cold collapse collect
college colour column combat comedy comfort coming command comment commit common company compare compel complain
complete concern concert conduct confirm conflict connect consider contact contain content contest context continue
contract control convert convoy cooking copper corner correct cotton council count counter country county couple
courage course court cousin cover crack craft crash cream create credit crew crime criminal crisis critic critical
cross crowd crown cruel cruise crush culture curfew current custom damage dance danger dared daring dates daughter
dead deadly dealer death debate debris debt decade decent decide decline deep defeat defence defend deficit degree
delay deliver demand demon deny depart depend deputy desert design desire despite destroy detail detain device devil
diary dinner direct director dirty disease dispute distance district divide doctor dollar domain donor double doubt
dozen draft drama drawn dream dress drink drive driver drone drop drought dune during early earn earth easily easter
eastern economy edge editor effect effort eight either elder elect election eleven elite else embassy emerge empire
employ empty enable encase enemy energy engage engine enjoy enough ensure enter entire entry equal error escape essay
estate event ever every evidence exact examine example except excess excuse execute exile exist exit expand expect
expert explain export expose express extend extra extreme fabric facing factor factory faith fallen false familiar
family famous farmer fashion father fault favour fear feature federal feed fellow female fence festival fever field
fierce fifth fight figure final finance finger finish fired firm first fiscal fishing flag flame flash flat fleet
flight flood floor flour flow flower focus foreign forest forget form formal former fortune forum forward found
founder fourth frame fraud free freedom freeze frequent fresh friday friend front frozen fruit fuel full funeral
future gain galaxy gallery game gang garden gather general gentle ghost giant girls given glass global goal golden
goods government grain grand grant grass grave great green ground group grow growth guard guess guest guide guilty
habit hammer handle handy hanging happen happy harbour harder hardly harsh harvest hatred having hazard headed health
hearing heart heat heaven heavy height helicopter hello helped hence herself hidden highly hiking history holder
holding holiday holy honest honour hope horror horse hospital hostage hostile hotel hotly hotter hours house housing
however huge human humane humanity humid hundred hungry hunter hurricane husband idea ideal identity illegal image
impact import impose improve incident include income increase indeed index infant inform injury inner inquiry inside
insist install instead insult intend interest interim internet into invade invest invite island issue itself jacket
january jersey joint judge juice june jungle junior jury justice keeper ketamine kidnap killed killer kind king
kingdom kitchen knife knight knock known labour lacking ladder ladies lake land landed language large laser last late
later latest latter laugh launch lawyer layer leader league learn least leather leave legacy legal legend lemon length
lesson letter level liberal library license life light likely limit line linked liquid listen little live liver living
loans local lock logic lonely longer loose lorry loss lottery loud lower loyal lucky lunch macaroni machine magic
major maker making male mall manage manager mandate manner manor march marine mark market marry mass massacre massive
master match material matter mayor meaning means measure medal media medical medicine meet meeting member memory
mental merciful mercy merely merge message metal method micron middle midnight might mighty migrant mile militant
military militia million minds mine miner minister minor minute miracle mirror missile missing mission mistake mixed
mobile model modern moment monday money monitor monster month moon moral morning mortar mosque mother motion motor
mount mountain mourn mouth move movement movie much murder muscle museum music must mutual myself naked named narrow
nation native nature naval nearby nearly neck need needle neighbour neither nerve network never news newspaper next
night nine noble nobody noise none normal north northern notice novel november nuclear number nurse object obtain
obvious occupy ocean october offer office officer official often older olive onto open opera opinion oppose option
orange order organ origin other outbreak outcome output outside overall owner package page paid pain paint pair palace
panel panic paper parade parcel pardon parent park parliament partly partner party pass passage passenger past patent
path patient patrol pattern pause payment peace peak people pepper percent perfect perhaps period permit person phase
phone photo phrase pick picture piece pilot pirate pistol pitch place plain plan plane planet plant plastic plate play
player plaza please pleased plenty plot pocket poem point police policy polite political poll polymer pool poor
popular port portion position positive possible post potato potent potter pound poverty power praise prayer prefer
premier prepare present president press pretty prevent price priest prime prince princess print prior prison prisoner
private prize problem process produce product profit program project promise promote proof proper protect protein
protest proud prove provide public publish pudding pulled punish purchase pure purple purpose push putting quarter
queen question quick quiet quite quota quote rabbit race racing radar radio raid rain raise rally random range rapid
rare rarely rate rather reach react read ready real reason rebel recall receive recent record recover reduce reform
refuge refugee refuse regard regime region regret reject relate release relief remain remark remember remote remove
rent repair repeat replace reply report rescue research resident resign resist resolve resort respect respond rest
result retire retreat return reveal revenge reverse review reward rich rider rifle right rise rising risk ritual rival
river road robber robbery rock rocket role roll roof room root rough round route royal rubber rule ruler ruling rumour
rural rush sacred safe safety sail sailing sailor salad salary sale salt same sample sand satellite saturday save
saving saying scale scandal scene schedule school science scope score scream screen search season seat second secret
section sector secure security seed seek seem seize select self sell senate senator send senior sense sentence
separate series serious servant serve service session settle seven severe shadow shake shall shame shape share sharp
sheet shelf shell shelter shield shift shine ship shirt shock shoot shooting shop shore short shot should shout show
shower sick side siege sight sign signal silence silent silicon silver similar simple since singer single sister site
sitting
situation size skill skin slave sleep slice slide slight slow small smart smell smile smoke snow soccer social society
soft soil soldier solemn solemnly solid solution solve some somebody someone something somewhat soon sorry sort sought
soul sound source south southern space spare speak speaker special species speech speed spell spend spirit split spoke
sport spread spring squad squadron square stable staff stage stake stand standard star start state statement station
statue status stay steal steam steel step stick still stock stolen stone stop store storm story strain strange
stranger stream street strength stress stretch strike string strip stroke strong struck structure struggle student
studio study stuff style subject submit success such sudden suffer sugar suggest suicide suit summer summit sunday
supply support suppose supreme sure surface surge surprise survey survive suspect suspend sweet swift swing switch
sword symbol system table tackle taken talent talk tall tanker target task taste teach teacher team tears temple tempt
tender tennis tension term terrible territory terror test than thank that theatre their theme then theory there these
they thick thief thin thing think third this those though thought thousand threat three throat through throw thursday
ticket tiger tight time timer tiny tired tissue title tobacco today together toilet tonight tool tooth topic torch
total touch tough tour tourist toward tower town trace track trade trader tradition traffic tragedy trail train
transfer transit transport trap travel treason treasure treat treaty treble tree trend trial tribal tribe tribunal
trick tried trigger trillion trip triple triumph troop trophy trouble truck truly trump trunk trust truth tuesday
tunnel turn twelve twenty twice twin type typical uncle under union unique unit unite united unity universe university
unknown unless unlike until upper urban urge urgent useful user usual utter valley valuable value valve various vast
vehicle venture venue verdict version vessel veteran victim victory video village violence violent virus visa visible
vision visit visitor visual vital voice volume volunteer vote voter wages wagon waist wait walk wall wander want
warfare warm warn warning warrant warrior wash waste watch water wave weak wealth weapon wear weather wedding
wednesday week weekend weight welcome well west western wheel where whether which while white whole whose wicked wide
widely widow wife wild window wine winner winter wire wisdom wise wish within without witness woman wonder wood wooden
word work worker world worried worry worse worst worth would wound wounded wreck write writer wrong yard year yellow
yesterday yield young younger youth zone
"""
_SHORT = """
act add age ago aid aim air all art ask bad ban bar bay bed bet big bit box boy bus buy can car cat come cut day deal
deep die dog dry due ear east eat egg end eye far few fit five fix fly four fun gas get goal good gun half hand hat head
help her here high hill hit home hot ice ill job jump key land late law lead leg let lie list live long look lose lot
love low man many map mean meet mile mind mix more most much new nice north note off oil old one open out own park part
past pay plan play poor port post pull push put rain red rest rice rise rock run sad safe say sea see sell send set
seven shop show side sign sit six size sky some song soon south spin star stay stop sun swim tax tea team tell ten term
time toe top trip true try turn two use wait wall war warm way week west wide win wind wood work year yes you young zoo
"""
_ELSEWHERE = """
австрия австралия германия грузия иран ирак ирландия исландия словакия словения нигер нигерия сирия сербия сибирь
россия пруссия беларусь ливан ливия латвия литва время города говорит государство война воина военные власти власть
вопрос право работа республика решение силы сила страна страны человек люди глава года после перед более также может
было были estado gobierno guerra presidente pueblo ciudad nacional mundo tiempo partido muerte mujer hombre
gouvernement president ministre guerre ville monde temps homme femme apres selon contre regierung prasident minister
stadt krieg leute menschen jahre stunden gegen nach unter
"""
_ORDINARY: Final = frozenset(map(fold, f"{_PEOPLES} {_WORDS} {_ELSEWHERE}".split())).union(*STOPWORDS.values())
ORDINARY_WORDS = frozenset(map(fold, _WORDS.split()))  #: English ones, mostly without their endings
_ALL_WORDS: Final = ORDINARY_WORDS.union(map(fold, _SHORT.split()))
_WELL_KNOWN: Final = frozenset(map(fold, _PLACES.split())) - _ORDINARY
WELL_KNOWN: Final = _WELL_KNOWN | {"hamas", "khamenei"}  #: names, folded, that news has every day
_LEAST_OF_WELL_KNOWN_100: Final = 92.0  #: Tehran for Teheran, but not Australia for Austria


def least_likeness(folded: str) -> float | None:
    """How alike the folded word of a text must be to a name to be its misspelling, 0..100; None: it never is one."""
    bare = folded.removesuffix("'s")
    if _is_form_of(bare, _ORDINARY) or (not bare.isascii() and is_ordinary_abroad(bare)):
        return None
    return _LEAST_OF_WELL_KNOWN_100 if bare in WELL_KNOWN else 0.0


def is_ordinary(folded: str) -> bool:
    """Is the folded word an ordinary English one, short ones too, or a form of it: Times, Comes?"""
    return _is_form_of(folded, _ALL_WORDS)


def _is_form_of(folded: str, words: frozenset[str]) -> bool:
    return folded in words or (folded.isascii() and not words.isdisjoint(english_bases(folded)))
