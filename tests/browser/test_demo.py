"""`nege demo` from the outside: a whole interview in a real Chromium, counted by `nege stats`, told to an official.

With --update the pictures of README.md are taken on the way.
"""

import asyncio
import json
import os
import re
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
PEOPLE = "1000"
INTERVIEW = [
    "Қазақша", "Қатысамын", "30–44", "7 · Мекенжай анықтамасы", "Дайын (1) ›", "Соңғы бір айда", "ХҚКО-да қызметкер арқылы",
    "Иә, бірақ болмады", "ЭЦҚ не SMS-код істемеді", "Дайын (1) ›", "1 рет", "ЭЦҚ не Digital ID жоқ", "Дайын (1) ›",
    "Біреудің көмегімен ғана", "Түркістан облысы", "Ауылда", "Әйел", "9", "Иә, оңай",
    "Бәрі дұрыс, жіберу ›",
]  # fmt: skip
REASONS = [
    "Русский", "Участвую", "45–59", "2 · ЭЦП", "Готово (1) ›", "За последний месяц", "В ЦОНе, у сотрудника", "Нет",
    "Не справлюсь без помощи",
]  # fmt: skip


async def nege(folder, *arguments):
    """Run one command on the demo's database and return what it prints."""
    command = (sys.executable, "-m", "bot", *arguments, "--database", str(folder / "nege.sqlite3"))
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    assert process.returncode == 0
    return out.decode()


@asynccontextmanager
async def demo(folder):
    """A running demo on a free port; gives the address of its chat page and stops it as Ctrl+C does."""
    command = (sys.executable, "-m", "bot", "demo", "--folder", str(folder), "--people", PEOPLE)
    environment = {**os.environ, "NEGE_PORT": "0", "PYTHONUNBUFFERED": "1"}
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment, stdout=asyncio.subprocess.PIPE)
    try:
        yield await asyncio.wait_for(_address(process.stdout), 120)
    finally:
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 30) == 0


async def _address(lines):
    async for line in lines:
        found = re.search(r"http://\S+/", line.decode())
        if found:
            return found[0]
    raise AssertionError("the demo ended before it printed its address")


@pytest.fixture
async def running(tmp_path):
    async with demo(tmp_path / "demo") as address:
        yield address, tmp_path / "demo"


async def tap(page, label):
    """Tap the newest button with this label, whatever tick stands before it, and wait for the bot's answer."""
    texts = await page.locator(".theirs").count(), await page.locator(".theirs").last.inner_text()
    await page.locator(".key", has_text=re.compile(rf"(^|\s){re.escape(label)}$")).last.click()
    await page.wait_for_function(
        "([count, text]) => { const all = document.querySelectorAll('.theirs');"
        " return all.length != count || all[all.length - 1].innerText != text }",
        arg=list(texts),
    )


async def people(folder, *weeks):
    """How many people `nege stats` counts."""
    return json.loads(await nege(folder, "stats", "--format", "json", *weeks))["people"]


async def test_interview_in_kazakh_is_counted_and_told_to_an_official(running, open_page, update):
    address, folder = running
    before = await people(folder)
    page = await open_page(address, language="kk")
    await page.locator(".begin").click()
    await page.locator(".key").first.wait_for()

    for label in INTERVIEW:
        await tap(page, label)
        if update and label == "Соңғы бір айда":
            await page.set_viewport_size({"width": 390, "height": 1240})
            await page.screenshot(path=PICTURES / "chat-kk.png")

    await page.locator(".theirs .text", has_text="Рахмет! Жауабыңыз сақталды.").wait_for()
    after = await people(folder)
    assert after == before + 1

    link = (await nege(folder, "invite", "--role", "official", "--language", "ru")).split()[0]
    official = await open_page(link)
    await official.locator(".begin").click()
    await official.locator(".theirs").first.wait_for()
    await official.locator("textarea").fill("/digest")
    await official.keyboard.press("Enter")
    message = official.locator(".theirs .text", has_text="ответивших в Telegram")
    await message.wait_for()
    text = await message.inner_text()
    if update:
        await official.set_viewport_size({"width": 390, "height": 1480})
        await official.screenshot(path=PICTURES / "digest-ru.png")

    assert "ДЕМО" in text.splitlines()[0]
    assert "ЦОН" in text
    this_week = await people(folder, "--weeks", week_of(text))
    assert f"{this_week} ответивш" in text.replace("\u202f", " ").replace("\u00a0", " ")


def week_of(text):
    number = re.search(r"№ (\d{4})-(\d\d)-KZ", text)
    return f"{number[1]}-W{number[2]}"


async def test_reasons_can_be_ticked_in_russian_and_nothing_is_cut(running, open_page, update):
    address, _ = running
    page = await open_page(address, language="ru")
    await page.locator(".begin").click()
    await page.locator(".key").first.wait_for()

    for label in REASONS:
        await tap(page, label)
    if update:
        await page.set_viewport_size({"width": 390, "height": 1240})
        await page.screenshot(path=PICTURES / "chat-ru.png")
    cut = await page.evaluate("[...document.querySelectorAll('.key')].filter(k => k.scrollWidth > k.clientWidth).length")

    assert await page.locator(".key", has_text="✅").count() == 1
    assert cut == 0
