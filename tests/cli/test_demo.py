"""What `nege demo --help` says."""

import pytest

from bot.cli import main


def test_help_says_how_to_take_another_port(capsys):
    with pytest.raises(SystemExit):
        main(["demo", "--help"])

    assert "NEGE_PORT=8090 nege demo" in " ".join(capsys.readouterr().out.split())
