"""The chat page in a real browser, with a bot of a few lines behind it."""

import struct
import zlib

import pytest
from playwright.async_api import expect

from bot.message import LABEL_CHARS
from bot.sandbox.server import build
from bot.sandbox.world import World
from tests.serving import serve

PHONE, WAIT_MS = {"width": 390, "height": 844}, 15_000

LABELS = {
    "kk": (
        "Өзім барып алған ыңғайлы болды",
        "ЭЦҚ мерзімі бітті, жаңартпадым",
        "Сайт не қосымша жұмыс істемеді",
        "Қызметкердің көмегі керек еді.",
    ),
    "ru": (
        "Мне проще прийти и всё сделать",
        "Не было ЭЦП или она просрочена",
        "Сайт или приложение не работал",
        "Хотелось помощи от специалиста",
    ),
}
QUESTIONS = {
    "kk": "Сол жолы ХҚКО-ға барғаныңыздың себебі не болды? Барлығын белгілеңіз.",
    "ru": "Почему в тот раз вы пошли в ЦОН, а не получили услугу онлайн? Отметьте всё.",
}

CUT = """() => [...document.querySelectorAll('button, a, p, h2')]
    .filter(part => getComputedStyle(part).display !== 'inline' && part.scrollWidth > part.clientWidth + 1)
    .map(part => part.textContent)"""


