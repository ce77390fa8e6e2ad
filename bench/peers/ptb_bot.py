"""Twelve questions the way python-telegram-bot documents it: ConversationHandler, PicklePersistence, run_polling.

Every answer is also written to SQLite and committed in its handler, as a careful author would.
"""

import os
import sys

from asking import ASKED, END, Answers, keyboard
from telegram import Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    PicklePersistence,
)

ANSWERS = Answers(os.environ["PEER_DATABASE"])


async def start(update: Update, _: ContextTypes.DEFAULT_TYPE) -> int:
    await update.message.reply_text(ASKED[0], reply_markup=keyboard(0))
    return 0


async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    query = update.callback_query
    place, code = ANSWERS.keep(query.from_user.id, query.id, query.data)
    context.user_data[place] = code
    await query.answer()
    await query.edit_message_text(f"{ASKED[place]}\n\n✓ {code}")
    if place + 1 == len(ASKED):
        await query.message.reply_text(END)
        return ConversationHandler.END
    await query.message.reply_text(ASKED[place + 1], reply_markup=keyboard(place + 1))
    return place + 1


def main() -> None:
    persistence = PicklePersistence(filepath=os.environ["PEER_DATABASE"] + ".pickle")
    api = os.environ["NEGE_TELEGRAM_API"] + "/bot"
    application = Application.builder().token(sys.argv[1]).base_url(api).persistence(persistence).build()
    states = {place: [CallbackQueryHandler(answer, pattern=f".*:={place:02}")] for place in range(len(ASKED))}
    application.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("start", start)],
            states=states,
            fallbacks=[],
            name="asking",
            persistent=True,
            allow_reentry=True,
        )
    )
    application.run_polling(allowed_updates=Update.ALL_TYPES)


if __name__ == "__main__":
    main()
