"""Words for people, by language: those that a number counts, and those for one person. Pure.

Only such words make a number beside another one a part of the same toll: "five soldiers and two civilians", but not
"five soldiers and two vehicles".
"""

from dataclasses import dataclass
from functools import cache

from daemon.incidents.counted import listed


@dataclass(frozen=True, slots=True)
class Persons:
    """A language's words for people."""

    all: str  #: what any of them are, behind a number
    one: frozenset[str]  #: one person
    some: frozenset[str]  #: several, as they stand behind a number
    general: frozenset[str]  #: several of any sort, whose parts may follow
    two: frozenset[str] = frozenset()  #: two, in one word


_ENGLISH = """
    man woman boy girl child adult minor teenager teen infant baby toddler mother father parent son daughter brother
    sister sibling husband wife grandmother grandfather grandchild relative student pupil teacher schoolboy schoolgirl
    soldier officer policeman policewoman trooper guard constable marine sailor airman paratrooper conscript commando
    commander general colonel major captain lieutenant sergeant serviceman servicewoman reservist veteran recruit cadet
    fighter militant insurgent rebel terrorist gunman attacker assailant bomber bandit jihadist militiaman separatist
    extremist suspect civilian villager resident farmer worker labourer laborer miner driver passenger pilot crewman
    crewmember pedestrian cyclist motorist motorcyclist bystander passerby tourist pilgrim worshipper worshiper migrant
    refugee prisoner inmate detainee hostage settler protester demonstrator activist journalist reporter cameraman
    photographer doctor nurse medic paramedic patient firefighter fireman rescuer volunteer peacekeeper
    contractor engineer technician sniper shopkeeper trader vendor herder shepherd fisherman hunter judge lawyer
    priest nun imam cleric monk bishop mayor lawmaker politician official diplomat minister governor employee staffer
    customer visitor player fan spectator skier climber hiker guide member
    guest person foreigner national citizen native elder
    neighbour neighbor Palestinian Israeli Ukrainian Russian American Syrian Iraqi Iranian Pakistani Indian Afghan
    Yemeni Saudi Egyptian Libyan Sudanese Nigerian Somali Kenyan Malian Turk Kurd German Briton Pole Filipino Chinese
    Japanese Korean Lebanese Jordanian Mexican Colombian Georgian Armenian Azerbaijani"""
_ENGLISH_SOME = """
    men women children people persons others more police policemen policewomen servicemen servicewomen militiamen
    gunmen crewmen crew firemen fishermen passersby troops personnel babies wives civilians infants staff sudanese
    cameramen airmen grandchildren teens youths juveniles kids"""
_RUSSIAN = """
    человек мужчина женщина мальчик девочка ребенок взрослый подросток младенец мать отец сын дочь брат сестра муж жена
    бабушка дедушка школьник студент студентка учитель учительница солдат военный военнослужащий офицер полицейский
    милиционер охранник боец боевик террорист силовик пограничник моряк десантник рядовой командир генерал полковник
    нападавший стрелок смертник мирный житель гражданский жительница местный прохожий рабочий шахтер водитель пассажир
    пассажирка пилот летчик пешеход турист паломник беженец мигрант заключенный заложник активист журналист оператор
    врач медик медсестра фельдшер пациент пожарный спасатель волонтер строитель инженер сотрудник сотрудница чиновник
    судья священник палестинец израильтянин украинец россиянин гражданин иностранец пенсионер пенсионерка"""
