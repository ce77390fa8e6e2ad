"""Interviews that come out of the database as words become people and kinds of episodes, told apart once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stats.collect import Collector
from bot.stats.told import Episode, Person, episode, person, written

NAMES = "advice:keep unaware:inform"
TOLD = episode(f"address|m1|csc_operator|in_person|tried|1|inform|yes|yes|{NAMES}")
ELSEWHERE = episode("passport|m12|agency|in_person||0||no|yes|")
AGED = person("@abai|female|a30|rural|easy|online|v2|no_need no_skills||")

code = st.text("az09_: ", max_size=4)
episodes = st.builds(Episode, code, code, code, code, code, st.booleans(), code, code, code, code)


def told_by(records):
    """The episodes of each person."""
    return [[records.kinds[what] for what in records.what[records.whose == who].tolist()] for who in range(records.people)]


@given(st.lists(episodes, max_size=4))
def test_episodes_are_read_as_they_were_written(told):
    who, *lines, end = written(AGED, told).split("\n")

    assert (person(who), end) == (AGED, "")
    assert [episode(line) for line in lines] == told


def test_visit_to_a_csc_has_its_mark_and_its_reasons():
    assert (TOLD.service, TOLD.csc, TOLD.fix, TOLD.at_csc, TOLD.reasons) == ("address", True, "inform", "yes", NAMES)
    assert (ELSEWHERE.csc, ELSEWHERE.tried_online, ELSEWHERE.reasons) == (False, "", "")


def test_cell_with_the_letters_that_part_a_word_moves_no_other_cell():
    _, line, end = written(AGED, [TOLD._replace(channel_kind="in|person", online="yes\n")]).split("\n")

    assert end == ""
    assert episode(line) == TOLD._replace(channel_kind="in person", online="yes ")


def test_person_has_marks_only_where_they_were_given():
    marked = AGED._replace(satisfaction=4.0, intention=0.5)

    assert Person("abai", "female", "a30", "rural", "easy", "online", "v2", "no_need no_skills") == AGED
    assert written(marked, ()) == "@abai|female|a30|rural|easy|online|v2|no_need no_skills|4|0.5\n"
    assert person(written(marked, ()).rstrip()) == marked


def test_kinds_are_told_apart_once():
    collector = Collector()
    collector.interviews([(1, 7, written(AGED, [TOLD, ELSEWHERE])), (2, 3, written(AGED, []))])
    collector.interviews([(3, 5, written(AGED._replace(sex="male"), [TOLD]))])

    found = collector.records()

    assert (found.people, found.episodes, found.persons[1].sex, found.kinds) == (3, 3, "male", (TOLD, ELSEWHERE))
    assert [found.persons[place].sex for place in found.who] == ["female", "male", "female"]
    assert told_by(found) == [[], [TOLD], [TOLD, ELSEWHERE]]


def test_of_a_person_with_several_interviews_the_last_stands_in_whatever_order_they_come():
    collector = Collector()
    collector.interviews([(9, 7, written(AGED._replace(age="a45"), [TOLD])), (2, 3, written(AGED, [TOLD]))])
    collector.interviews([(1, 7, written(AGED, [ELSEWHERE, TOLD]))])

    found = collector.records()

    assert (found.people, found.interviews, found.episodes) == (2, 3, 4)
    assert [found.persons[place].age for place in found.who] == ["a30", "a45"]
    assert told_by(found) == [[TOLD], [ELSEWHERE, TOLD, TOLD]]


def test_interview_without_lines_is_refused_with_what_to_do():
    collector = Collector()
    collector.interviews([(1, 7, written(AGED, [TOLD])), (2, 3, "")])

    with pytest.raises(ValueError, match="nege facts rebuild"):
        collector.records()


def test_nobody_gives_empty_records():
    collector = Collector()
    collector.interviews([])

    found = collector.records()

    assert (found.people, found.episodes, found.interviews, found.persons) == (0, 0, 0, ())


@given(st.lists(st.integers(0, 3), max_size=9), st.integers(1, 4))
def test_blocks_of_people_hold_everybody_once_with_their_episodes(told, size):
    collector = Collector()
    rows = [(at, at, written(AGED, [TOLD, ELSEWHERE, TOLD][:many])) for at, many in enumerate(told)]
    collector.interviews(rows[::-1])
    found = collector.records()

    blocks = list(found.blocks(size))

    assert [many for block in blocks for many in block.count(block.marks(lambda _: True)).tolist()] == told
    assert [what for block in blocks for what in block.records.what.tolist()] == found.what.tolist()
    assert max(block.people for block in blocks) <= size
