"""/mydata gives a person everything that is stored of them, and nobody else anything."""

import re

import pytest
from sqlalchemy import update

from bot.interview.effects import Ask, Say, Settle
from bot.interview.events import Command, Typed
from bot.store import roles
from bot.store.tables import Contact, Interview, Outbox, Source, table
from bot.telegram.shape import sending
from bot.telegram.updates import read_one
from bot.texts import LANGUAGES, say
from tests.usecases.chatting import NOW, Talk, texts
from tests.usecases.test_leaving import WAVE_SECONDS, agree


@pytest.fixture
def talk(store, keys, dice):
    return Talk(store, keys, dice)


def page(reply):
    """The file in a reply, as it is sent."""
    found = [effect.message.attachment for effect in reply.effects if isinstance(effect, Say) and effect.message.attachment]
    assert [each.media_type for each in found] == ["text/html"]
    return found[0].content.decode()


def words(reply):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page(reply).partition("</style>")[2]))


def put(store, mapped, **values):
    with store.write() as tx:
        tx.execute(update(table(mapped)).values(**values))


@pytest.mark.parametrize("language", LANGUAGES)
def test_finished_interview_is_told_question_by_question_in_words(talk, language):
    talk.complete(1001, language)

    reply = talk.command(1001, "mydata")

    told = words(reply)
    assert [type(effect) for effect in reply.effects] == [Say]
    assert texts(reply) == [say(language, "mydata.file")]
    for part in (
        "Age?",
        "A18",
        "Passport of a citizen ({}): how?",
        "Csc_Operator",
        "Paper",
        "No_Need",
        "Mark?",
        "4",
        "Comment?",
    ):
        assert part.format(language) in told
    assert say(language, "chat.skipped") in told
    assert "спасибо" in told
    assert say(language, "mydata.status.completed") in told
    assert say(language, "mydata.derived") in told
    assert "21.09.2026 19:13" in told
    assert say(language, "mydata.operator", operator=f"The office ({language})") in told


def test_question_stays_open_and_is_repeated(talk, store):
    talk.start(1001)
    talk.tap(1001, "Len", "!yes", "=a18", "+passport")
    with store.read() as tx:
        before = tx.execute(table(Interview).select()).all()

    reply = talk.command(1001, "mydata")

    assert [type(effect) for effect in reply.effects] == [Say, Settle, Ask]
    assert say("en", "mydata.unfinished") in words(reply)
    with store.read() as tx:
        assert tx.execute(table(Interview).select()).all() == before
    talk.tap(1001, "!done")


def test_answer_that_is_not_asked_any_more_is_struck_out(talk):
    talk.start(1001)
    talk.tap(1001, "Len", "!yes", "=a18", "+address", "!done", "=csc_operator", "=tried", "!back", "!back", "=egov_mobile")

    told = page(talk.command(1001, "mydata"))

    assert "<del>Tried (en)</del>" in told
    assert say("en", "mydata.withdrawn") in told
    assert say("en", "mydata.changes", number=1) in told


def test_everything_beside_the_answers_is_told(talk, store):
    talk.complete(1001, "en")
    put(store, Contact, unreachable=True, opted_in_at=NOW)
    put(
        store,
        Interview,
        source="site1",
        useful="yes",
        comment="<b>fine</b>",
        quiet=True,
        flags="speeder",
        recruited_at="csc_site",
    )
    owed = {"role_id": None, "interview_id": 1, "once": "r", "message": "{}", "due_at": NOW, "failures": 0, "error": ""}
    with store.write() as tx:
        tx.execute(table(Outbox).insert().values(**owed))

    told = page(talk.command(1001, "mydata"))

    expected = ("site1", "speeder", "&lt;b&gt;fine&lt;/b&gt;", *(say("en", f"mydata.{key}") for key in (
        "useful.yes", "quiet.on", "place.csc_site", "waiting", "unreachable", "mark", "address.yes", "absent.text"
    )))  # fmt: skip
    assert [part for part in expected if part not in told.replace("&#39;", "'")] == []
    assert say("en", "mydata.invited", moment="21.09.2026 19:13") in told


