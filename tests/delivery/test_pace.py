from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.pace import ALL_GAP, CHAT_GAP, Pace, book


def _moments(chats, now=100.0):
    pace, moments = Pace(), []
    for chat in chats:
        pace, moment = book(pace, chat, now)
        moments.append((chat, moment))
    return moments


def test_book_lets_the_first_message_go_at_once():
    assert _moments([1]) == [(1, 100.0)]


def test_book_spreads_different_chats_over_a_second():
    moments = [moment for _, moment in _moments(range(26))]
    assert moments[-1] - moments[0] >= 1.0
    assert all(later - earlier >= ALL_GAP - 1e-9 for earlier, later in pairwise(moments))


def test_book_keeps_a_second_between_two_messages_to_one_chat():
    assert _moments([1, 1, 1]) == [(1, 100.0), (1, 101.0), (1, 102.0)]


def test_book_does_not_let_a_waiting_chat_hold_up_the_others():
    assert dict(_moments([1, 1, 1, 2]))[2] < 100.0 + CHAT_GAP


def test_book_forgets_chats_that_may_be_written_to_again():
    pace, _ = book(Pace(), 1, 100.0)
    pace, _ = book(pace, 2, 102.0)
    assert set(pace.chats) == {2}


@given(st.lists(st.integers(1, 5), max_size=60))
def test_book_never_writes_to_one_chat_twice_within_a_second(chats):
    moments = _moments(chats)
    for chat in set(chats):
        own = sorted(moment for other, moment in moments if other == chat)
        assert all(later - earlier >= CHAT_GAP - 1e-9 for earlier, later in pairwise(own))


@given(st.lists(st.integers(1, 500), min_size=1, max_size=200, unique=True))
def test_book_never_sends_more_than_25_in_any_second_to_different_chats(chats):
    seconds = Counter(int((moment - 100.0) + 1e-9) for _, moment in _moments(chats))
    assert max(seconds.values()) <= 25
