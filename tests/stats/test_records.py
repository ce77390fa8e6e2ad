"""Rows that come out of the database as one word each become people and kinds of episodes, told apart once."""

from bot.stats.records import Collector, Episode, Person, episode, person

WORD = "online|address|m1|csc_operator|in_person|tried|{csc}|inform|yes|yes|advice:keep unaware:inform"
AGED = "abai|female|a30|rural|easy|online|v2|no_need no_skills||"


def test_episode_is_read_as_both_databases_write_it():
    cells = WORD.split("|")
    expected = Episode(*cells)._replace(csc=True)

    assert [episode(WORD.format(csc=csc)) for csc in ("1", "true")] == [expected, expected]
    assert [episode(WORD.format(csc=csc)).csc for csc in ("0", "false")] == [False, False]


def test_person_has_marks_only_where_they_were_given():
    assert person(AGED) == Person("abai", "female", "a30", "rural", "easy", "online", "v2", "no_need no_skills")
    assert person(AGED.removesuffix("||") + "|4.0|5") == person(AGED)._replace(satisfaction=4.0, intention=5.0)


def test_kinds_are_told_apart_once_and_strangers_are_left_out():
    collector = Collector()
    collector.people([(7, AGED), (3, AGED), (5, AGED.replace("female", "male"))])
    collector.episodes([(3, WORD.format(csc="1")), (4, WORD.format(csc="1")), (7, WORD.format(csc="0"))])
    collector.episodes([(99, WORD.format(csc="1")), (5, WORD.format(csc="1"))])

    found = collector.records()

    assert (found.people, found.episodes, len(found.persons), len(found.kinds)) == (3, 3, 2, 2)
    assert [found.persons[place].sex for place in found.who] == ["female", "male", "female"]
    assert found.whose.tolist() == [0, 2, 1]


def test_of_a_person_with_several_interviews_the_last_row_stands():
    collector = Collector()
    collector.people([(7, AGED), (3, AGED)])
    collector.people([(7, AGED.replace("a30", "a45"))])

    found = collector.records()

    assert (found.people, found.interviews) == (2, 3)
    assert [found.persons[place].age for place in found.who] == ["a30", "a45"]


def test_nobody_gives_empty_records():
    collector = Collector()
    collector.episodes([(1, WORD.format(csc="1"))])

    found = collector.records()

    assert (found.people, found.episodes, found.interviews, found.persons) == (0, 0, 0, ())
