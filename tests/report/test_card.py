"""The desk card: what is printed can be scanned and read."""

import re
import struct
import zlib

import pytest
import segno

from bot.report.card import BOLD_WIDTH, HEIGHT, MARGIN, PLAIN_WIDTH, QUIET_MODULES, WIDTH, card, card_png
from bot.report.pictures import png
from bot.texts import LANGUAGES, say

LINK = "https://t.me/nege_bot?start=s_csc_astana_03"
TITLE = {
    "kk": "Мемлекеттік қызметтерді қалай аласыз?",
    "ru": "Как вы получаете госуслуги?",
    "en": "How do you get public services?",
}
LONGEST = "https://t.me/a_bot_with_a_name_of_32_letters_?start=s_" + "a" * 62


def pixels(picture):
    """Rows of (red) values of an 8-bit RGBA picture, as the PNG specification says."""
    width, height, depth, colour = struct.unpack(">IIBB", picture[16:26])
    assert (depth, colour) == (8, 6)
    place, data = 8, b""
    while place < len(picture):
        (size,) = struct.unpack(">I", picture[place : place + 4])
        data += picture[place + 8 : place + 8 + size] if picture[place + 4 : place + 8] == b"IDAT" else b""
        place += size + 12
    raw, stride, above, rows = zlib.decompress(data), 4 * width, bytearray(4 * width), []
    for y in range(height):
        kind, line = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1 : (y + 1) * (stride + 1)])
        for x in range(stride):
            left, up = line[x - 4] if x >= 4 else 0, above[x]
            corner = above[x - 4] if x >= 4 else 0
            line[x] = (line[x] + (0, left, up, (left + up) // 2, paeth(left, up, corner))[kind]) & 255
        above = line
        rows.append(line[::4])
    return rows


def paeth(left, up, corner):
    guess = left + up - corner
    distances = abs(guess - left), abs(guess - up), abs(guess - corner)
    return (left, up, corner)[distances.index(min(distances))]


def place(svg):
    """(x, y, module) of the QR code."""
    return tuple(map(int, re.search(r"translate\((\d+) (\d+)\) scale\((\d+)\)", svg).groups()))


@pytest.mark.parametrize("link", [LINK, LONGEST])
def test_modules_of_the_picture_are_those_of_the_link(link):
    svg = card(link, TITLE)
    x, y, module = place(svg)
    scale = 0.5  # a small picture, because this test reads every pixel of it by hand
    rows = pixels(png(svg, WIDTH // 2))
    wanted = [list(row) for row in segno.make(link, error="m", micro=False).matrix]

    def dark(column, row):
        return int(rows[int((y + (row + 0.5) * module) * scale)][int((x + (column + 0.5) * module) * scale)] < 128)

    size = len(wanted)
    assert [[dark(column, row) for column in range(size)] for row in range(size)] == wanted
    around = range(-QUIET_MODULES, size + QUIET_MODULES)
    edge = [(a, b) for a in around for b in around if not (0 <= a < size and 0 <= b < size)]
    assert not any(dark(column, row) for column, row in edge)


def test_card_says_everything_in_three_languages():
    words = " ".join(re.findall(r">([^<]+)</text>", card(LINK, TITLE)))

    assert all(part in words for part in (*TITLE.values(), LINK.removeprefix("https://")))
    assert all(say(language, "card.note") in words for language in LANGUAGES)


@pytest.mark.parametrize("title", [TITLE, {language: words * 3 for language, words in TITLE.items()}])
@pytest.mark.parametrize("link", [LINK, LONGEST])
def test_every_line_fits_on_the_card(link, title):
    svg = card(link, title)
    lines = re.findall(r'y="([\d.]+)" font-size="([\d.]+)"( font-weight="bold")?[^>]*>([^<]+)<', svg)

    for y, size, bold, words in lines:
        assert len(words) * float(size) * (BOLD_WIDTH if bold else PLAIN_WIDTH) <= WIDTH - 2 * MARGIN + float(size)
        assert 0 < float(y) < HEIGHT


def test_same_link_gives_the_same_bytes():
    svg = card(LINK, TITLE)

    assert card(LINK, TITLE) == svg
    assert card_png(svg) == card_png(svg)


def test_title_is_text_whatever_stands_in_it():
    assert "&lt;b&gt;" in card(LINK, {"en": "<b>?"})
