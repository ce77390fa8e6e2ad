"""The benchmark refuses what it should refuse. No test looks at a time."""

import contextlib
import shutil
from dataclasses import replace

import pytest
from sqlalchemy import text

from bench.answers import check, expected, run
from bot.store.engine import open_store
from bot.store.keys import Keys

pytestmark = pytest.mark.skipif(not shutil.which("gcc"), reason="the driver needs a C compiler")


@pytest.fixture(scope="module")
def driver():
    with run._building() as built:
        yield built


@pytest.fixture
def options(tmp_path):
    return run.Options(seconds=2, warm=0.5, citizens=8, connections=4, delay_ms=0, folder=tmp_path)


def test_run_of_the_real_bot_is_not_refused(options, driver):
    found, wrong = run.measure(options, driver)

    assert wrong == []
    assert found["answers"] > 0
    assert found["checked_answers"] >= found["answers"]


def test_answer_missing_from_the_database_is_noticed(options, driver):
    with run._place(options.folder) as place:
        _, code = run._play(options, place, driver, None)
        with contextlib.closing(open_store(place.database)) as store:
            with store.write() as tx:
                tx.execute(text("DELETE FROM answer WHERE rowid = (SELECT min(rowid) FROM answer)"))
            verdict = check.check(store, Keys(place.key), check.read(place.folder / "ledger"), run._plan(place))

    assert code == 0
    assert len(verdict.wrong) == 1


def test_another_next_question_than_the_planned_one_refuses_the_run(options, driver, monkeypatch):
    def mistaken(paths, file):
        steps = paths[0].steps
        wrong = replace(steps[4], shown=replace(steps[4].shown, text="Another question"))
        write([replace(paths[0], steps=(*steps[:4], wrong, *steps[5:]))], file)

    write = expected.write
    monkeypatch.setattr(expected, "write", mistaken)

    with run._place(options.folder) as place:
        _, code = run._play(replace(options, seconds=0.1), place, driver, None)

    assert code == 1