_RUSSIAN_SOME = """
    мужчины мужчин женщины женщин мальчика мальчиков девочки девочек ребенка детей взрослых подростка подростков
    младенца младенцев школьника школьников студента студентов учителя учителей солдата солдат военных военнослужащих
    офицера офицеров полицейских охранника охранников бойца бойцов боевика боевиков террориста террористов силовика
    силовиков пограничника пограничников моряка моряков десантника десантников нападавших жителя жителей гражданских
    прохожих рабочих шахтера шахтеров водителя водителей пассажира пассажиров пилота пилотов летчика летчиков пешехода
    пешеходов туриста туристов паломника паломников беженца беженцев мигранта мигрантов заключенных заложника заложников
    активиста активистов журналиста журналистов врача врачей медика медиков пациента пациентов пожарных спасателя
    спасателей волонтера волонтеров сотрудника сотрудников палестинца палестинцев израильтянина израильтян украинца
    украинцев россиянина россиян иностранца иностранцев граждан пенсионера пенсионеров"""
_UKRAINIAN = """
    людина чоловік жінка хлопчик дівчинка дитина підліток немовля мати батько син донька брат сестра військовий солдат
    офіцер поліцейський охоронець боєць бойовик терорист прикордонник цивільний мешканець житель мешканка перехожий
    робітник шахтар водій пасажир пілот пішохід журналіст лікар медик медсестра пожежник рятувальник волонтер працівник
    працівниця військовослужбовець школяр учень учениця студент пенсіонер пенсіонерка"""
_UKRAINIAN_SOME = """
    чоловіки чоловіка чоловіків жінки жінок хлопчики хлопчика хлопчиків дівчинки дівчаток дитини дітей діти дорослих
    дорослі підлітки підлітка підлітків немовлят немовляти військових військові солдати солдата солдатів офіцери офіцера
    офіцерів поліцейських поліцейські охоронці охоронця охоронців бійці бійця бійців бойовики бойовика бойовиків
    прикордонники прикордонників цивільних цивільні мешканці мешканця мешканців жителі жителя жителів перехожих перехожі
    робітники робітників шахтарі шахтаря шахтарів водії водія водіїв пасажири пасажира пасажирів пілоти пілотів
    журналісти журналіста журналістів лікарі лікаря лікарів медики медика медиків пожежники пожежників рятувальники
    рятувальника рятувальників волонтери волонтера волонтерів працівники працівника працівників військовослужбовці
    військовослужбовця військовослужбовців школярі школяра школярів учні учня учнів"""
_ARABIC = """
    رجل امرأة سيدة طفل طفلة رضيع رضيعة شاب شابة فتى فتاة مسن مسنة مدني جندي ضابط شرطي حارس مسلح مقاتل عنصر قيادي قائد
    مسعف مسعفة طبيب طبيبة ممرض ممرضة صحفي صحفية صحافي صحافية مصور سائق عامل عاملة مهندس مواطن مواطنة طالب طالبة معلم
    معلمة مهاجر لاجئ سائح فلسطيني فلسطينية إسرائيلي إسرائيلية سوري عراقي لبناني يمني مصري"""
_ARABIC_SOME = """
    رجال رجلا نساء امرأة سيدات أطفال طفلا رضع شبان شبانا فتية فتيات مسنين مدنيين مدنيا مدنيون جنود جنديا ضباط ضابطا
    شرطيين شرطيا شرطة حراس مسلحين مسلحا مسلحون مقاتلين مقاتلا عناصر عنصرا قياديين قادة مسعفين مسعفا أطباء طبيبا ممرضين
    صحفيين صحفيا صحافيين صحافيا عمال عاملا موظفين موظفا مواطنين مواطنا طلاب طالبا تلاميذ تلميذا معلمين مهاجرين مهاجرا
    لاجئين سياح سائحا ركاب راكبا بحارة إرهابيين إرهابيا مستوطنين فلسطينيين فلسطينيا إسرائيليين إسرائيليا سوريين سوريا
    عراقيين لبنانيين يمنيين مصريين آخرين"""
