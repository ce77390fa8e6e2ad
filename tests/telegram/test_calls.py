import asyncio

import pytest

from bot.interview.effects import Alert, Ask, Bare, Finish, Forget, Keep, Redraw, Say, Settle
from bot.interview.state import Answer, Slot
from bot.message import Button, Message
from bot.telegram.calls import Replies, standing
from bot.usecases.exchange import Reply, Shown

QUESTION = Message("?", ((Button("a", "n:1:=a"),),))
DONE = Message("? ✓ a")


class Heard:
    """Remembers what the desk would hear and how long was waited."""

    def __init__(self):
        self.shown, self.gone, self.slept = [], [], []

    async def sleep(self, seconds):
        self.slept.append(seconds)
        await asyncio.sleep(0)


@pytest.fixture
def heard():
    return Heard()


@pytest.fixture
async def replies(client, heard):
    replies = Replies(client, heard.shown.append, heard.gone.append, heard.sleep)
    yield replies
    await replies.finish(1)


async def _perform(replies, *given):
    for reply in given:
        replies.put(reply)
    await replies.finish(10)


def _reply(*effects, **fields):
    return Reply(**{"chat": 7, "interview": 3, "turn": 12, "shown": 50, "callback": "cb", **fields}, effects=effects)


async def test_an_answer_ends_the_tap_settles_the_old_question_and_asks_the_next(api, replies, heard):
    await _perform(replies, _reply(Settle(DONE), Ask(QUESTION)))
    assert api.methods("answerCallbackQuery") == ["answerCallbackQuery"]
    assert api.methods("editMessageText", "sendMessage") == ["editMessageText", "sendMessage"]
    assert heard.shown == [Shown(3, 12, 101)]


async def test_an_old_keyboard_goes_and_the_open_question_loses_its_own(api, replies, heard):
    await _perform(replies, _reply(Alert("old"), Bare(), Settle(DONE), Ask(QUESTION), shown=50, tapped=41))

    edits = [(method, params["message_id"]) for method, params in api.calls if method.startswith("edit")]
    assert edits == [("editMessageReplyMarkup", 41), ("editMessageText", 50)]
    bared = next(params for method, params in api.calls if method == "editMessageReplyMarkup")
    assert "reply_markup" not in bared
    assert heard.shown == [Shown(3, 12, 101)]


async def test_where_no_message_was_tapped_no_buttons_are_taken(api, replies):
    await _perform(replies, _reply(Bare(), Ask(QUESTION)))

    assert api.methods("editMessageReplyMarkup") == []


async def test_a_reply_without_a_tap_answers_none(api, replies):
    await _perform(replies, _reply(Ask(QUESTION), callback=""))
    assert api.methods() == ["sendMessage"]


async def test_a_tap_without_effects_is_answered_and_marks_nothing(api, replies, heard):
    await _perform(replies, _reply())
    assert api.methods() == ["answerCallbackQuery"]
    assert heard.shown == []


async def test_a_reply_to_nobody_calls_nothing(api, replies):
    await _perform(replies, _reply(callback=""))
    assert api.calls == []


async def test_a_notice_answers_the_tap_once_and_before_the_question(api, replies):
    await _perform(replies, _reply(Alert("old"), Ask(QUESTION), Alert("second")))
    assert api.methods() == ["answerCallbackQuery", "sendMessage", "sendMessage"]
    assert api.calls[0][1] == {"callback_query_id": "cb", "text": "old", "show_alert": True}
    assert api.calls[2][1]["text"] == "second"


async def test_a_notice_without_a_tap_is_a_message_and_no_question(api, replies, heard):
    await _perform(replies, _reply(Alert("old"), callback=""))
    assert api.methods() == ["sendMessage"]
    assert heard.shown == []


async def test_settle_without_a_shown_message_is_left_out(api, replies):
    await _perform(replies, _reply(Settle(DONE), Ask(QUESTION), shown=0, callback=""))
    assert api.methods() == ["sendMessage"]


async def test_settle_that_is_refused_does_not_keep_the_question_back(api, replies, heard):
    api.refuse("editMessageText", 400, "Bad Request: message to edit not found")
    await _perform(replies, _reply(Settle(DONE), Ask(QUESTION)))
    assert heard.shown == [Shown(3, 12, 101)]


async def test_redraw_edits_the_shown_message_and_counts_as_shown(api, replies, heard):
    await _perform(replies, _reply(Redraw(QUESTION)))
    edit = next(params for method, params in api.calls if method == "editMessageText")
    assert (edit["message_id"], edit["chat_id"]) == (50, 7)
    assert heard.shown == [Shown(3, 12, 50)]


async def test_redraw_of_a_message_that_is_so_already_counts_as_shown(api, replies, heard):
    api.refuse("editMessageText", 400, "Bad Request: message is not modified: specified new message content …")
    await _perform(replies, _reply(Redraw(QUESTION)))
    assert heard.shown == [Shown(3, 12, 50)]


