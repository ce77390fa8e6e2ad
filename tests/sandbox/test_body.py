"""Parameters may come in a query, as JSON, as a form, or with files."""

import aiohttp
import pytest

from bot.sandbox.body import multipart
from bot.sandbox.files import Upload, picture_size
from bot.sandbox.refusal import RefusedError

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x58\x00\x00\x01\x2c\x08\x02\x00\x00\x00"
JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x01\x2c\x02\x58\x03"


@pytest.fixture
def place(world, address):
    return f"{address}/bot{world.token}"


async def test_get_with_a_query_and_post_of_a_form_say_the_same(session, place, citizen):
    params = {
        "chat_id": str(citizen.id),
        "text": "Қайырлы күн & + 1",
        "reply_markup": '{"inline_keyboard":[[{"text":"a","callback_data":"x"}]]}',
    }

    async with session.get(f"{place}/sendMessage", params=params) as response:
        assert response.status == 200
    async with session.post(f"{place}/sendMessage", data=params) as response:
        assert response.status == 200

    assert [message.text for message in citizen.heard] == ["Қайырлы күн & + 1"] * 2
    assert citizen.labels == ("a",)


async def test_uploaded_file_comes_back_byte_for_byte(session, place, address, world, citizen, call):
    content = bytes(range(256)) * 40 + b"\r\n--not-a-boundary\r\n\r\n"
    form = aiohttp.FormData({"chat_id": str(citizen.id), "caption": "Есеп"}, quote_fields=False)
    form.add_field("document", content, filename="Есеп қ.xlsx", content_type="application/x-sheet")

    async with session.post(f"{place}/sendDocument", data=form) as response:
        sent = (await response.json())["result"]
    found = await call("getFile", file_id=sent["document"]["file_id"])
    async with session.get(f"{address}/file/bot{world.token}/{found['file_path']}") as response:
        assert await response.read() == content

    assert sent["document"]["file_name"] == "Есеп қ.xlsx"
    assert sent["document"]["mime_type"] == "application/x-sheet"
    assert sent["caption"] == "Есеп"
    assert found["file_path"] == "documents/file_1.xlsx"


async def test_file_is_given_only_to_who_knows_the_token_and_the_path(session, address, world):
    for path, status in ((f"{world.token}/documents/file_9.txt", 404), ("1:wrong/documents/file_1.txt", 401)):
        async with session.get(f"{address}/file/bot{path}") as response:
            assert response.status == status


async def test_photo_is_measured_and_can_be_sent_again_by_its_id(session, place, citizen, call, refused):
    form = aiohttp.FormData({"chat_id": str(citizen.id), "photo": "attach://chart"})
    form.add_field("chart", PNG, filename="chart.png", content_type="image/png")

    async with session.post(f"{place}/sendPhoto", data=form) as response:
        (size,) = (await response.json())["result"]["photo"]
    again = await call("sendPhoto", chat_id=citizen.id, photo=size["file_id"])

    assert (size["width"], size["height"], size["file_size"]) == (600, 300, len(PNG))
    assert again["photo"] == [size]
    assert (await refused("sendPhoto", chat_id=citizen.id))[1] == "Bad Request: there is no photo in the request"
    assert (await refused("sendDocument", chat_id=citizen.id))[1] == "Bad Request: there is no document in the request"
    assert (await refused("sendPhoto", chat_id=citizen.id, photo="https://x.kz/a.png"))[0] == 400


async def test_text_of_a_photo_cannot_be_edited(session, place, citizen, call, refused):
    form = aiohttp.FormData({"chat_id": str(citizen.id)})
    form.add_field("photo", PNG, filename="chart.png", content_type="image/png")
    async with session.post(f"{place}/sendPhoto", data=form) as response:
        sent = (await response.json())["result"]
    place = {"chat_id": citizen.id, "message_id": sent["message_id"]}

    assert (await refused("editMessageText", **place, text="x"))[1] == "Bad Request: there is no text in the message to edit"
    keys = {"inline_keyboard": [[{"text": "a", "callback_data": "x"}]]}
    assert (await call("editMessageReplyMarkup", **place, reply_markup=keys))["photo"] == sent["photo"]


@pytest.mark.parametrize(("content", "size"), [(PNG, (600, 300)), (JPEG, (600, 300))])
def test_size_of_a_picture_is_read_from_its_bytes(content, size):
    assert picture_size(content) == size


@pytest.mark.parametrize(
    "content", [b"x", PNG[:20], JPEG[:6], b"\xff\xd8\xff\xda\x00\x02", PNG[:16] + b"\xff" * 8, PNG[:16] + bytes(8)]
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(RefusedError):
        picture_size(content)


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"x", "multipart/form-data", 400),
        (b"", "application/json", 200),
        (b"anything", "text/plain", 200),
    ],
)
async def test_body_in_an_unknown_form_is_refused_or_passed_over(session, place, content, kind, status):
    async with session.post(f"{place}/getMe", data=content, headers={"Content-Type": kind}) as response:
        assert response.status == status


def test_multipart_body_is_cut_at_its_boundary_only():
    body = (
        b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nline\r\n--bad\r\n'
        b'--b\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\n\r\n'
        b"--b--\r\n"
    )

    assert multipart(body, " boundary=b") == {"text": "line\r\n--bad", "f": Upload("a.txt", b"", "text/plain")}
