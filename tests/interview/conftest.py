"""The survey as it is shipped, for the tests of the conversation that need its lists."""

import pytest

from bot.settings import ROOT
from bot.usecases.sources import loaded


@pytest.fixture(scope="session")
def script():
    return loaded(ROOT / "surveys" / "service_usage.yaml", ROOT / "seeds").script
