import pytest

from bot.chatview.actions import Press, Speak, Write, event, read
from bot.interview.events import Command, Start, Tap, Typed, Unreadable


def test_actions_of_the_page_are_read():
    assert read(b'{"kind":"press","message":7,"data":"n:1:=yes"}') == Press(7, "n:1:=yes")
    assert read('{"kind":"write","text":"Қала"}'.encode()) == Write("Қала")
    assert read(b'{"kind":"speak"}') == Speak()


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"kind":"fly"}', b'{"kind":"press","data":"x"}', b'{"kind":"write","text":1}']
)
def test_anything_else_is_refused(body):
    with pytest.raises(ValueError, match=r"."):
        read(body)


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (Press(7, "n:1:=yes"), Tap("n:1:=yes", 5)),
        (Write("/start site1"), Start(5)),
        (Write("/forget"), Command("forget", 5)),
        (Write("/digest"), Typed("/digest", 5)),
        (Write("forget"), Typed("forget", 5)),
        (Speak(), Unreadable(5)),
    ],
)
def test_action_means_an_event_of_the_interview(action, expected):
    assert event(action, 5) == expected
