import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chatview.links import pieces, safe


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://egov.kz/cms/kk.", [("plain", "see "), ("link", "https://egov.kz/cms/kk"), ("plain", ".")]),
        (
            "(http://127.0.0.1:8080/?start=i_Ab)",
            [("plain", "("), ("link", "http://127.0.0.1:8080/?start=i_Ab"), ("plain", ")")],
        ),
        ("https://x.kz/a_(b)", [("link", "https://x.kz/a_(b)")]),
        ("javascript:alert(1) ftp://x.kz", [("plain", "javascript:alert(1) ftp://x.kz")]),
        ("https://", [("plain", "https://")]),
        ("/forget – өшіру, /help.", [("command", "/forget"), ("plain", " – өшіру, "), ("command", "/help"), ("plain", ".")]),
        ("15/20 және/немесе a/b /Үй", [("plain", "15/20 және/немесе a/b /Үй")]),
        ("https://x.kz/help", [("link", "https://x.kz/help")]),
        ("", []),
    ],
)
def test_links_and_commands_are_found(text, found):
    assert [(piece.kind, piece.text) for piece in pieces(text) if piece.text] == found


@given(st.text(alphabet='htps:/.kz ()a\n/?<"[]', max_size=80) | st.text(max_size=80))
def test_pieces_together_are_the_text(text):
    assert "".join(piece.text for piece in pieces(text)) == text


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//x.kz", "/chat", "https://", "http://[", "tg://x"]
)
def test_address_that_is_not_of_the_web_is_no_link(address):
    assert safe(address) == ""
