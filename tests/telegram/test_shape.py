from bot.message import ALERT_CHARS, Attachment, Button, Message
from bot.telegram.shape import CAPTION_UNITS, NO_PREVIEW, Call, answering, editing, sending

PICTURE = Attachment("a.png", b"png", "image/png")
TABLE = Attachment("a.csv", b"a", "text/csv")
ROWS = ((Button("Иә", "n:1:=yes"), Button("eGov", url="https://egov.kz")),)
KEYBOARD = {"inline_keyboard": [[{"text": "Иә", "callback_data": "n:1:=yes"}, {"text": "eGov", "url": "https://egov.kz"}]]}


def test_sending_words_is_one_call():
    expected = {"chat_id": 7, "text": "a", "link_preview_options": NO_PREVIEW}
    assert sending(7, Message("a")) == (Call("sendMessage", expected),)


def test_sending_puts_rows_under_the_words():
    assert sending(7, Message("a", ROWS))[0].params["reply_markup"] == KEYBOARD


def test_sending_a_picture_and_a_table_takes_the_method_of_each():
    picture, table = sending(7, Message("a", ROWS, PICTURE)), sending(7, Message("", (), TABLE))
    assert picture == (Call("sendPhoto", {"chat_id": 7, "photo": PICTURE, "caption": "a", "reply_markup": KEYBOARD}),)
    assert table == (Call("sendDocument", {"chat_id": 7, "document": TABLE}),)


def test_sending_a_file_with_a_long_text_sends_the_text_last():
    message = Message("ұ" * (CAPTION_UNITS + 1), ROWS, PICTURE)
    assert [call.method for call in sending(7, message)] == ["sendPhoto", "sendMessage"]
    assert sending(7, message)[1].params["reply_markup"] == KEYBOARD


def test_editing_without_rows_takes_the_buttons_away():
    call = editing(7, 31, Message("✓ Иә"))
    assert call.params == {"chat_id": 7, "message_id": 31, "text": "✓ Иә", "link_preview_options": NO_PREVIEW}


def test_answering_is_silent_without_a_notice_and_cut_with_a_long_one():
    assert answering("5").params == {"callback_query_id": "5"}
    alert = answering("5", "ж" * (ALERT_CHARS + 50)).params
    assert (len(alert["text"]), alert["show_alert"]) == (ALERT_CHARS, True)
