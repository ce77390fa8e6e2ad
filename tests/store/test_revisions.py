import msgspec

from bot.store import revisions
from tests.example import EXAMPLE, text

OTHER = msgspec.structs.replace(EXAMPLE, thanks=text("Many thanks"))


def test_script_comes_back_as_it_was_published(store):
    with store.write() as tx:
        published, new = revisions.publish(tx, EXAMPLE, 5, open_=True)

    with store.read() as tx:
        found = revisions.by_id(tx, {published.id})

    assert new
    assert found == {published.id: EXAMPLE}


def test_same_script_is_no_new_revision(store):
    with store.write() as tx:
        first, _ = revisions.publish(tx, EXAMPLE, 5, open_=True)
        again, new = revisions.publish(tx, EXAMPLE, 6, open_=True)

    assert (again, new) == (first, False)


def test_changed_script_is_the_next_revision_and_only_one_is_open(store):
    with store.write() as tx:
        revisions.publish(tx, EXAMPLE, 5, open_=True)
        changed, _ = revisions.publish(tx, OTHER, 6, open_=True)
        listed = revisions.listed(tx)

    assert [(each.number, each.open) for each in listed] == [(1, False), (2, True)]
    assert changed.hash != listed[0].hash


def test_published_without_opening_leaves_the_open_one(store):
    with store.write() as tx:
        first, _ = revisions.publish(tx, EXAMPLE, 5, open_=True)
        revisions.publish(tx, OTHER, 6, open_=False)

        assert revisions.opened(tx) == first
        assert revisions.scripts(tx) == (OTHER, EXAMPLE)
