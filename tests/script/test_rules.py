"""Every complaint that exists is brought up by its finding, and is gone when the finding is mended."""

import pytest

from bot.script import catalogue
from bot.script.issue import located, render
from bot.script.lint import CODES, OF_SEEDS, RULES
from bot.texts import LANGUAGES
from tests.script.findings import FINDINGS
from tests.script.small import FILES, SMALL, TODAY, edited, loading


def issues(finding):
    """What the loader says of a finding, and the catalogue where the finding is about a table."""
    found = list(loading(finding.text or edited(*finding.edits), finding.files).issues)
    for seed in catalogue.read({**FILES, **finding.files}).values():
        found += [located(complaint, CODES[complaint.code], seed.file, {}) for complaint in catalogue.complaints(seed, TODAY)]
    return found


def test_small_survey_has_no_complaints():
    loaded = loading(SMALL)

    assert loaded.issues == ()
    assert loaded.script is not None


def test_tables_have_no_complaints():
    assert [issue for seed in catalogue.read(FILES).values() for issue in catalogue.complaints(seed, TODAY)] == []


def test_every_complaint_has_a_finding():
    assert FINDINGS.keys() == CODES.keys()
    assert {code for rule in RULES for code in (*rule.errors, *rule.warnings)} <= CODES.keys()


@pytest.mark.parametrize("code", FINDINGS)
def test_complaint_comes_up_and_nothing_else_does(code):
    finding = FINDINGS[code]

    found = issues(finding)

    assert code in {issue.code for issue in found}
    if code not in OF_SEEDS and not finding.files:
        assert {issue.code for issue in found} <= {code} | finding.also


@pytest.mark.parametrize("code", [code for code, finding in FINDINGS.items() if finding.mended])
def test_mended_survey_has_no_such_complaint(code):
    assert code not in {issue.code for issue in loading(edited(*FINDINGS[code].mended)).issues}


@pytest.mark.parametrize("code", [code for code, finding in FINDINGS.items() if finding.at])
def test_complaint_stands_at_its_place(code):
    finding = FINDINGS[code]

    rests = [issue.text[issue.column - 1 :] for issue in issues(finding) if issue.code == code]

    assert any(rest.startswith(finding.at) for rest in rests), rests


@pytest.mark.parametrize("code", FINDINGS)
def test_script_with_errors_is_not_loaded_and_with_warnings_it_is(code):
    finding = FINDINGS[code]

    loaded = loading(finding.text or edited(*finding.edits), finding.files)

    assert (loaded.script is None) == any(issue.severity == "error" for issue in loaded.issues)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", FINDINGS)
def test_complaint_is_said_with_place_text_and_remedy(code, language):
    issue = next(issue for issue in issues(FINDINGS[code]) if issue.code == code)

    lines = render(issue, language).split("\n")

    assert lines[0].startswith(f"{issue.file}:{issue.line}:{issue.column}: ")
    assert f"[{code}]" in lines[0]
    assert lines[-1].startswith("  → ")
    assert len(lines[-1]) > len("  → ")
