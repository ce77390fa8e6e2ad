import pytest


def pytest_addoption(parser):
    parser.addoption("--update", action="store_true", help="write what the bot says now into the transcripts")


@pytest.fixture
def update(request) -> bool:
    """Should expected texts be rewritten instead of compared?"""
    return request.config.getoption("--update")
