"""Words for stories by the thousand: plausible, varied, and the same for the same number."""

import random

from core.html import CleanHTML, gate

PLACES = (
    "Verbivka Stepova Zarichne Kalynove Horodets Lypova Ozeriany Berehove Novyi Hai Staryi Mlyn Krynytsia Sosnivka "
    "Vyshnopil Dovhe Pishchane Rudky Yasenivka Mlynivtsi Lozova Balka Terny Hlybochok"
).split()
WHO = [
    "City council", "Regional court", "Energy ministry", "School board", "Railway", "Harbour authority", "Audit office",
    "Farmers’ union", "Hospital", "Town theatre", "Rescue service", "University", "Water company", "Border service",
    "Electoral commission", "Nature reserve", "Veterans’ centre", "Village library", "Grid operator", "Tram depot",
]  # fmt: skip
DOES = [
    "approves {what}", "delays {what} again", "asks for a second look at {what}", "opens {what} to the public",
    "publishes the cost of {what}", "finds a gap in {what}", "promises {what} before winter", "votes down {what}",
    "hands over {what}", "restores {what} after the strike", "counts the losses from {what}", "appeals over {what}",
    "explains {what}", "starts work on {what}", "drops {what}", "doubles the money for {what}",
]  # fmt: skip
WHAT = [
    "a bridge over the Tern", "new shelters", "the night timetable", "its budget", "the heating plan", "a school roof",
    "the grain corridor", "a housing register", "mine clearance", "the tram line", "a water main", "solar panels",
    "the state archive", "a regional clinic", "the market hall", "teachers’ pay", "fuel reserves", "the river port",
    "emergency generators", "land records", "a rehabilitation ward", "the bus contract", "a digital queue", "the lake",
]  # fmt: skip
WHERE = ["in {place}", "near {place}", "for {place}", "outside {place}", "between {place} and {other}"]
TAILS = [
    "",
    "",
    "",
    ", residents say",
    ", documents show",
    " after two years",
    " for the third time",
    " despite outages",
]
QUESTIONS = [
    "What we know about {what} in {place}", "Why {place} is waiting for {what}", "Who pays for {what} in {place}?",
    "“We will rebuild it”: a day in {place}", "{place} and {other}: two towns, one generator",
    "How {place} learned to live with {what}", "The people behind {what} in {place}",
]  # fmt: skip

WHO_UK = [
    "Міськрада", "Обласний суд", "Міністерство енергетики", "Залізниця", "Портова адміністрація", "Рятувальники",
    "Університет", "Водоканал", "Лікарня", "Бібліотека", "Аграрії", "Рахункова палата",
]  # fmt: skip
DOES_UK = [
    "затвердила {what}", "відклала {what}", "просить переглянути {what}", "оприлюднила вартість проєкту «{what}»",
    "обіцяє {what} до зими", "відновлює {what} після обстрілу", "пояснює {what}", "розпочинає {what}",
]  # fmt: skip
WHAT_UK = [
    "ремонт мосту", "нові укриття", "нічний розклад", "бюджет громади", "план опалення", "розмінування полів",
    "трамвайну лінію", "водогін", "сонячні панелі", "дах школи", "реєстр житла", "реабілітаційний центр",
]  # fmt: skip
PLACES_UK = "Вербівка Степова Зарічне Калинове Городець Липова Озеряни Берегове Соснівка Вишнопіль Довге Терни".split()

STANDFIRSTS = [
    "The decision follows months of argument over money and time.",
    "Officials promise an answer within weeks; those who wait have heard that before.",
    "Documents seen by The Meridian show how the sum was reached.",
    "Neighbours had already begun without them.",
    "Two earlier attempts came to nothing. This one has a date.",
    "",
]
STANDFIRSTS_UK = [
    "Рішення ухвалили після кількох місяців суперечок про кошти та строки.",
    "Чиновники обіцяють відповідь за кілька тижнів.",
    "Мешканці почали роботу, не чекаючи на дозвіл.",
    "",
]