def test_labels_of_these_tests_are_as_long_as_a_button_allows():
    assert {len(label) for labels in LABELS.values() for label in labels} == {LABEL_CHARS}


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = b"".join(b"\0" + b"\x2b\x6c\x9f" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


async def begin(page):
    await page.get_by_role("button", name="Начать").click()


async def test_start_button_of_an_empty_chat_says_start(bot, address, open_page):
    page = await open_page(address)

    await begin(page)

    await expect(page.locator(".mine .text")).to_have_text("/start")
    await expect(page.locator(".theirs .text")).to_have_text("You said: /start")
    await expect(page.get_by_role("button", name="Начать")).to_be_hidden()


async def test_banner_says_that_it_is_a_demo_in_the_language_of_the_page(bot, address, open_page):
    page = await open_page(address, "en-US")

    await expect(page.locator(".demo")).to_contain_text("Nothing here goes to Telegram")
    await page.get_by_role("link", name="Қазақша").click()

    await expect(page.locator(".demo")).to_contain_text("Telegram-ға жіберілмейді")
    assert await page.locator("html").get_attribute("lang") == "kk"


async def test_pressed_key_reaches_the_bot_and_the_message_changes_in_place(bot, address, open_page):
    async def respond(bot, update):
        if "message" in update:
            await bot.send(update["message"]["chat"]["id"], "Tick", [("one", "+one"), ("two", "+two")], [("Done", "!done")])
            return
        query, shown = update["callback_query"], update["callback_query"]["message"]
        await bot.call("answerCallbackQuery", callback_query_id=query["id"])
        keys = [[{"text": "✓ one", "callback_data": "-one"}, {"text": "two", "callback_data": "+two"}]]
        edit = {"chat_id": shown["chat"]["id"], "message_id": shown["message_id"]}
        await bot.call("editMessageText", **edit, text="Ticked", reply_markup={"inline_keyboard": keys})

    bot.respond = respond
    page = await open_page(address)
    await begin(page)

    await page.get_by_role("button", name="one", exact=True).press("Enter")

    await expect(page.locator(".theirs .text")).to_have_text("Ticked")
    await expect(page.locator(".theirs .at")).to_contain_text("изменено")
    await expect(page.get_by_role("button", name="✓ one")).to_be_focused()
    assert bot.heard[-1]["callback_query"]["data"] == "+one"
    assert await page.locator(".bubble").count() == 2


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_long_labels_are_never_cut(bot, address, open_page, language, columns):
    async def respond(bot, update):
        keys = [(label, "x") for label in LABELS[language]]
        rows = [keys[place : place + columns] for place in range(0, len(keys), columns)]
        await bot.send(update["message"]["chat"]["id"], QUESTIONS[language], *rows)

    bot.respond = respond
    page = await open_page(address, language)
    await page.locator(".begin").click()
    await expect(page.locator(".key")).to_have_count(4)

    for width in (390, 320):
        await page.set_viewport_size({"width": width, "height": 844})
        boxes = [await key.bounding_box() for key in await page.locator(".key").all()]
        assert await page.evaluate(CUT) == []
        assert await page.evaluate("document.documentElement.scrollWidth") == width
        assert min(box["x"] for box in boxes) >= 0
        assert max(box["x"] + box["width"] for box in boxes) <= width
        assert min(box["height"] for box in boxes) >= 44


async def test_alert_is_a_dialog_and_another_notice_passes_by_itself(bot, address, open_page):
    async def respond(bot, update):
        if "message" in update:
            await bot.send(update["message"]["chat"]["id"], "Choose", [("alert", "a"), ("note", "n")])
            return
        query = update["callback_query"]
        text, alert = ("Read this", True) if query["data"] == "a" else ("Passing", False)
        await bot.call("answerCallbackQuery", callback_query_id=query["id"], text=text, show_alert=alert)

    bot.respond = respond
    page = await open_page(address)
    await begin(page)

    await page.get_by_role("button", name="alert").click()
    await expect(page.get_by_role("alertdialog")).to_contain_text("Read this")
    await page.get_by_role("button", name="Понятно").click()
    await expect(page.get_by_role("alertdialog")).to_be_hidden()
    await page.get_by_role("button", name="note").click()

    await expect(page.locator(".toast")).to_have_text("Passing")
    await expect(page.get_by_role("alertdialog")).to_be_hidden()


async def test_typed_words_are_sent_by_enter_and_by_the_button(bot, address, open_page):
    page = await open_page(address)
    await begin(page)

    box = page.get_by_role("textbox", name="Сообщение")
    await box.fill("first")
    await box.press("Enter")
    await expect(page.locator(".theirs .text").last).to_have_text("You said: first")
    await box.fill("two\nlines")
    await page.get_by_role("button", name="Отправить").click()

    await expect(page.locator(".mine .text").last).to_have_text("two\nlines", use_inner_text=True)
    await expect(box).to_have_value("")


async def test_microphone_sends_a_voice_message_while_nothing_is_typed(bot, address, open_page):
    page = await open_page(address)
    await begin(page)
    microphone, send = (
        page.get_by_role("button", name=name, exact=True) for name in ("Отправить голосовое сообщение", "Отправить")
    )
    await page.get_by_role("textbox", name="Сообщение").fill("words")
    await expect(microphone).to_be_hidden()
    await page.get_by_role("textbox", name="Сообщение").fill("")
    await expect(send).to_be_hidden()

    await microphone.click()

    await expect(page.locator(".mine").last).to_contain_text("Голосовое сообщение")
    await expect(page.locator(".theirs .text").last).to_have_text("You said: ")
    assert "voice" in bot.heard[-1]["message"]


async def test_menu_lists_the_commands_of_the_bot_in_the_language_of_the_page(bot, address, open_page):
    page = await open_page(address)
    await begin(page)
    commands = [{"command": "help", "description": "Как отвечать"}]
    await bot.call("setMyCommands", commands=[{"command": "help", "description": "How to answer"}])
    await bot.call("setMyCommands", commands=commands, language_code="ru")

    await page.get_by_role("button", name="Меню").click()
    await page.get_by_role("button", name="Как отвечать").click()

    await expect(page.locator(".mine .text").last).to_have_text("/help")
    await expect(page.locator(".menu")).to_be_hidden()


async def test_empty_chat_shows_what_the_bot_says_of_itself(bot, address, open_page):
    await bot.call("setMyDescription", description="Три минуты.", language_code="ru")

    page = await open_page(address)

    await expect(page.locator(".about")).to_contain_text("Три минуты.")


async def test_photo_is_shown_and_a_document_can_be_saved(bot, address, open_page):
    page = await open_page(address)
    await begin(page)
    await expect(page.locator(".theirs")).to_have_count(1)
    chat = bot.heard[0]["message"]["chat"]["id"]

    await bot.upload("sendPhoto", "photo", "chart.png", png(600, 300), "image/png", chat_id=chat, caption="A chart")
    await bot.upload("sendDocument", "document", "Ответы қ.csv", b"a,b\n1,2\n", "text/csv", chat_id=chat)

    picture = page.locator(".picture img")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 600
    async with page.expect_download() as waiting:
        await page.get_by_role("link", name="Ответы қ.csv").click()
    saved = await waiting.value
    assert saved.suggested_filename == "Ответы қ.csv"
    assert (await saved.path()).read_bytes() == b"a,b\n1,2\n"


async def test_several_people_talk_side_by_side(bot, address, open_page):
    page = await open_page(address, viewport={"width": 1300, "height": 900})
    await page.get_by_role("button", name="Ещё человек").click()
    first, second = (page.locator(".phone").nth(number) for number in (0, 1))

    await first.get_by_role("button", name="Начать").click()
    await second.get_by_role("button", name="Начать").click()
    await first.get_by_role("textbox").fill("only here")
    await first.get_by_role("textbox").press("Enter")

    await expect(first.locator(".theirs .text").last).to_have_text("You said: only here")
    await expect(second.locator(".bubble")).to_have_count(2)
    boxes = [await phone.bounding_box() for phone in (first, second)]
    assert [box["width"] for box in boxes] == [390, 390]
    assert boxes[0]["x"] + 390 <= boxes[1]["x"]
    assert len({update["message"]["from"]["id"] for update in bot.heard}) == 2


async def test_chats_are_still_there_after_a_reload_and_gone_after_leaving(bot, address, open_page):
    page = await open_page(address)
    await begin(page)
    await expect(page.locator(".bubble")).to_have_count(2)

    await page.reload()
    await expect(page.locator(".bubble")).to_have_count(2)
    await page.get_by_role("button", name="Закрыть чат").click()

    await expect(page.get_by_role("button", name="Начать")).to_be_visible()
    await expect(page.locator(".phone")).to_have_count(1)


async def test_restarted_demo_brings_new_phones_to_an_open_page(world, browser):
    async with serve(build(world)) as address:
        page = await (await browser.new_context(locale="ru", viewport=PHONE)).new_page()
        await page.goto(address)
        await begin(page)
        await expect(page.locator(".mine")).to_have_count(1)
        old = await page.locator(".phone").get_attribute("data-chat")
    await expect(page.locator("#offline")).to_be_visible()

    async with serve(build(World()), int(address.rpartition(":")[2])):
        await expect(page.get_by_role("button", name="Начать")).to_be_visible(timeout=WAIT_MS)
        await expect(page.locator("#offline")).to_be_hidden(timeout=WAIT_MS)
        assert await page.locator(".phone").get_attribute("data-chat") != old
        await page.close()


async def test_keyboard_alone_is_enough_for_an_interview(bot, address, open_page):
    async def respond(bot, update):
        if "message" in update:
            await bot.send(update["message"]["chat"]["id"], "First?", [("a", "a")], [("b", "b")])
            return
        query, shown = update["callback_query"], update["callback_query"]["message"]
        await bot.call("answerCallbackQuery", callback_query_id=query["id"])
        place = {"chat_id": shown["chat"]["id"], "message_id": shown["message_id"]}
        await bot.call("editMessageText", **place, text=f"First? ✓ {query['data']}")
        await bot.send(shown["chat"]["id"], "Second?", [("c", "c")], [("d", "d")])

    bot.respond = respond
    page = await open_page(address)
    await page.locator(".begin").press("Enter")
    await expect(page.get_by_role("button", name="a", exact=True)).to_be_focused()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")

    await expect(page.get_by_role("button", name="c", exact=True)).to_be_focused()
    await expect(page.locator(".theirs .text").first).to_have_text("First? ✓ b")


async def test_start_link_opens_a_new_chat_that_says_its_payload(bot, address, open_page):
    page = await open_page(f"{address}/?start=i_Ab-9")

    await begin(page)

    await expect(page.locator(".mine .text")).to_have_text("/start i_Ab-9")
    assert page.url == f"{address}/"


async def test_nothing_that_is_written_becomes_markup_or_script(bot, address, open_page):
    attack = '"><img src=x onerror="document.title=1"><script>document.title=1</script>'

    async def respond(bot, update):
        keys = [[{"text": attack[:60], "callback_data": "\"'><b>"}, {"text": "go", "url": 'http://x.kz/"onclick="alert(1)'}]]
        chat = update["message"]["chat"]["id"]
        await bot.call(
            "sendMessage", chat_id=chat, text=f"{attack} javascript:alert(1)", reply_markup={"inline_keyboard": keys}
        )
        await bot.upload("sendDocument", "document", "<b>.html", b"<script>1</script>", "text/html", chat_id=chat)

    bot.respond = respond
    page = await open_page(address)
    title = await page.title()
    await begin(page)
    await page.get_by_role("textbox").fill(attack)
    await page.get_by_role("textbox").press("Enter")

    await expect(page.locator(".mine .text").last).to_have_text(attack)
    await expect(page.locator(".file")).to_have_count(2)
    assert await page.locator(".bubbles :is(img, script, b)").count() == 0
    assert (
        await page.evaluate(
            "[...document.querySelectorAll('*')].some(e => e.getAttributeNames().some(n => n.startsWith('on')))"
        )
        is False
    )
    assert await page.title() == title


async def test_links_open_only_the_web(bot, address, open_page):
    async def respond(bot, update):
        chat = update["message"]["chat"]["id"]
        await bot.send(chat, "See https://egov.kz/cms/kk (or javascript:alert(1)), data:text/html,x and /help.")

    bot.respond = respond
    page = await open_page(address)
    await begin(page)

    links = page.locator(".theirs a")
    await expect(links).to_have_text(["https://egov.kz/cms/kk"])
    assert await links.get_attribute("rel") == "noopener noreferrer"
    await page.locator(".theirs .command").click()
    await expect(page.locator(".mine .text").last).to_have_text("/help")


async def test_message_that_comes_by_itself_and_one_that_is_taken_away(bot, address, open_page):
    page = await open_page(address)
    await begin(page)
    await expect(page.locator(".theirs")).to_have_count(1)

    sent = await bot.send(bot.heard[0]["message"]["chat"]["id"], "Monday")
    await expect(page.locator(".theirs .text").last).to_have_text("Monday")
    await bot.call("deleteMessage", chat_id=sent["chat"]["id"], message_id=sent["message_id"])

    await expect(page.locator(".theirs")).to_have_count(1)
