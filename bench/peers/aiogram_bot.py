"""Twelve questions the way aiogram documents it: a Dispatcher with its default MemoryStorage, states, start_polling.

Every answer is also written to SQLite and committed in its handler, as a careful author would.
"""

import asyncio
import os
import sys

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from asking import ASKED, END, Answers, buttons

ANSWERS = Answers(os.environ["PEER_DATABASE"])
Asking = type("Asking", (StatesGroup,), {f"q{place:02}": State() for place in range(len(ASKED))})
STATES = Asking.__states__
router = Router()


@router.message(CommandStart())
async def start(message: Message, state: FSMContext) -> None:
    await state.set_state(STATES[0])
    await message.answer(ASKED[0], reply_markup=keyboard(0))


async def answer(query: CallbackQuery, state: FSMContext) -> None:
    place, code = ANSWERS.keep(query.from_user.id, query.id, query.data)
    await state.update_data({str(place): code})
    await query.answer()
    await query.message.edit_text(f"{ASKED[place]}\n\n✓ {code}")
    if place + 1 == len(ASKED):
        await state.clear()
        await query.message.answer(END)
        return
    await state.set_state(STATES[place + 1])
    await query.message.answer(ASKED[place + 1], reply_markup=keyboard(place + 1))


for number, each in enumerate(STATES):
    router.callback_query.register(answer, each, F.data.contains(f":={number:02}"))


def keyboard(place: int) -> InlineKeyboardMarkup:
    row = [{"text": text, "callback_data": data} for text, data in buttons(place)]
    return InlineKeyboardMarkup.model_validate({"inline_keyboard": [row]})


async def main() -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(os.environ["NEGE_TELEGRAM_API"]))
    dispatcher = Dispatcher()
    dispatcher.include_router(router)
    await dispatcher.start_polling(Bot(sys.argv[1], session=session))


if __name__ == "__main__":
    asyncio.run(main())
