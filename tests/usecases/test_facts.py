"""Rebuilt episodes are those that were written when the interviews became final."""

from sqlalchemy import select

from bot.store import audit
from bot.store.tables import Episode, EpisodeReason, Profile
from bot.usecases.facts import rebuild
from tests.told import Used, tell
from tests.usecases.chatting import Talk

NOW = 1_790_000_000


def rows(store):
    """Every episode and reason, all columns but ids."""
    with store.read() as tx:
        episodes = {row.id: row._asdict() for row in tx.execute(select(Episode.__table__)).all()}
        reasons = [(row.episode_id, row.reason, row.fix) for row in tx.execute(select(EpisodeReason.__table__)).all()]
    for key, row in episodes.items():
        row["reasons"] = sorted(reason for episode, *reason in reasons if episode == key)
        del row["id"]
    return sorted(episodes.values(), key=lambda row: (row["interview_id"], row["service"]))


def profiles(store):
    with store.read() as tx:
        return tx.execute(select(Profile.__table__).order_by(Profile.interview_id)).all()


def test_rebuilt_rows_are_the_same(store):
    with store.write() as tx:
        tell(tx, NOW, Used("address", "csc_self", ("unaware", "advice")), Used("passport", "csc_operator", ("not_online",)))
        tell(tx, NOW, Used("address", "csc_operator", ("hard_to_say",)), status="stopped", place="csc_site")
        tell(tx, NOW, Used("licence", "egov_portal", recency="m12"), status="expired")
        tell(tx, NOW, Used("licence", "egov_portal"), status="ineligible")
    before, people = rows(store), profiles(store)

    count = rebuild(store, NOW)

    assert count == 4
    assert len(before) == 4
    assert rows(store) == before
    assert profiles(store) == people
    assert sum(row.told.count("\n") - 1 for row in people) == 4


def test_episodes_of_the_desk_are_rebuilt_the_same(store, keys, dice):
    talk = Talk(store, keys, dice)
    talk.complete(1)
    talk.complete(2, "kk")
    before, people = rows(store), profiles(store)

    rebuild(store, NOW)

    assert before
    assert rows(store) == before
    assert sum(row.told.count("\n") - 1 for row in people) == len(before)
    assert profiles(store) == people


def test_rebuild_of_nothing_is_nothing_and_is_written_down(store):
    count = rebuild(store, NOW)

    with store.read() as tx:
        assert (count, audit.read(tx)) == (0, (audit.Entry(NOW, "facts rebuild", "0"),))
