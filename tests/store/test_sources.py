from sqlalchemy import event

from bot.interview.events import Start
from bot.store import sources
from bot.store.sources import Source
from bot.usecases import recruitment
from bot.usecases.exchange import Incoming

DESK, NEWS = Source("b_desk", "csc_site", "astana", "The desk"), Source("a_news", "media", "", "News")


def came(payload):
    return Incoming(1, 1, 1, Start(1), payload)


def test_sources_are_found_by_code_and_listed_in_order(store):
    with store.write() as tx:
        sources.add(tx, DESK, 1)
        sources.add(tx, NEWS, 1)

        assert sources.find(tx, {"b_desk", "unknown"}) == {"b_desk": DESK}
        assert sources.listed(tx) == (NEWS, DESK)


def test_batch_asks_once_and_only_if_somebody_came_from_a_source(store):
    with store.write() as tx:
        sources.add(tx, DESK, 1)
        asked = []
        event.listen(tx, "before_cursor_execute", lambda *arguments: asked.append(arguments[2]))

        assert recruitment.of(tx, [came(""), came("i_token"), came("csc_site"), came("s_'; --")]) == {}
        assert asked == []
        assert recruitment.of(tx, [came("s_b_desk"), came("s_b_desk"), came("s_x")]) == {"b_desk": DESK}
        assert len(asked) == 1
