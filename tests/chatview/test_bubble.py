from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chatview.bubble import Bubble, File, html
from bot.interview.kinds.many import OFF, ON
from bot.message import Button

TAGS = {"li", "div", "p", "time", "a", "button", "span", "img"}
ATTRIBUTES = {
    "class", "data-message", "data-press", "data-write", "href", "target", "rel", "src", "alt", "download", "aria-label",
    "aria-hidden", "type",
}  # fmt: skip
ATTACKS = (
    "<script>x</script>\"'><img src=x onerror=y>",
    "&lt;",
    "javascript:alert(1)",
    'https://x.kz/"onclick="y',
    "{{ 7*7 }}",
    "/start",
)
words = st.text(max_size=40) | st.sampled_from(ATTACKS)


class Reader(HTMLParser):
    """Collects the tags and the text of a fragment."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.said = ""
        self._inside = ""
        self.feed(fragment)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if dict(attrs).get("class") == "text":
            self._inside = tag

    def handle_endtag(self, tag):
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data):
        self.text += data
        if self._inside:
            self.said += data

    def all(self, kind: str) -> list[dict[str, str | None]]:
        return [attributes for _, attributes in self.tags if attributes.get("class") == kind]


@pytest.mark.parametrize(("label", "tick"), [(f"{ON}1 · ЭЦП", "tick on"), (f"{OFF}1 · ЭЦП", "tick off")])
def test_tick_is_drawn_and_still_stands_in_the_text(label, tick):
    found = Reader(html(Bubble(1, "?", ((Button(label, "x"), Button("Дайын (1) ›", "y")),)), "kk"))

    assert len(found.all(tick)) == 1
    assert label in found.text
    assert "Дайын (1) ›" in found.text


@settings(deadline=None)  # the first call reads all sentences
@given(words, words, words, words)
def test_nothing_that_people_write_becomes_markup(text, label, data, name):
    bubble = Bubble(1, text, ((Button(label, data), Button(label, url=data or "x")),), file=File(name, "/chat/k/file/f"))

    found = Reader(html(bubble, "kk"))

    assert {tag for tag, _ in found.tags} <= TAGS
    assert {name for _, attributes in found.tags for name in attributes} <= ATTRIBUTES
    assert all(link["href"].startswith(("http://", "https://", "/chat/")) for tag, link in found.tags if tag == "a")


@given(st.text(alphabet="a /b\nқ<&\"'>.:htps", max_size=60))
def test_text_of_a_message_is_shown_letter_for_letter(text):
    assert Reader(html(Bubble(1, text), "kk")).said == text


def test_buttons_stand_in_their_rows_with_their_data():
    rows = ((Button("Иә", "n:1:=yes"),), (Button("Жоқ", "n:1:=no"), Button("eGov", url="https://egov.kz")))

    found = Reader(html(Bubble(7, "Сұрақ", rows), "kk"))

    assert len(found.all("row")) == 2
    assert [key.get("data-press") or key["href"] for key in found.all("key")] == ["n:1:=yes", "n:1:=no", "https://egov.kz"]
    assert found.tags[0] == ("li", {"class": "bubble theirs", "data-message": "7"})


@pytest.mark.parametrize(
    ("language", "edited", "voice"),
    [("kk", "өзгертілді", "Дауыстық"), ("ru", "изменено", "Голосовое"), ("en", "edited", "Voice")],
)
def test_words_around_a_message_are_in_the_language_of_the_page(language, edited, voice):
    shown = html(Bubble(1, mine=True, at="14:05", edited=True, voice=True, picture="/chat/k/picture/p"), language)

    assert f"{edited} <time>14:05</time>" in shown
    assert voice in shown
    assert 'class="bubble mine"' in shown
    assert '<img src="/chat/k/picture/p"' in shown
