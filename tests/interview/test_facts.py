"""Episodes out of answers: by measure, whole or not at all."""

from hypothesis import given
from hypothesis import strategies as st

from bot.interview.facts import CSC_CHANNELS, EPISODE_COLUMNS, FIXES, EpisodeFact, ReasonFact, episodes
from bot.interview.state import Answer, Slot
from bot.script.model import Block, Choice, Question, Script


def text(words):
    return dict.fromkeys(("kk", "ru", "en"), words)


def choice(code, *, only=False, **columns):
    return Choice(code, text(code), only=only, columns=columns)


SERVICES = (
    choice("passport", online="no", at_csc="yes"),
    choice("address", online="yes", at_csc="yes"),
    choice("licence", online="partly", at_csc="yes"),
    choice("none", only=True),
    choice("other"),
)
CHANNELS = (
    choice("csc_operator", kind="in_person"),
    choice("csc_helped", kind="assisted"),
    choice("csc_self", kind="assisted"),
    choice("egov_mobile", kind="digital"),
    choice("other_person", kind="proxy"),
)
TRIED = (choice("eds_fail", fix="repair"), choice("sent_there", fix="rule"), choice("hard_to_say", only=True))
CAME = (
    choice("unaware", fix="inform"),
    choice("not_online", fix="rule"),
    choice("advice", fix="keep"),
    choice("no_internet", fix="access"),
    choice("skills", fix="help"),
    choice("no_eds", fix="repair"),
    choice("other"),
    choice("hard_to_say", only=True),
)


def ask(question, measure, choices, kind="one"):
    return Question(question, kind, text(question), measures=measure, choices=choices)


# None of the ids says what the question measures: only `measures` does.
SCRIPT = Script(
    survey="example",
    title=text("Example"),
    languages=("kk", "ru", "en"),
    consent=text("Yes?"),
    thanks=text("Thanks"),
    blocks=(
        Block((ask("q1", "service", SERVICES, "many"),)),
        Block(
            (
                ask("q2", "recency", (choice("m1"), choice("m12"))),
                ask("q3", "channel", CHANNELS),
                ask("q4", "proxy_channel", CHANNELS[:4]),
                ask("q5", "tried_online", (choice("tried"), choice("not_tried"))),
                ask("q6", "reason", TRIED, "many"),
                ask("q7", "reason", CAME, "many"),
            ),
            over="q1",
        ),
        Block((ask("q8", "sex", (choice("female"), choice("male"))),)),
    ),
)


def answer(question, *codes, item="", withdrawn=False):
    return Answer(Slot(question, item), codes=codes, language="kk", at=1, withdrawn=withdrawn)


def told(service, channel, *reasons, question="q7"):
    return [
        answer("q1", service),
        answer("q3", channel, item=service),
        *([answer(question, *reasons, item=service)] if reasons else []),
    ]


def test_episode_holds_what_was_answered_and_the_cells_of_the_lists():
    answers = [
        answer("q1", "address", "passport"),
        answer("q2", "m1", item="address"),
        answer("q3", "csc_self", item="address"),
        answer("q5", "tried", item="address"),
        answer("q6", "sent_there", "eds_fail", item="address"),
        answer("q3", "other_person", item="passport"),
        answer("q4", "csc_operator", item="passport"),
        answer("q8", "female"),
    ]

    assert episodes(SCRIPT, answers) == (
        EpisodeFact(
            service="address",
            channel="csc_self",
            recency="m1",
            channel_kind="assisted",
            tried_online="tried",
            csc=True,
            fix="rule",
            online="yes",
            at_csc="yes",
            reasons=(ReasonFact("eds_fail", "repair"), ReasonFact("sent_there", "rule")),
        ),
        EpisodeFact("passport", "other_person", channel_kind="proxy", proxy_channel="csc_operator", online="no", at_csc="yes"),
    )


def test_nobody_who_used_no_service_has_an_episode():
    assert episodes(SCRIPT, []) == ()
    assert episodes(SCRIPT, [answer("q1", "none")]) == ()
    assert episodes(SCRIPT, [Answer(Slot("q1"))]) == ()


def test_service_without_a_channel_has_no_episode():
    assert episodes(SCRIPT, [answer("q1", "address"), answer("q2", "m1", item="address")]) == ()


def test_withdrawn_answers_are_not_counted():
    answers = [*told("address", "csc_self"), answer("q7", "unaware", item="address", withdrawn=True)]
    gone = [answer("q1", "address"), answer("q3", "csc_self", item="address", withdrawn=True)]

    assert episodes(SCRIPT, answers)[0].reasons == ()
    assert episodes(SCRIPT, gone) == ()


def test_answers_of_a_service_that_is_no_longer_chosen_are_not_counted():
    answers = [answer("q1", "passport"), answer("q3", "csc_self", item="address"), answer("q3", "egov_mobile", item="passport")]

    assert [fact.service for fact in episodes(SCRIPT, answers)] == ["passport"]


def test_typed_service_has_empty_cells():
    (fact,) = episodes(SCRIPT, told("other", "egov_mobile"))

    assert (fact.service, fact.online, fact.at_csc) == ("other", "", "")


def test_not_online_is_a_lack_of_knowledge_only_where_the_catalogue_says_online():
    fixes = {
        service: episodes(SCRIPT, told(service, "csc_self", "not_online"))[0].fix
        for service in ("passport", "address", "licence")
    }

    assert fixes == {"passport": "rule", "address": "inform", "licence": "rule"}


def test_visit_belongs_to_the_first_fix_among_its_reasons():
    (fact,) = episodes(
        SCRIPT, told("passport", "csc_self", "unaware", "no_eds", "skills", "no_internet", "advice", "not_online")
    )
    without_rule = episodes(SCRIPT, told("passport", "csc_self", "unaware", "no_eds", "skills", "no_internet"))[0]

    assert (fact.fix, without_rule.fix) == ("rule", "access")


def test_hard_to_say_states_no_reason_and_a_typed_one_states_a_reason_of_nobody():
    hard = episodes(SCRIPT, told("passport", "csc_self", "hard_to_say"))[0]
    typed = episodes(SCRIPT, told("passport", "csc_self", "other"))[0]

    assert (hard.reasons, hard.fix) == ((), "")
    assert (typed.reasons, typed.fix) == ((ReasonFact("other", ""),), "")


def test_only_a_csc_visit_has_reasons():
    (fact,) = episodes(SCRIPT, told("passport", "egov_mobile", "advice"))

    assert (fact.csc, fact.reasons, fact.fix) == (False, (), "")


@given(
    st.lists(
        st.builds(
            answer,
            st.sampled_from(["q1", "q2", "q3", "q6", "q7", "q9"]),
            st.sampled_from(["address", "passport", "none", "csc_self", "egov_mobile", "unaware", "hard_to_say", "strange"]),
            item=st.sampled_from(["", "address", "passport"]),
            withdrawn=st.booleans(),
        )
    )
)
def test_any_answers_give_whole_episodes_of_different_services(answers):
    facts = episodes(SCRIPT, answers)

    assert len({fact.service for fact in facts}) == len(facts)
    assert all(fact.channel and fact.csc == (fact.channel in CSC_CHANNELS) for fact in facts)
    assert all(not fact.fix or (fact.fix in FIXES and fact.reasons) for fact in facts)
    assert all(hasattr(fact, column) for fact in facts for column in EPISODE_COLUMNS)
