"""What happens before anybody is served: databases that must not mix, surveys that must be published, the demo's folder."""

import asyncio
import os
import re
import signal
import sys
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from bot.app import prepare
from bot.errors import ScriptError, SettingsError
from bot.sandbox import stage
from bot.settings import read
from bot.store import meta, records, revisions
from bot.store.engine import open_store
from bot.texts import LANGUAGES, say

ROOT = Path(__file__).resolve().parents[1]
NOW = 1_790_000_000
PATIENCE = 60


@pytest.fixture
def settings(tmp_path):
    names = {f"NEGE_OPERATOR_{language.upper()}": f"Trial {language}" for language in LANGUAGES}
    return read({"NEGE_DATABASE": str(tmp_path / "nege.sqlite3"), **names})


def _facts(path):
    store = open_store(path)
    with store.read() as tx:
        found = meta.demo(tx), meta.link(tx), revisions.opened(tx), records.weeks(tx)
    store.close()
    return found


def test_prepare_opens_the_survey_and_says_who_asks(settings):
    store = prepare(settings, NOW)
    with store.read() as tx:
        opened = revisions.opened(tx)
        script = revisions.by_id(tx, {opened.id})[opened.id]
    store.close()
    assert (opened.survey, opened.number) == ("service_usage", 1)
    assert script.operator == settings.operator


def test_prepare_again_publishes_nothing_new(settings):
    prepare(settings, NOW).close()
    store = prepare(replace(settings, operator_ru="Another"), NOW + 1)
    with store.read() as tx:
        assert len(revisions.listed(tx)) == 1
    store.close()


def test_prepare_refuses_a_survey_with_errors(settings, tmp_path):
    (tmp_path / "surveys").mkdir()
    (tmp_path / "surveys" / "broken.yaml").write_text("survey: [", "utf-8")
    with pytest.raises(ScriptError, match=r"broken\.yaml"):
        prepare(replace(settings, surveys=tmp_path / "surveys"), NOW)


def test_prepare_marks_a_demo_and_never_mixes_it_with_real_people(settings):
    prepare(settings, NOW, demo=True).close()
    assert _facts(settings.database)[0]
    with pytest.raises(SettingsError, match="NEGE_DATABASE"):
        prepare(settings, NOW)


def test_prepare_never_makes_a_demo_of_a_real_database(settings):
    prepare(settings, NOW).close()
    with pytest.raises(SettingsError, match="--folder"):
        prepare(settings, NOW, demo=True)
    assert not _facts(settings.database)[0]


def test_the_demo_keeps_its_key_and_hides_it_from_others(settings, tmp_path):
    first, second = (stage.dressed(settings, tmp_path / "demo") for _ in range(2))
    assert first == second
    assert len(first.secret_key) >= 32
    assert (tmp_path / "demo" / "nege.key").stat().st_mode & 0o077 == 0
    assert first.operator["kk"] == say("kk", "demo.operator")


async def test_demo_serves_the_chat_page_on_made_up_interviews_and_ends_on_ctrl_c(tmp_path):
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--folder", "demo", "--people", "12"),
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "NEGE_PORT": "0"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    address = await asyncio.wait_for(_address(process), PATIENCE)
    async with aiohttp.ClientSession() as http, http.get(address) as response:
        status = response.status
    process.send_signal(signal.SIGINT)
    _, errors = await asyncio.wait_for(process.communicate(), PATIENCE)
    demo, link, opened, weeks = _facts(tmp_path / "demo" / "nege.sqlite3")
    assert (status, process.returncode) == (200, 0), errors.decode()
    assert "ERROR" not in errors.decode()
    assert (demo, link, opened.survey) == (True, f"{address}?start=", "service_usage")
    assert weeks


async def _address(process):
    """The address that the demo prints."""
    heard = b""
    while not (found := re.search(rb"http://\S+/", heard)):
        line = await process.stdout.readline()
        assert line, (await process.stderr.read()).decode()
        heard += line
    assert b"demo" in heard
    return found.group().decode()
