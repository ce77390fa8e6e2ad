import pytest

from bot.cli import main
from bot.settings import SHORTEST_KEY
from bot.store.engine import open_store


def test_keys_new_prints_a_secret_that_is_long_enough_and_never_the_same(capsys):
    printed = []
    for _ in range(2):
        assert main(["keys", "new"]) == 0
        printed.append(capsys.readouterr().out.strip())

    assert all(len(secret) >= SHORTEST_KEY for secret in printed)
    assert printed[0] != printed[1]


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
