from contextlib import closing

import pytest

from bot.cli import main
from bot.settings import SHORTEST_KEY
from bot.store import interviews
from bot.store.engine import open_store
from bot.store.keys import Keys


def test_keys_new_prints_a_secret_that_is_long_enough_and_never_the_same(capsys):
    printed = []
    for _ in range(2):
        assert main(["keys", "new"]) == 0
        printed.append(capsys.readouterr().out.strip())

    assert all(len(secret) >= SHORTEST_KEY for secret in printed)
    assert printed[0] != printed[1]


def test_keys_rotate_says_what_it_did_and_what_it_cannot_do(sqlite_file, capsys, monkeypatch):
    old, new = "o" * 40, "n" * 40
    with closing(open_store(sqlite_file, create=True)) as store, store.write() as tx:
        interviews.add_person(tx, b"hash", Keys(old).seal_address(77))
    command = ["keys", "rotate", "--database", str(sqlite_file)]

    told = []
    for secret in (new, f"{new} {old}", f"{new} {old}", ""):
        monkeypatch.setenv("NEGE_SECRET_KEY", secret)
        told.append((main(command), *capsys.readouterr()))

    assert [code for code, *_ in told] == [1, 0, 0, 2]
    assert "1 addresses cannot be opened" in told[0][1]
    assert told[1][1].startswith("1 addresses of people and 0 of roles")
    assert "found under an older key" in told[1][1]
    assert told[2][1].startswith("0 addresses of people")
    assert "NEGE_SECRET_KEY" in told[3][2]


def test_migrate_takes_the_address_of_a_postgresql_database(postgres, capsys):
    with postgres.fresh("template0") as address:
        code = main(["migrate", "--database", address])
        open_store(address).close()

    assert code == 0


@pytest.mark.parametrize("times", [1, 2])
def test_migrate_makes_the_database_ready_however_often_it_runs(tmp_path, capsys, times):
    file = tmp_path / "nege.sqlite3"

    codes = [main(["migrate", "--database", str(file)]) for _ in range(times)]
    open_store(file).close()

    assert codes == [0] * times
    assert "is ready" in capsys.readouterr().out


def test_migrate_tells_where_no_database_can_be(tmp_path, capsys):
    code = main(["migrate", "--database", str(tmp_path / "missing" / "nege.sqlite3")])

    assert code == 2
    assert "cannot be made" in capsys.readouterr().err
