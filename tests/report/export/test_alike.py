from bot.report.export.alike import ALIKE, few
from tests.report.export import made


def test_service_that_few_are_like_is_hidden_among_the_next_smallest_group():
    assert few(made.NEW.script) == {choice.code for choice in made.RARE}


def test_all_are_hidden_where_the_catalogue_is_small():
    small = made.script(services=(made.service("a", "yes"), made.service("b", "no")))

    assert few(small) == {"a", "b"}


def test_nothing_is_hidden_where_all_are_alike():
    assert few(made.script(services=made.ALIKE)) == frozenset()


def test_groups_of_the_real_catalogue_are_large_enough():
    script = made.real()
    hidden = few(script)
    services = next(asked for block in script.blocks for asked in block.questions if asked.measures == "service")
    shown = [choice for choice in services.choices if not choice.only and not choice.typed and choice.code not in hidden]
    looks = [(choice.columns["online"], choice.columns["at_csc"]) for choice in shown]

    assert "passport" in hidden
    assert len(hidden) >= ALIKE
    assert min(looks.count(look) for look in looks) >= ALIKE