def test_title_of_a_place_stands_for_its_code(talk, store):
    talk.complete(1001, "en")
    put(store, Interview, source="site1")
    with store.write() as tx:
        row = {"code": "site1", "place": "csc_site", "region": "astana", "title": "The CSC on Abay street", "made_at": NOW}
        tx.execute(table(Source).insert().values(**row))

    assert "The CSC on Abay street" in words(talk.command(1001, "mydata"))


def test_interviews_of_all_waves_are_told(talk):
    talk.complete(1001, "en")
    talk.now += WAVE_SECONDS
    talk.start(1001)
    talk.tap(1001, "Len", "!yes", "=a60")

    told = words(talk.command(1001, "mydata"))

    assert told.count("Example (en)") == 2
    assert "A18" in told
    assert "A60" in told


def test_before_a_language_is_chosen_all_are_spoken(talk):
    talk.start(1001)

    told = words(talk.command(1001, "mydata"))

    assert all(say(language, "mydata.status.opened") in told for language in LANGUAGES)


def test_stranger_hears_that_nothing_is_kept(talk, store):
    reply = talk.command(1001, "mydata")

    assert texts(reply) == ["\n\n".join(say(language, "mydata.nothing") for language in LANGUAGES)]
    with store.read() as tx:
        assert not tx.execute(table(Interview).select()).all()


def test_person_who_left_hears_of_the_mark_only(talk):
    talk.complete(1001)
    agree(talk)

    assert texts(talk.command(1001, "mydata")) == ["\n\n".join(say(language, "mydata.barred") for language in LANGUAGES)]


@pytest.mark.parametrize("answered", [True, False])
def test_role_is_told_to_its_holder(talk, store, keys, answered):
    with store.write() as tx:
        roles.add(tx, "official", keys.role_hash(1001), keys.seal_role_address(1001), "ru", NOW)
    if answered:
        talk.complete(1001, "ru")

    assert say("ru", "mydata.role.official", moment="21.09.2026 19:13") in words(talk.command(1001, "mydata"))


def test_others_answers_are_in_nobody_elses_file(talk):
    for person, said in ((1001, "айгүлдің сөзі"), (1002, "бөтен сөз")):
        talk.start(person)
        talk.tap(person, "Lkk", "!yes", "=a18")
        talk.say(person, said)
        talk.tap(person, "!done")

    reply = talk.command(1001, "mydata")

    assert reply.chat == 1001
    assert "айгүлдің сөзі" in words(reply)
    assert "бөтен сөз" not in words(reply)


def test_answer_of_the_same_batch_is_in_the_file(talk):
    talk.start(1001)
    talk.tap(1001, "Lkk", "!yes")

    replies = talk.send(talk.tapped(1001, "=a18"), talk.incoming(1001, Command("mydata", NOW)))

    assert "A18" in words(replies[1])


def test_file_is_sent_as_a_document_and_only_asked_for_in_a_private_chat(talk):
    talk.complete(1001)
    message = talk.command(1001, "mydata").effects[0].message

    calls = sending(1001, message)

    assert [call.method for call in calls] == ["sendDocument"]
    assert calls[0].params["caption"] == message.text
    asked = b'{"update_id":1,"message":{"message_id":1,"from":{"id":5},"chat":{"id":%d,"type":"%s"},"text":"/mydata"}}'
    assert read_one(asked % (5, b"private"), NOW).event == Command("mydata", NOW)
    assert read_one(asked % (-7, b"group"), NOW) is None


def test_words_that_are_code_stay_words(talk):
    talk.start(1001)
    talk.tap(1001, "Lru", "!yes", "=a18", "+other")
    talk.send(talk.incoming(1001, Typed("<script>alert(1)</script>", NOW)))
    talk.tap(1001, "!done")

    assert "<script" not in page(talk.command(1001, "mydata"))
