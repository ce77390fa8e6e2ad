"""For every complaint that exists: an edit of the small survey that brings it up. Without the edit there is no complaint."""

from dataclasses import dataclass, field

from bot.script.source import MAX_BYTES
from tests.script.small import FILES, REASONS, SERVICES, WAYS

LONG = "Өте ұзын жазу, отыз таңбадан асады"


@dataclass(frozen=True)
class Finding:
    """`edits` to the survey; `files`: tables in place of the usual ones; `text` in place of the survey.

    `at`: what stands at its place. `also`: what else is complained about. `mended`: edits that are right again, where the small
    survey itself has nothing to compare with.
    """

    edits: tuple[tuple[str, str], ...] = ()
    at: str = ""
    also: frozenset[str] = frozenset()
    files: dict[str, str] = field(default_factory=dict)
    text: str = ""
    mended: tuple[tuple[str, str], ...] = ()


def edit(old: str, new: str, **more) -> Finding:
    more["also"] = frozenset(more.get("also", ()))
    if "mended" in more:
        more["mended"] = ((old, more["mended"]),)
    return Finding(((old, new),), **more)


def of_text(text: str, **more) -> Finding:
    return Finding(text=text, **more)


def of_file(name: str, old: str, new: str, **more) -> Finding:
    assert old in FILES[name], old
    return Finding(files={name: FILES[name].replace(old, new, 1)}, **more)


SEX = "  - id: sex\n    kind: one\n    measures: sex\n"
MARK = "    min: 1\n    max: 5\n"
FEMALE = "female: {kk: Әйел, ru: Женский, en: Female}"
REASON = "          from: seeds/reasons\n          where: asked_of in (not_tried, both)\n"
ATTEMPT = "when: channel in csc and item.online != no"
CAME = "when: channel in csc and (not answered(attempt) or attempt != tried)"
NEVER = "when: not any(channel == egov) and count(services) > 1"
BYE = "  - id: bye\n    kind: note\n"
SURE = "unsure: {kk: Айту қиын, ru: Не знаю, en: Not sure, only: true}"
EN_SEX = "ask: {kk: Жыныс?, ru: Пол?, en: Sex?}"
ASK = "ask: {kk: Жас?, ru: Возраст?, en: Age?}"
MANY_TEXTS = "\n".join(f"- [{', '.join('a' * 2000)}]" for _ in range(16))

