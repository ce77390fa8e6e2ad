"""The schema for editors: fresh, valid, and of the same mind as the loader."""

import copy
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from bot.cli import main
from bot.script import schema
from tests.script.findings import FINDINGS
from tests.script.small import SMALL, edited

ROOT = Path(__file__).resolve().parents[2]
VALIDATOR = jsonschema.Draft202012Validator(schema.schema())


def plain(text):
    return YAML(typ="safe", pure=True).load(text)


def test_file_is_what_the_grammar_says():
    assert (ROOT / "surveys" / "survey.schema.json").read_text("utf-8") == schema.text(), "run `nege schema`"


def test_command_writes_the_file(tmp_path, capsys):
    path = tmp_path / "survey.schema.json"

    assert main(["schema", "--output", str(path)]) == 0

    assert path.read_text("utf-8") == schema.text()
    assert str(path) in capsys.readouterr().out


def test_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(schema.schema())


@pytest.mark.parametrize(
    "text", [SMALL, (ROOT / "surveys" / "service_usage.yaml").read_text("utf-8")], ids=["small", "shipped"]
)
def test_good_script_is_valid(text):
    assert list(VALIDATOR.iter_errors(plain(text))) == []


def test_every_way_to_give_choices_is_valid():
    script = plain(SMALL)
    for choices in ("ways", "seeds/ways", {"from": "ways", "except": ["egov"]}, {"a": {"kk": "А", "typed": True}}):
        changed = copy.deepcopy(script)
        changed["questions"][2]["questions"][0]["choices"] = choices
        assert VALIDATOR.is_valid(changed), choices


SEEN_BY_THE_SCHEMA = (
    "unknown_key", "missing_key", "null_key", "comma_splits_text", "nested_group", "empty_set", "bad_code", "reserved_code",
    "not_word", "not_text", "not_flag", "not_number", "not_codes", "not_choices", "not_questions",
    "unknown_language", "unknown_kind", "unknown_measure", "key_not_for_kind", "kind_needs_key", "measure_not_for_kind",
)  # fmt: skip


@pytest.mark.parametrize("code", SEEN_BY_THE_SCHEMA)
def test_script_with_a_wrong_form_is_not_valid(code):
    finding = FINDINGS[code]

    assert not VALIDATOR.is_valid(plain(finding.text or edited(*finding.edits)))


def test_every_key_says_what_it_is_for():
    tables = [schema.schema(), *(schema.schema()["$defs"][name] for name in ("question", "group", "reference"))]

    assert all(entry.get("description") for table in tables for entry in table["properties"].values())
