import asyncio

import pytest

from bot.sandbox.bell import Bell
from bot.sandbox.citizen import Citizen, NeverCameError
from bot.sandbox.objects import BotCommand
from bot.sandbox.profile import Profile
from bot.sandbox.world import World, entities

KEYS = {"inline_keyboard": [[{"text": "Иә", "callback_data": "yes"}, {"text": "Жоқ", "callback_data": "no"}]]}


async def test_citizen_taps_by_label_or_data_and_hears_the_answer(call, citizen):
    await call("sendMessage", chat_id=citizen.id, text="Иә ме?", reply_markup=KEYS)

    by_label, by_data = citizen.tap("Иә"), citizen.tap("no")
    updates = await call("getUpdates")
    await call("answerCallbackQuery", callback_query_id=by_label.id, text="Оқыңыз", show_alert=True)
    await call("answerCallbackQuery", callback_query_id=by_data.id)

    assert [update["callback_query"]["data"] for update in updates[1:]] == ["yes", "no"]
    assert updates[1]["callback_query"]["message"]["text"] == "Иә ме?"
    assert await citizen.answered(by_label) == "Оқыңыз"
    assert await citizen.answered(by_data) == ""
    assert citizen.alerts == ("Оқыңыз",)


async def test_citizen_waits_until_something_is_said_edited_or_taken_away(call, citizen):
    waiting = asyncio.create_task(citizen.wait_for("Екінші"))
    first = await call("sendMessage", chat_id=citizen.id, text="Бірінші")
    assert not waiting.done()

    await call("editMessageText", chat_id=citizen.id, message_id=first["message_id"], text="Екінші")

    assert (await waiting).message_id == first["message_id"]
    assert (await citizen.wait_for(lambda person: person.last.edit_date)).text == "Екінші"


async def test_citizen_who_waits_in_vain_says_what_was_there_instead(call, citizen):
    await call("sendMessage", chat_id=citizen.id, text="Мынау", reply_markup=KEYS)

    with pytest.raises(NeverCameError, match="Мынау"):
        await citizen.wait_for("Анау", seconds=0)
    with pytest.raises(NeverCameError, match="Жоқ"):
        citizen.tap("Бәлкім")


async def test_citizen_may_press_what_is_no_longer_there_but_nothing_that_never_was(call, citizen):
    sent = await call("sendMessage", chat_id=citizen.id, text="?", reply_markup=KEYS)
    await call("editMessageText", chat_id=citizen.id, message_id=sent["message_id"], text="Жабық")

    citizen.press(sent["message_id"], "yes")

    assert (await call("getUpdates"))[-1]["callback_query"]["data"] == "yes"
    for message, data in ((999, "yes"), (1, "yes"), (sent["message_id"], ""), (sent["message_id"], "я" * 33)):
        with pytest.raises(ValueError, match=r"message|data"):
            citizen.press(message, data)


def test_people_have_ids_of_their_own_and_write_texts_of_one_message(clock):
    world = World(clock)
    people = [Citizen(world) for _ in range(50)]

    assert len({person.id for person in people}) == 50
    for text in ("", "  ", "я" * 4097):
        with pytest.raises(ValueError, match="4096"):
            people[0].say(text)


def test_restarted_world_goes_on_with_other_numbers(clock):
    numbers = set()
    for _ in range(3):
        world = World(clock)
        Citizen(world).start()
        numbers |= {update.update_id for update in world.queue.look(1)}

    assert len(numbers) == 3


def test_old_taps_are_forgotten(clock):
    world = World(clock)
    person = Citizen(world)
    person.start()
    sent = world.post(person.room, text="?").message_id
    old = person.press(sent, "x")
    clock.pass_by(150)

    new = person.press(sent, "x")

    assert list(world.taps.values()) == [new]
    assert old.notice is None


def test_entities_are_counted_in_utf16_units():
    assert [(one.type, one.offset, one.length) for one in entities("🙂 /help") or ()] == [("bot_command", 3, 5)]
    assert entities("nothing here") is None


def test_menu_is_that_of_the_person_s_language_then_of_everybody():
    here, all_kazakh, everybody = ((BotCommand(name, name),) for name in ("here", "kazakh", "all"))
    profile = Profile({("default", ""): everybody, ("default", "kk"): all_kazakh}, {"": "hello", "kk": "сәлем"})

    assert profile.menu("kk") == all_kazakh
    assert profile.menu("fr") == everybody
    assert (profile.description("kk"), profile.description("fr")) == ("сәлем", "hello")
    profile.commands["all_private_chats", ""] = here
    assert profile.menu("kk", 71) == here
    profile.commands["chat 71", ""] = everybody
    assert (profile.menu("kk", 71), profile.menu("kk", 72)) == (everybody, here)


async def test_bell_wakes_everybody_and_gives_up_in_time():
    bell, found = Bell(), []
    waiting = [asyncio.create_task(bell.until(lambda: list(found), 5)) for _ in range(3)]
    await asyncio.sleep(0)
    bell.ring()
    await asyncio.sleep(0)
    assert not any(task.done() for task in waiting)

    found.append("news")
    bell.ring()

    assert await asyncio.gather(*waiting) == [["news"]] * 3
    assert await bell.until(list, 0.01) == []
