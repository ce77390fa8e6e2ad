"""Marks as columns: what a kind of them means is asked once, and what means nothing, or whose person is gone, is not there."""

import numpy as np
import pytest

from bot.stats.heard import Listener, Mark


def meaning_of(asked):
    def meaning(question, value):
        asked.append((question, value))
        return Mark("satisfaction", "answered", "1-5", "top", value) if question == "mark" else None

    return meaning


def heard(*chunks):
    asked, listener = [], Listener()
    listener.take(chunks, meaning_of(asked))
    return listener.answers({}), asked


def told(answers):
    return [(int(who), answers.kinds[what].number) for who, what in zip(answers.who, answers.what, strict=True)]


def test_meaning_is_asked_once_for_each_kind_of_marks():
    _, asked = heard([(1, "mark", 5), (2, "mark", 5)], [(3, "mark", 4), (1, "mark", 5)])

    assert asked == [("mark", 5), ("mark", 4)]


def test_marks_keep_who_said_what_without_those_that_mean_nothing():
    answers, _ = heard([(7, "other", 1), (8, "mark", 4), (7, "mark", 5)])

    assert told(answers) == [(8, 4), (7, 5)]
    assert answers.times() == [1, 1]


@pytest.mark.parametrize(("people", "expected"), [([3, 7, 8], [(2, 4), (1, 5)]), ([7], [(0, 5)]), ([9], []), ([], [])])
def test_marks_of_people_who_are_there_are_said_by_their_places(people, expected):
    answers, _ = heard([(8, "mark", 4), (7, "mark", 5)])

    assert told(answers.among(np.array(people, np.int64))) == expected


def test_marks_of_some_kinds_and_some_people_are_chosen():
    answers, _ = heard([(0, "mark", 5), (1, "mark", 5), (1, "mark", 3)])

    assert told(answers.only([0], np.array([True, True]))) == [(0, 5), (1, 5)]
    assert told(answers.only([0], np.array([False, True]))) == [(1, 5)]
    assert told(answers.only([0, 1], np.array([False, True]))) == [(1, 5), (1, 3)]


def test_nobody_said_anything():
    answers, _ = heard()

    assert (answers.kinds, answers.times(), told(answers.among(np.array([1], np.int64)))) == ((), [], [])
