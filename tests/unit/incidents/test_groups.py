"""Lists of people who share a loss are added up; parts of a whole are not."""

import pytest

from daemon.incidents.groups import summed
from daemon.incidents.tolls import told_in

TOLLS = (
    ("en", "Five soldiers and two civilians were killed in the attack on Friday.", {"dead": "7"}),
    ("en", "Three men, one woman and two children were killed when a shell hit the market.", {"dead": "6"}),
    ("en", "A suicide bomber blew himself up at a checkpoint, killing 4 policemen and a child.", {"dead": "5"}),
    ("en", "Two teachers and six pupils died in the fire.", {"dead": "8"}),
    ("en", "The strike killed three paramedics and a journalist.", {"dead": "4"}),
    ("en", "Gunmen shot dead 11 miners and two guards in Balochistan.", {"dead": "13"}),
    ("en", "12 people, including 3 children, were killed in the strike.", {"dead": "12"}),
    ("en", "A bus plunged into a ravine, killing 10, 4 of them women.", {"dead": "10"}),
    ("en", "The blast killed 5 and wounded 12.", {"dead": "5", "injured": "12"}),
    ("en", "Four soldiers were killed and seven civilians wounded in the ambush.", {"dead": "4", "injured": "7"}),
    ("en", "Eight civilians and three soldiers were wounded, officials said.", {"injured": "11"}),
    ("en", "At least 14 people were killed, among them two journalists and a doctor.", {"dead": "at least 14"}),
    ("en", "Six people were killed: four men and two women.", {"dead": "6"}),
    ("en", "The attack left nine people dead, six civilians and three soldiers.", {"dead": "9"}),
    (
        "en",
        "Two police officers and one attacker were killed in a shootout; five bystanders were hurt.",
        {"dead": "3", "injured": "5"},
    ),
    ("en", "The shelling killed 2 adults and 3 children and injured 8 others.", {"dead": "5", "injured": "8"}),
    ("en", "A mother and her two children were killed in a drone strike in Kherson.", {"dead": "3"}),
    ("en", "Seven people, three of them soldiers, died.", {"dead": "7"}),
    ("en", "Fifteen insurgents and four soldiers have been killed in clashes.", {"dead": "19"}),
    ("en", "Police arrested two men and a woman after three people were killed.", {"dead": "3"}),
    ("en", "Five people were killed in two villages and a town.", {"dead": "5"}),
    ("en", "The militants killed 20 villagers, 12 men and 8 women, and burned 40 houses.", {"dead": "20"}),
    ("en", "One civilian was killed and two soldiers and a policeman were injured.", {"dead": "1", "injured": "3"}),
    ("en", "20 migrants, 12 Syrians and 8 Iraqis, drowned.", {"dead": "20"}),
    ("en", "20 migrants, 12 Syrians and five Iraqis, drowned.", {"dead": "20"}),
    ("en", "Nine workers, six Indians and three Pakistanis, were killed.", {"dead": "9"}),
    ("en", "Four journalists, two Palestinians and two Lebanese, were killed.", {"dead": "4"}),
    ("en", "Seven police officers, four constables and three guards, were killed.", {"dead": "7"}),
    ("en", "Two women, a man and a child were killed.", {"dead": "4"}),
    ("en", "Three soldiers, two policemen and one civilian were killed.", {"dead": "6"}),
    ("en", "Five civilians, three soldiers and two bystanders were killed.", {"dead": "10"}),
    ("en", "Ten Palestinians, six fighters and four civilians, were killed.", {"dead": "10"}),
    ("en", "Nine children, five boys and four girls, were killed.", {"dead": "9"}),
    ("en", "Gunmen killed 20 soldiers, three policemen and five civilians, officials said.", {"dead": "28"}),
    ("ru", "Погибли 9 рабочих, 6 россиян и 3 украинца.", {"dead": "9"}),
    ("ru", "Погибли 9 рабочих, 6 россиян и 3 датчанина.", {"dead": "9"}),
    ("ru", "Погибли 10 военных, 6 солдат и 4 офицера.", {"dead": "10"}),
    ("ar", "مقتل 10 فلسطينيين، 6 مقاتلين و4 مدنيين.", {"dead": "10"}),
    ("ru", "В результате обстрела погибли пять военных и двое мирных жителей.", {"dead": "7"}),
    ("ru", "Погибли двое взрослых и трое детей, ещё восемь человек ранены.", {"dead": "5", "injured": "8"}),
    ("ru", "Убиты 4 полицейских и один прохожий.", {"dead": "5"}),
    ("ru", "При ударе погибли 12 человек, в том числе трое детей.", {"dead": "12"}),
    ("ru", "Погибли 10 человек, из них четыре женщины.", {"dead": "10"}),
    ("ru", "Три женщины и один мужчина погибли при пожаре в Казани.", {"dead": "4"}),
    ("ru", "Ранены шесть солдат и два офицера.", {"injured": "8"}),
    ("ru", "Погибли два человека, ранены 7 мирных жителей и трое спасателей.", {"dead": "2", "injured": "10"}),
    ("ru", "Жертвами взрыва стали 3 мужчины и 2 женщины.", {"dead": "5"}),
    ("ru", "Погибли шесть человек: четверо мужчин и две женщины.", {"dead": "6"}),
    ("uk", "Загинули п'ятеро військових і двоє цивільних.", {"dead": "7"}),
    ("uk", "Внаслідок удару загинули дві жінки та одна дитина, ще 6 людей поранено.", {"dead": "3", "injured": "6"}),
    ("uk", "Загинули 9 людей, серед них троє дітей.", {"dead": "9"}),
    ("uk", "Поранення отримали 4 чоловіки і 3 жінки.", {"injured": "7"}),
    ("uk", "Вбито трьох поліцейських та двох перехожих.", {"dead": "5"}),
    ("ar", "مقتل خمسة جنود ومدنيين اثنين في هجوم شمالي العراق.", {"dead": "7"}),
    ("ar", "مقتل 4 رجال و3 نساء في قصف على المدينة.", {"dead": "7"}),
    ("ar", "مقتل 12 شخصا بينهم 3 أطفال في غارة.", {"dead": "12"}),
    ("ar", "أسفر الانفجار عن مقتل ستة مدنيين وثلاثة جنود وإصابة 15 آخرين.", {"dead": "9", "injured": "15"}),
    ("ar", "استشهاد 5 فلسطينيين بينهم طفلان.", {"dead": "5"}),
    ("ar", "إصابة ثلاثة رجال وامرأتين في حادث سير.", {"injured": "5"}),
    ("fr", "2 adultes et 3 enfants tués dans un incendie à Lyon.", {"dead": "5"}),
    ("fr", "Une attaque a tué cinq soldats et deux civils.", {"dead": "7"}),
    ("fr", "Douze personnes, dont trois enfants, ont été tuées.", {"dead": "12"}),
    ("de", "Fünf Soldaten und zwei Zivilisten wurden getötet.", {"dead": "7"}),
    ("de", "Drei Männer und eine Frau kamen ums Leben.", {"dead": "4"}),
    ("de", "Zwölf Menschen, darunter drei Kinder, wurden getötet.", {"dead": "12"}),
    ("es", "Murieron tres hombres y dos mujeres en el accidente.", {"dead": "5"}),
    ("es", "Cinco soldados y dos civiles murieron en el ataque.", {"dead": "7"}),
    ("es", "Doce personas, entre ellas tres niños, murieron.", {"dead": "12"}),
    ("tr", "Saldırıda beş asker ve iki sivil öldü.", {"dead": "7"}),
    ("tr", "Kazada 3 kadın ve 2 çocuk hayatını kaybetti, 6 kişi yaralandı.", {"dead": "5", "injured": "6"}),
    ("tr", "Patlamada aralarında 3 çocuğun da bulunduğu 12 kişi öldü.", {"dead": "12"}),
)