_TWO = (
    "رجلين رجلان امرأتين امرأتان سيدتين سيدتان طفلين طفلان طفلتين طفلتان شابين شابان جنديين جنديان ضابطين ضابطان مدنيان"
)
_GERMAN_SOME = """
    männer frauen kinder jungen mädchen erwachsene jugendliche soldaten soldatinnen polizisten polizistinnen zivilisten
    zivilpersonen beamte kämpfer rebellen terroristen angreifer arbeiter bergleute fahrer passagiere insassen
    fußgänger passanten
    touristen journalisten ärzte sanitäter helfer feuerwehrleute schüler schülerinnen studenten bewohner
    palästinenser israelis ukrainer russen einsatzkräfte matrosen migranten flüchtlinge geiseln"""
_GERMAN_ONE = """
    mann frau kind junge mädchen soldat soldatin polizist polizistin zivilist angreifer arbeiter fahrer fahrerin
    passagier fußgänger passant tourist journalist journalistin arzt ärztin sanitäter feuerwehrmann schüler schülerin
    baby"""
_FRENCH_SOME = """
    hommes femmes enfants garçons filles adultes adolescents mineurs bébés soldats militaires policiers gendarmes civils
    combattants rebelles terroristes djihadistes assaillants ouvriers chauffeurs passagers pilotes piétons touristes
    journalistes médecins infirmiers secouristes pompiers élèves étudiants habitants villageois migrants otages
    palestiniens israéliens ukrainiens russes français"""
_FRENCH_ONE = """
    homme femme enfant garçon fille adulte adolescent adolescente bébé soldat militaire policier gendarme civil
    assaillant chauffeur passager pilote piéton touriste journaliste médecin infirmière secouriste pompier élève"""
_SPANISH_SOME = """
    hombres mujeres niños niñas adultos menores adolescentes bebés soldados militares policías agentes civiles rebeldes
    terroristas guerrilleros atacantes obreros trabajadores conductores pasajeros pilotos peatones turistas periodistas
    médicos rescatistas bomberos alumnos estudiantes vecinos migrantes rehenes palestinos israelíes ucranianos"""
_SPANISH_ONE = """
    hombre mujer niño niña adulto menor adolescente bebé soldado militar policía agente civil atacante conductor
    pasajero piloto peatón turista periodista médico rescatista bombero estudiante"""
_TURKISH = """
    kadın erkek çocuk bebek genç asker polis sivil jandarma korucu terörist saldırgan işçi madenci sürücü yolcu pilot
    yaya turist gazeteci doktor hemşire itfaiyeci öğrenci öğretmen göçmen filistinli israilli"""


def persons_of(word: str) -> Persons | None:
    """The language to which a folded word for people belongs; None: it is none."""
    return _by_word().get(word)


@cache
def _by_word() -> dict[str, Persons]:
    """Words of all languages; what two have in common is of the first."""
    found: dict[str, Persons] = {}
    for persons in _languages():
        for word in persons.one | persons.some | persons.general | persons.two:
            found.setdefault(word, persons)
    return found


def _languages() -> tuple[Persons, ...]:
    english = listed(_ENGLISH)
    some = listed(_ENGLISH_SOME) | {f"{word}s" for word in english} | {f"{word[:-1]}ies" for word in english}
    turkish = listed(_TURKISH)
    return (
        Persons("people", english, some, listed("people persons others more")),
        Persons("человек", listed(_RUSSIAN), listed(_RUSSIAN_SOME), listed("человек человека людей")),
        Persons("людей", listed(_UKRAINIAN), listed(_UKRAINIAN_SOME), listed("людей людини осіб особи")),
        Persons("شخصا", listed(_ARABIC), listed(_ARABIC_SOME), listed("شخص شخصا أشخاص"), listed(_TWO)),
        Persons("Menschen", listed(_GERMAN_ONE), listed(_GERMAN_SOME), listed("menschen personen")),
        Persons("personnes", listed(_FRENCH_ONE), listed(_FRENCH_SOME), listed("personnes")),
        Persons("personas", listed(_SPANISH_ONE), listed(_SPANISH_SOME), listed("personas")),
        Persons("kişi", turkish, turkish, listed("kişi kişinin insan")),
    )
