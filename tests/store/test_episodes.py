"""Episodes in the database."""

import pytest

from bot.interview.facts import EpisodeFact, ReasonFact
from bot.store import episodes
from tests.told import Used, tell

AT = 1_763_900_000

FACTS = (
    EpisodeFact("address", "csc_self", "m1", "assisted", "", "tried", csc=True, fix="inform", online="yes", at_csc="yes",
                reasons=(ReasonFact("eds_fail", "repair"), ReasonFact("unaware", "inform"))),
    EpisodeFact("passport", "other_person", proxy_channel="csc_operator"),
)  # fmt: skip


def test_episodes_come_back_as_they_were_written(store):
    with store.write() as tx:
        tell(tx, AT)
        (source,) = episodes.sources(tx)

        written = episodes.write(tx, source, FACTS)

        assert (written, episodes.read(tx, source.interview_id)) == (2, FACTS)


def test_interview_without_a_service_has_no_episode(store):
    with store.write() as tx:
        tell(tx, AT)
        (source,) = episodes.sources(tx)

        assert episodes.write(tx, source, ()) == 0
        assert episodes.read(tx, source.interview_id) == ()


@pytest.mark.parametrize(
    ("status", "counted"),
    [("completed", 1), ("partial", 1), ("stopped", 1), ("expired", 1), ("ineligible", 0), ("declined", 0), ("started", 0)],
)
def test_every_interview_that_ended_with_something_told_is_a_source(store, status, counted):
    with store.write() as tx:
        tell(tx, AT, Used("address", "csc_self"), status=status)

        assert len(episodes.sources(tx)) == counted


def test_erased_episodes_are_gone_and_those_of_others_stay(store):
    with store.write() as tx:
        tell(tx, AT, Used("address", "csc_self", ("unaware",)))
        tell(tx, AT, Used("passport", "csc_self", ("advice",)))
        first, second = episodes.sources(tx)

        episodes.erase(tx, first.interview_id)

        assert episodes.read(tx, first.interview_id) == ()
        assert [fact.service for fact in episodes.read(tx, second.interview_id)] == ["passport"]
