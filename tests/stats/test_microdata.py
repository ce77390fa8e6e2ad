"""Four tables as one study, and every mistake in them with its file, its line and what to do."""

import json

import pytest

from bot.stats.microdata.figures import figures
from bot.stats.microdata.study import study
from bot.stats.microdata.table import TableError, table

MARGINS = "variable,level,population\nsex,f,52\nsex,m,48\n"
REASONS = "reason,removable\nhabit,1\nlaw,0\n"
RESPONDENTS = "rid,sex\na,f\nb,m\nc,f\n"
EPISODES = "rid,week,service,channel,sat,reason_nr,r_habit,r_law\na,1,S1,csc,4,0,1,0\na,2,S1,online,,,,\nb,1,S2,csc,5,1,,\n"


def read(respondents=RESPONDENTS, episodes=EPISODES, margins=MARGINS, reasons=REASONS):
    texts = {"r.csv": respondents, "e.csv": episodes, "m.csv": margins, "q.csv": reasons}
    return study(*((text, name) for name, text in texts.items()))


def errors(value):
    """Every standard error in a document."""
    for key, one in value.items():
        if isinstance(one, dict):
            yield from errors(one)
        elif key.startswith("se"):
            yield one


def test_episodes_become_marks_of_their_people():
    found = read()

    assert found.people == ("a", "b", "c")
    assert found.classes == (("f",), ("m",), ("f",))
    assert {name: mark.tolist() for name, mark in found.marks.items()} == {
        "one": [1, 1, 1],
        "csc": [1, 0, 1],
        "answered": [1, 0, 0],
        "avoidable": [1, 0, 0],
        "choices": [1, 0, 0],
        "rated": [1, 0, 1],
        "rating": [4, 0, 5],
        "r_habit": [1, 0, 0],
        "r_law": [0, 0, 0],
    }


def test_person_without_episodes_counts_as_a_respondent_but_in_no_base():
    found = figures(read())

    assert found["people"] == 3
    assert found["ratio"]["csc_share"]["unweighted"]["people"] == 2
    assert found["ratio"]["csc_share"]["unweighted"]["est"] == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    "tables",
    [
        pytest.param({}, id="three people"),
        pytest.param({"respondents": "rid,sex\n", "episodes": EPISODES.splitlines()[0]}, id="nobody"),
        pytest.param({"respondents": "rid,sex\na,f\n", "episodes": "\n".join(EPISODES.splitlines()[:2])}, id="one person"),
        pytest.param({"episodes": EPISODES.splitlines()[0]}, id="no episodes"),
        pytest.param({"respondents": "rid,sex\na,\nb,\nc,\n"}, id="no demographics"),
        pytest.param({"margins": "variable,level,population\n"}, id="no margins"),
        pytest.param({"reasons": "reason,removable\n"}, id="no reasons"),
        pytest.param({"respondents": "rid,sex\na,f\nb,f\nc,f\n"}, id="empty level"),
    ],
)
def test_every_edge_gives_numbers_or_nothing_and_never_an_error_of_nothing(tables):
    found = figures(read(**tables), people=True)

    assert json.dumps(found, allow_nan=False)
    assert all(error is None or error > 1e-12 for error in errors(found))


def test_level_of_nobody_is_a_row_that_says_so():
    found = figures(read(respondents="rid,sex\na,f\nb,f\nc,f\n"))

    assert found["csc_by"]["sex"]["m"] == {
        "est": None,
        "se": None,
        "part": 0,
        "base": 0,
        "people": 0,
        "n_eff": 0,
        "low": None,
        "high": None,
        "df": 0,
        "word": "nobody",
    }
    assert found["rake"]["dropped"] == ("sex",)


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"respondents": "rid,sex\na,f\nb,x\n"}, "r.csv, line 3: sex is 'x', which the margins do not know (f, m). Correct it"),
        ({"respondents": "rid\na\n"}, "r.csv, line 1: no column sex; found rid. Name it"),
        ({"respondents": ""}, "r.csv, line 1: no column rid, sex; found nothing"),
        ({"respondents": "rid,sex\na,f\na,m\n"}, "r.csv, line 3: rid 'a' stands twice"),
        ({"respondents": "rid,sex\na,f,1\n"}, "r.csv, line 2: 3 cells under 2 columns: add or remove a comma"),
        ({"respondents": "rid,sex,sex\na,f,f\n"}, "r.csv, line 1: the column sex stands twice"),
        ({"respondents": 'rid,sex\na,"f\n'}, "r.csv, line 2: this is no line of CSV"),
        ({"episodes": EPISODES + "z,1,S1,csc,,,,\n"}, "e.csv, line 5: rid 'z' is nobody among the respondents"),
        ({"episodes": EPISODES + "a,1,S1,csc,good,0,1,0\n"}, "e.csv, line 5: sat is 'good': write a whole number from 0"),
        (
            {"episodes": EPISODES + "a,1,S1,csc,4,0,yes,0\n"},
            "e.csv, line 5: r_habit is 'yes': write a whole number from 0 to 1",
        ),
        ({"episodes": EPISODES + "a,1,S1,csc,4,2,1,0\n"}, "e.csv, line 5: reason_nr is '2'"),
        ({"margins": MARGINS + "sex,x,many\n"}, "m.csv, line 4: population is 'many': write a number above 0"),
        ({"margins": MARGINS + "sex,x,0\n"}, "m.csv, line 4: population is '0'"),
        ({"margins": MARGINS + "sex,x,nan\n"}, "m.csv, line 4: population is 'nan'"),
        ({"margins": MARGINS + "sex,f,1\n"}, "m.csv, line 4: sex has the level 'f' twice"),
        ({"margins": MARGINS + "sex,,1\n"}, "m.csv, line 4: a level has no name"),
        ({"reasons": "reason,removable\nhabit,maybe\nlaw,0\n"}, "q.csv, line 2: removable is 'maybe'"),
        ({"reasons": REASONS + "fee,1\n"}, "e.csv, line 1: no column r_fee"),
    ],
)
def test_mistake_is_said_with_file_line_and_remedy(tables, said):
    with pytest.raises(TableError) as refused:
        figures(read(**tables))

    assert str(refused.value).startswith(said)


def test_table_takes_the_mark_and_line_ends_of_excel_and_leaves_out_empty_lines():
    found = table("\ufeffrid, sex\r\na , f\r\n\r\n", "r.csv", ["rid", "sex"])

    assert [row.cells for row in found] == [{"rid": "a", "sex": "f"}]
