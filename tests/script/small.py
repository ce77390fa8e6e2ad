"""A small survey with every part of the language, and the tables that it takes its lists from."""

from datetime import date

from bot.script.catalogue import Catalogue, read
from bot.script.load import Loaded, load

TODAY = date(2026, 11, 24)
NAME = "small.yaml"

SERVICES = """\
id,label_kk,label_ru,label_en,name_kk,name_ru,name_en,online,date,source,status,checked_on,note
passport,Паспорт,Паспорт,Passport,Азамат паспорты,Паспорт РК,A citizen’s passport,no,2026-01-01,gov.kz,official,2026-11-01,
eds,ЭЦҚ,ЭЦП,Signature,,,,yes,2026-01-01,gov.kz,official,2026-11-01,"a note, with a comma"
licence,Куәлік,Права,Licence,,,,partly,2026-01-01,gov.kz,official,2026-11-01,
"""
WAYS = """\
id,kind,label_kk,label_ru,label_en,date,source,status,checked_on
csc_operator,in_person,ХҚКО-да,В ЦОНе,At a CSC,2026-01-01,gov.kz,official,2026-11-01
csc_self,assisted,ХҚКО-да өзім,В ЦОНе сам,At its computer,2026-01-01,gov.kz,official,2026-11-01
egov,digital,Порталда,На портале,On the portal,2026-01-01,gov.kz,official,2026-11-01
"""
REASONS = """\
id,asked_of,fix,only,typed,label_kk,label_ru,label_en,remedy_kk,remedy_ru,remedy_en,date,source,status,checked_on
failed,tried,repair,,,Болмады,Не вышло,It failed,,,,2026-01-01,gov.kz,official,2026-11-01
unaware,not_tried,inform,,,Білмедім,Не знал(а),Did not know,Іздеңіз,Поищите,Look it up,2026-01-01,gov.kz,official,2026-11-01
hard_to_say,both,,yes,,Айту қиын,Трудно сказать,Hard to say,,,,2026-01-01,gov.kz,official,2026-11-01
"""
FIXES = """\
id,label_kk,label_ru,label_en,do_kk,do_ru,do_en,remedy_kk,remedy_ru,remedy_en,date,source,status,checked_on
repair,портал ісі,дело портала,for the portal,түзету,исправить,fix,1414,На 1414,Call 1414,2026-01-01,gov.kz,official,2026-11-01
inform,хабарлау,информировать,to inform,айту,рассказать,tell,eGov,На eGov,On eGov,2026-01-01,gov.kz,official,2026-11-01
"""
ALIASES = """\
list,row,language,alias,date,source,status,checked_on
services,passport,ru,загран,2026-01-01,gov.kz,official,2026-11-01
services,eds,ru,ключ,2026-01-01,gov.kz,official,2026-11-01
"""
MARGINS = "margin,level,share\nsex,female,0.52\n"

FILES = {
    "services.csv": SERVICES,
    "ways.csv": WAYS,
    "reasons.csv": REASONS,
    "fixes.csv": FIXES,
    "aliases.csv": ALIASES,
    "margins.csv": MARGINS,
}

SMALL = """\
survey: small
languages: [kk, ru, en]
title: {kk: Бару, ru: Визиты, en: Visits}
consent: {kk: "{operator} сұрайды", ru: "{operator} спрашивает", en: "{operator} asks"}
lists:
  ways: seeds/ways
  answers:
    tried: {kk: Иә, ru: Да, en: Yes}
    not_tried: {kk: Жоқ, ru: Нет, en: No}
sets:
  csc: [csc_operator, csc_self]
questions:
  - id: age
    kind: number
    measures: age
    ask: {kk: Жас?, ru: Возраст?, en: Age?}
    min: 0
    max: 120
  - id: services
    kind: many
    measures: service
    ask: {kk: Қызмет?, ru: Услуги?, en: Services?}
    choices: seeds/services
    max: 2
    none: {kk: Жоқ, ru: Никаких, en: None}
    other: {kk: Басқа, ru: Другая, en: Another}
  - for each: services
    questions:
      - id: channel
        kind: one
        measures: channel
        ask: {kk: "{item} қалай?", ru: "{item} – как?", en: "{item}: how?"}
        why: {kk: Білу үшін, ru: Чтобы знать, en: To know}
        choices: ways
      - id: attempt
        kind: one
        measures: tried_online
        when: channel in csc and item.online != no
        ask: {kk: Көрдіңіз бе?, ru: Пробовали?, en: Did you try?}
        choices: answers
      - id: reasons
        kind: many
        measures: reason
        when: channel in csc and (not answered(attempt) or attempt != tried)
        ask: {kk: Неге?, ru: Почему?, en: Why?}
        choices:
          from: seeds/reasons
          where: asked_of in (not_tried, both)
        shuffle: true
  - id: never
    kind: many
    measures: person_reason
    when: not any(channel == egov) and count(services) > 1
    ask: {kk: Неге онлайн емес?, ru: Почему не онлайн?, en: Why never online?}
    choices:
      no_need: {kk: Керек емес, ru: Не нужно, en: No need}
      no_skills: {kk: Білмеймін, ru: Не умею, en: No skills}
      unsure: {kk: Айту қиын, ru: Не знаю, en: Not sure, only: true}
  - id: sex
    kind: one
    measures: sex
    ask: {kk: Жыныс?, ru: Пол?, en: Sex?}
    choices:
      female: {kk: Әйел, ru: Женский, en: Female}
      male: {kk: Ер, ru: Мужской, en: Male}
      robot: {kk: Робот, ru: Робот, en: Robot}
    ineligible: [robot]
  - id: mark
    kind: scale
    measures: satisfaction
    ask: {kk: Баға?, ru: Оценка?, en: Mark?}
    min: 1
    max: 5
  - id: remark
    kind: text
    when: mark < 4
    ask: {kk: Пікір?, ru: Отзыв?, en: Remark?}
    hint: {kk: Қысқа, ru: Кратко, en: Briefly}
    optional: true
  - id: bye
    kind: note
    ask: {kk: Соңы, ru: Конец, en: The end}
thanks: {kk: Рахмет, ru: Спасибо, en: Thanks}
"""


def small_catalogue() -> Catalogue:
    return read(FILES)


def edited(*edits: tuple[str, str], text: str = SMALL) -> str:
    """The small survey with pieces replaced; each piece must stand there."""
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def loading(text: str, files: dict[str, str] | None = None) -> Loaded:
    return load(text, NAME, read({**FILES, **(files or {})}))