_SENTENCES = [
    "The session lasted until after nine in the evening and was interrupted twice by the air raid alarm.",
    "Eleven of the fourteen members present voted in favour, two abstained and one had left for a night shift.",
    "“We have been told ‘next month’ since the spring,” said a woman who runs the pharmacy on the square.",
    "The contract, which runs to sixty pages, was published on the same day and can be read in full.",
    "Engineers who inspected the site described the damage as serious but not beyond repair.",
    "A spokesman declined to name the bidder until the time for complaints has passed.",
    "Nobody was hurt, though windows broke in three of the neighbouring houses.",
    "Work is to be done in two stages, so that at least one lane stays open for ambulances and the school bus.",
    "The money comes in equal parts from the region, from a reserve and from a partner town abroad.",
    "Last winter the same line failed nine times, the longest time for thirty-one hours.",
    "“It isn’t pretty, but it holds,” said the foreman, and closed the hatch.",
    "The auditors found no intent, only a spreadsheet in which a column had been added up twice.",
    "For the first time the plan says in one table what will be done, by whom, and what happens if it isn’t.",
    "Children from the two lower classes are taught in the library until the roof is finished.",
    "The next hearing is set for the end of the month.",
    "About four thousand people live in the villages concerned, a fifth of them displaced from elsewhere.",
    "The company says that it has delivered what was ordered; the hospital says that it ordered something else.",
    "Volunteers brought stoves, soup, and a box of headlamps that turned out to be the most useful thing of all.",
]
_SENTENCES_UK = [
    "Засідання тривало до дев’ятої вечора й двічі переривалося через повітряну тривогу.",
    "За рішення проголосували одинадцять із чотирнадцяти присутніх.",
    "«Нам від весни кажуть: наступного місяця», — говорить завідувачка аптеки на площі.",
    "Договір на шістдесят сторінок оприлюднили того самого дня.",
    "Інженери, які оглянули об’єкт, називають пошкодження серйозними, але не безнадійними.",
    "Роботи виконають у два етапи, щоб проїзд для швидкої та шкільного автобуса залишався відкритим.",
    "Кошти порівну дають область, резервний фонд і місто-партнер.",
    "Торік узимку та сама лінія виходила з ладу дев’ять разів.",
    "Наступне слухання призначили на кінець місяця.",
    "У навколишніх селах живе близько чотирьох тисяч людей, п’ята частина з них — переселенці.",
]


def headline(chance: random.Random, *, ukrainian: bool) -> str:
    if ukrainian:
        line = f"{chance.choice(WHO_UK)} {chance.choice(DOES_UK)}: {chance.choice(PLACES_UK)}"
        return line.format(what=chance.choice(WHAT_UK))
    if chance.random() < 0.2:
        line = chance.choice(QUESTIONS)
    else:
        line = f"{chance.choice(WHO)} {chance.choice(DOES)} {chance.choice(WHERE)}{chance.choice(TAILS)}"
    line = line.format(place=chance.choice(PLACES), other=chance.choice(PLACES), what=chance.choice(WHAT))
    return line[0].upper() + line[1:]


def standfirst(chance: random.Random, *, ukrainian: bool) -> str:
    return chance.choice(STANDFIRSTS_UK if ukrainian else STANDFIRSTS)


def bodies(*, ukrainian: bool, how_many: int = 24) -> list[CleanHTML]:
    """A few texts for many stories, through the gate once each: it is what would take the time."""
    made = []
    for number in range(how_many):
        chance = random.Random(f"body {number}")  # noqa: S311  -- words for a demo
        sentences = list(_SENTENCES_UK if ukrainian else _SENTENCES)
        chance.shuffle(sentences)
        sentences = sentences[: 5 + number % 8]
        paragraphs = [" ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2)]
        made.append(gate("".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)))
    return made