@pytest.mark.parametrize(("language", "text", "told"), TOLLS)
def test_lists_of_people_are_one_toll(language: str, text: str, told: dict[str, str]) -> None:
    """Who stands side by side before or behind one loss is added up; parts, and who met another loss, are not."""
    first: dict[str, str] = {}
    for about, value in told_in(text, language):
        first.setdefault(about, value)
    assert first == told


@pytest.mark.parametrize(
    "text",
    [
        "The strike killed two people and five others were wounded.",
        "The strike killed two soldiers and three militants surrendered.",
        "Погибли двое взрослых и трое детей попали в больницу",
        "Rebels captured five soldiers and two civilians were killed",
        "Повстанцы захватили пять солдат и двое мирных жителей погибли",
        "It killed two soldiers and destroyed three vehicles",
        "It killed two soldiers and three vehicles were burnt",
        "Five killed in Aleppo and two in Idlib",
        "Killed 5 and wounded 12",
        "A man and a woman were killed",
        "Killed 20 villagers, 8 women and 3 children",
        "5 people, 9 soldiers were killed",
        "Two of the three men and a dog",
        "Three soldiers, two civilians and two Lebanese were killed",
        "Two Lebanese, three soldiers and two civilians were killed",
        "Погибли 2 датчанина, 3 солдата и 4 офицера",
        "Погибли четверо журналистов, двое палестинцев и трое датчан",
        "مقتل 3 جنود ومدنيين اثنين و5 دنماركيين",
        "Une attaque a tué le maire",
    ],
)
def test_in_doubt_nothing_is_added_up(text: str) -> None:
    """Where a clause may begin inside a list, where things are counted, or nobody knows what is a part, all stays."""
    assert summed(text) == text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Killed: 20 villagers, 12 men and 8 women.", "Killed: 20 people."),
        ("Killing two passengers, an off-duty firefighter and his wife.", "Killing 2 people."),
        ("He killed eight girls, a boy and a school guard", "He killed 10 people"),
        ("Russian strikes kill five, including Egyptian man: Kyiv", "Russian strikes kill five : Kyiv"),
        ("Five killed, including 2 children, 10 injured", "Five killed, 10 injured"),
        ("Two hours on, five soldiers and two civilians died", "Two hours on, 7 people died"),
        ("Five soldiers and two civilians and two dogs died", "7 people and two dogs died"),
        ("Twelve died, including one who was killed at home", "Twelve died, including one who was killed at home"),
        ("Police officers: two policemen and another three guards died", "Police officers: 5 people died"),
        ("Six migrants and one crew member drowned", "7 people drowned"),
        ("Погибли три сотрудника полиции и двое военнослужащих.", "Погибли 5 человек."),
        ("В ДТП погибли водитель и три пассажира.", "В ДТП погибли 4 человек."),
        ("Zwei Polizisten und ein Passant wurden getötet.", "3 Menschen wurden getötet."),
        ("مقتل 3 مسعفين وصحفي", "مقتل 4 شخصا"),
        ("مقتل ثلاثة جنود إسرائيليين ومدنيين اثنين بقصف", "مقتل 5 شخصا بقصف"),
        ("وخمسة جنود وطفلين قتلوا", "و7 شخصا قتلوا"),
    ],
)
def test_a_list_is_written_as_one_number(text: str, read: str) -> None:
    """A whole that its parts follow is told once, and a part that tells another loss stays."""
    assert summed(text) == read
