import logging

import pytest


@pytest.fixture(params=["polling", "webhook"])
def mode(request):
    """Both ways in which a bot gets its updates."""
    return request.param


@pytest.fixture(autouse=True)
def quiet():
    """A server complains of every answer that is cut off on purpose."""
    log = logging.getLogger("uvicorn.error")
    log.disabled = True
    yield
    log.disabled = False