FINDINGS: dict[str, Finding] = {
    # The text itself.
    "too_big": of_text("#" * (MAX_BYTES + 1), at=""),
    "too_deep": of_text("a: " + "[" * 21, at="["),
    "too_many_parts": of_text(MANY_TEXTS),
    "not_utf8": of_text("survey: small\ntitle: \udcd0\udc91", at=""),
    "yaml_syntax": of_text('title: {kk: "Иә" деп', at="деп"),
    "colon_needs_quotes": edit(EN_SEX, "ask:\n      kk: Сұрақ: жыныс?", at=": жыныс?"),
    "braces_need_quotes": edit('kk: "{item} қалай?"', "kk: {item}"),
    "tab": edit("    kind: scale", "\tkind: scale"),
    "anchor": edit("csc: [csc", "csc: &csc [csc", at="&csc"),
    "alias": edit("choices: ways", "choices: *ways", also=("unused_list", "set_is_strange", "unknown_code")),
    "tag": edit("min: 1", "min: !!int 1"),
    "merge_key": edit(EN_SEX, EN_SEX + "\n    <<: {optional: true}"),
    "many_documents": edit("thanks:", "---\nthanks:"),
    "key_empty": edit(EN_SEX, EN_SEX + "\n    : yes"),
    "key_not_word": edit(EN_SEX, EN_SEX + "\n    [a]: yes"),
    "not_table": of_text("- survey", at="- survey"),
    # Tables of the catalogue: seen by `complaints`, not by the loader.
    "seed_old": of_file("services.csv", "official,2026-11-01", "official,2025-11-23"),
    "seed_date": of_file("services.csv", "official,2026-11-01", "official,November"),
    "seed_incomplete": of_file("services.csv", "gov.kz,official", ",official"),
    "seed_cells": of_file("services.csv", "Signature,,,", "Signature,,,,"),
    "seed_long_label": of_file("services.csv", "Signature", "S" * 31),
    "seed_duplicate": of_file("services.csv", "licence,", "eds,"),
    "seed_number": Finding(
        files={"margins.csv": "id,margin,level,share_of_adults,label_kk,label_ru,label_en\nm,sex,f,half,Ә,Ж,F\n"}
    ),
    "seed_value": of_file("services.csv", "passport,no", "passport,нет"),
    "alias_unknown": of_file("aliases.csv", "services,eds", "services,edz"),
    "alias_incomplete": of_file("aliases.csv", ",ru,ключ", ",rus,ключ"),
    "alias_twice": of_file("aliases.csv", "ru,ключ", "ru,Загран"),
    # Keys.
    "duplicate_key": edit("    min: 0\n", "    min: 0\n    min: 1\n", at="min: 1"),
    "null_key": edit("    min: 0\n", "    min:\n", at="min:"),
    "empty_item": edit("[csc_operator, csc_self]", "[csc_operator, ~]"),
    "comma_splits_text": edit("tried: {kk: Иә,", "tried: {kk: Иә, әрине,", at="әрине"),
    "unknown_key": edit("    measures: sex", "    measure: sex", at="measure: sex"),
    "missing_key": edit("    kind: note\n", "", at="id: bye"),
    "not_word": edit("kind: note", "kind: [note]"),
    "not_text": edit(ASK, "ask: How old are you?", at="How old"),
    "not_flag": edit("optional: true", "optional: perhaps"),
    "not_number": edit("max: 120", "max: many"),
    "not_codes": edit("[robot]", "[{robot: yes}]"),
    "not_words": edit("{kk: Әйел, ru: Женский", "{also: [{a: b}], kk: Әйел, ru: Женский"),
    "not_choices": edit("choices: ways", "choices: [csc_operator]", also=("unused_list", "unknown_code", "set_is_strange")),
    "not_questions": of_text(
        "survey: a\nlanguages: [kk]\ntitle: {kk: А}\nconsent: {kk: Б}\nquestions: none\nthanks: {kk: В}\n", at="none"
    ),
    "nested_group": edit(
        "      - id: attempt", "      - for each: services\n        id: attempt", also=("unknown_name", "unused_list")
    ),
    "unknown_language": edit("[kk, ru, en]", "[kk, ru, en, kz]", at="kz"),
    "unknown_kind": edit("kind: note", "kind: notes"),
    "unknown_measure": edit("measures: sex", "measures: gender"),
    # Texts.
    "missing_language": edit("ask: {kk: Жас?, ru: Возраст?, en: Age?}", "ask: {kk: Жас?, ru: Возраст?}", at="{kk: Жас?"),
    "missing_label": of_file("ways.csv", "At a CSC,", ",", also=frozenset()),
    "unknown_placeholder": edit(ASK, 'ask: {kk: "{item}", ru: "{item}", en: "{item}"}'),
    "placeholders_differ": edit('en: "{item}: how?"', "en: How?"),
    # Codes and names.
    "bad_code": edit("id: sex", "id: Sex", at="Sex"),
    "keyword_code": edit("female:", "is:"),
    "reserved_name": edit("id: sex", "id: item"),
    "duplicate_id": edit("id: sex", "id: age"),
    "set_name_taken": edit(
        "  csc: [csc_operator, csc_self]",
        "  male: [csc_operator, csc_self]\n  csc: [csc_operator, csc_self]",
        also=("unused_set",),
    ),
    "code_is_question": edit("female:", "mark:"),
    "reserved_code": edit("female:", "other:"),
    "duplicate_code": Finding(
        files={"services.csv": SERVICES.replace("licence,", "other,").replace("Licence,,,,", "Licence,,,,")}
    ),
    # Lists and choices.
    "unknown_list": edit("choices: ways", "choices: way", at="way", also=("unused_list", "unknown_code", "set_is_strange")),
    "unknown_code": edit("[robot]", "[robots]", at="robots"),
    "no_choices": edit("asked_of in (not_tried, both)", 'asked_of == ""'),
    "empty_set": edit(
        "  csc: [csc_operator, csc_self]", "  csc: [csc_operator, csc_self]\n  none_of: []", also=("unused_set",)
    ),
    # Conditions.
    "condition_long": edit("when: mark < 4", "when: mark < 4" + " and mark < 4" * 80),
    "condition_syntax": edit("when: mark < 4", "when: mark < < 4", at="< 4"),
    "single_equals": edit("when: mark < 4", "when: mark = 4", at="= 4"),
    "condition_form": edit("when: mark < 4", "when: 1 < mark < 4", at="1 < mark"),
    "unknown_name": edit("when: mark < 4", "when: marks < 4", at="marks"),
    "asked_later": edit(SEX, SEX + "    when: mark < 4\n", at="mark < 4"),
    "unknown_column": edit("item.online", "item.onlin", at="item.onlin"),
    "item_outside": edit("when: mark < 4", "when: mark < 4 and item.online == no"),
    "group_outside": edit("when: not any(channel == egov)", "when: not channel == egov", at="channel == egov"),
    "wrong_any": edit(ATTEMPT, "when: any(channel in csc)"),
    "wrong_comparison": edit("count(services) > 1", "services > 1"),
    "wrong_count": edit("count(services) > 1", "count(age) > 1", at="age)", mended="age > 1"),
    "wrong_value": edit("when: mark < 4", "when: mark < low"),
    "set_is_strange": edit("when: mark < 4", "when: sex in csc"),
    "set_needs_in": edit(ATTEMPT, "when: channel == csc"),
    "wrong_group": edit("for each: services", "for each: age", also=("unknown_column", "measure_place", "group_outside")),
    # Kinds.
    "key_not_for_kind": edit(BYE, BYE + "    optional: true\n"),
    "kind_needs_key": edit(MARK, "    min: -3\n"),
    "measure_not_for_kind": edit("measures: satisfaction", "measures: settlement"),
    "wrong_bounds": edit(MARK, "    min: 5\n    max: 1\n"),
    "too_many_marks": edit("max: 2", "max: 5"),
    "scale_too_long": edit(MARK, "    min: 0\n    max: 11\n"),
    "two_typed": edit(SURE, f"{SURE}\n      a: {{kk: А, ru: А, en: A, typed: true}}\n    other: {{kk: Б, ru: Б, en: B}}"),
    "only_in_one": edit(FEMALE, FEMALE[:-1] + ", only: true}"),
    "only_and_typed": edit(SURE, SURE[:-1] + ", typed: true}"),
    # Limits.
    "button_too_long": edit("kk: Әйел,", f"kk: '{LONG}',"),
    "short_too_long": edit("hint: {kk: Қысқа, ru: Кратко, en: Briefly}", f"short: {{kk: Пікір, ru: Отзыв, en: {'long ' * 7}}}"),
    "data_too_long": edit("female:", "ә" * 25 + ":", also=("bad_code",)),
    "message_too_long": edit("en: Age?", f"en: {'word ' * 820}"),
    # Warnings.
    "unknown_trap": edit("(not answered(attempt) or attempt != tried)", "not attempt == tried", at="channel in"),
    "never_asked": edit("when: mark < 4", "when: mark < 2 and mark > 3"),
    "same_measure": edit("measures: sex", "measures: person_reason"),
    "measure_place": edit("measures: sex", "measures: recency"),
    "unused_set": edit("sets:", "sets:\n  digital: [egov]", at="digital:"),
    "unused_list": edit("lists:", "lists:\n  more: seeds/ways", at="more:"),
}

assert REASONS
assert WAYS
