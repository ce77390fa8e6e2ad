from hypothesis import given
from hypothesis import strategies as st

from bot.interview.step import opening
from bot.interview.transcript import Entry, codes, read, replay, tapped
from bot.message import Button, Message
from tests.example import EXAMPLE, NONCE

WALK = [
    Entry("/start"),
    Entry("[English]", 1, "Len"),
    Entry("[I take part]", 2, "!yes"),
    Entry("a18"),
    Entry("2"),
    Entry("[Done (1) ›]", 5, "!done"),
]


def test_replay_of_its_own_transcript_is_the_same():
    lines = replay(EXAMPLE, opening(NONCE, 1), WALK)

    again = replay(EXAMPLE, opening(NONCE, 1), read("\n".join(lines)))

    assert again == lines
    assert "keep> services = address" in lines


def test_codes_leave_out_every_word_of_the_bot():
    lines = replay(EXAMPLE, opening(NONCE, 1), WALK)

    assert not [line for line in codes(lines) if "Services?" in line or "Done" in line]
    assert "keep> age = a18" in codes(lines)


def test_tapped_finds_a_button_by_label_or_number():
    message = Message("?", ((Button("Yes", f"{NONCE}:3:=y"), Button("No", f"{NONCE}:3:=n")),))

    assert tapped("[No]", message) == Entry("[No]", 3, "=n")
    assert tapped("[1]", message) == Entry("[Yes]", 3, "=y")
    assert tapped("[3]", message) is None
    assert tapped("Yes", message) is None


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1).filter(lambda words: words != "("))
def test_typed_words_survive_the_transcript(words):
    assert read("\n".join(Entry(words).lines())) == [Entry(words)]