@pytest.mark.parametrize("shown", [0, 50])
async def test_redraw_of_a_message_that_is_not_there_sends_a_new_one(api, replies, heard, shown):
    api.refuse("editMessageText", 400, "Bad Request: message to edit not found")
    await _perform(replies, _reply(Redraw(QUESTION), shown=shown))
    assert heard.shown == [Shown(3, 12, 101)]


async def test_a_closing_message_counts_as_shown(replies, heard):
    await _perform(replies, _reply(Settle(DONE), Say(Message("thanks"))))
    assert heard.shown == [Shown(3, 12, 101)]


async def test_words_beside_the_open_question_mark_nothing(replies, heard):
    await _perform(replies, _reply(Say(Message("languages")), aside=True))
    assert heard.shown == []


async def test_a_question_that_could_not_be_sent_is_not_marked(api, replies, heard):
    api.refuse("sendMessage", 400, "Bad Request: message is too long")
    api.give("sendMessage", {"message_id": 900})
    await _perform(replies, _reply(Ask(QUESTION), Say(Message("words"))))
    assert heard.shown == []
    assert len(api.methods("sendMessage")) == 2


async def test_a_person_who_blocked_the_bot_is_told_to_the_desk_and_gets_nothing_more(api, replies, heard):
    api.refuse("sendMessage", 403, "Forbidden: bot was blocked by the user")
    await _perform(replies, _reply(Say(Message("a")), Ask(QUESTION)))
    assert heard.gone == [3]
    assert heard.shown == []
    assert api.methods("sendMessage") == ["sendMessage"]


async def test_a_chat_that_answers_429_waits_and_gives_up_the_edit_first(api, replies, heard):
    api.refuse("editMessageText", 429, "Too Many Requests: retry after 5", retry_after=5)
    api.refuse("sendMessage", 429, "Too Many Requests: retry after 5", retry_after=5)
    await _perform(replies, _reply(Settle(DONE), Ask(QUESTION)))
    assert heard.slept == [5]
    assert api.methods("editMessageText", "sendMessage") == ["editMessageText", "sendMessage", "sendMessage"]
    assert heard.shown == [Shown(3, 12, 101)]


async def test_a_question_without_an_answer_from_the_network_is_sent_again_and_then_left_to_the_sweep(api, replies, heard):
    for _ in range(3):
        api.refuse("sendMessage", 502, "Bad Gateway")
    await _perform(replies, _reply(Ask(QUESTION)))
    assert heard.slept == [1, 3]
    assert heard.shown == []


async def test_replies_to_one_chat_keep_their_order_and_other_chats_do_not_wait(api, client, heard):
    api.refuse("sendMessage", 429, "Too Many Requests: retry after 5", retry_after=5)
    held = asyncio.Event()
    replies = Replies(client, heard.shown.append, heard.gone.append, lambda _: held.wait())
    replies.put(_reply(Ask(Message("first")), callback=""))
    await api.until(1, "sendMessage")
    replies.put(_reply(Ask(Message("second")), callback=""))
    replies.put(_reply(Ask(Message("other chat")), chat=8, callback=""))
    await api.until(2, "sendMessage")
    assert replies.busy(7)
    held.set()
    await replies.finish(10)
    assert not replies.busy(7)
    assert [params["text"] for _, params in api.calls] == ["first", "other chat", "first", "second"]


async def test_what_the_desk_keeps_for_itself_calls_nothing(api, replies):
    effects = (Keep(Answer(Slot("age"))), Finish("completed"), Forget(Message("gone")))
    await _perform(replies, _reply(*effects, callback=""))
    assert api.calls == []


async def test_nothing_that_is_logged_holds_words_ids_or_the_token(api, replies, token, caplog):
    caplog.set_level("DEBUG")
    api.refuse("sendMessage", 400, "Bad Request: chat 5512345678 says no")
    await _perform(replies, _reply(Ask(Message("secret answer")), chat=5512345678))
    logged = caplog.text
    assert "sendMessage: 400" in logged
    assert not [words for words in ("secret answer", "5512345678", token) if words in logged]


#   sent                                     beside a question, at the end
STANDING = [
    ([], 0, 0),
    ([(Settle(DONE), 0)], 0, 0),
    ([(Say(DONE), 5)], 0, 5),
    ([(Say(DONE), 5), (Ask(QUESTION), 6)], 6, 6),
    ([(Ask(QUESTION), 6), (Say(DONE), 7)], 6, 6),
    ([(Say(DONE), 5), (Ask(QUESTION), 0)], 0, 0),
    ([(Redraw(QUESTION), 50)], 50, 50),
]


@pytest.mark.parametrize(("sent", "beside", "final"), STANDING)
def test_standing_is_the_last_question_and_the_last_word_only_at_the_end(sent, beside, final):
    assert (standing(sent, aside=True), standing(sent, aside=False)) == (beside, final)
