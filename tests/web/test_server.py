from dataclasses import asdict

import pytest

from bot.report.board.parts import Bar, Board, Lead, Shares
from bot.report.document import Document, Grid, Heading, Items, Paragraph
from bot.texts import LANGUAGES, say
from bot.web.pages import MOST_ROWS, figures_page, methods_page, spoken
from bot.web.security import HEADERS
from bot.web.server import SILENT_SECONDS, Health, Page, Webhook, build, no_figures, no_methods, render

OPERATOR = {"kk": "Сынақ <b>ЖШС</b>", "ru": "Проверка", "en": "Trial & Co"}
GOOD = Health(database=True, migrated=True, silence=3)


def _app(health=GOOD, methods=no_methods, figures=no_figures):
    async def ask():
        return health

    return build(Page(OPERATOR, "https://t.me/trial_bot?start=web"), ask, methods, figures)


@pytest.mark.parametrize("path", ["/", "/health", "/figures", "/methods", "/page.css", "/nothing"])
async def test_every_answer_carries_the_security_headers(serve, http, path):
    async with http.get(await serve(_app()) + path) as response:
        assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
        assert "Server" not in response.headers


async def test_page_says_what_nege_is_in_three_languages(serve, http):
    async with http.get(await serve(_app()) + "/") as response:
        page = await response.text()
    assert response.status == 200
    assert all(say(language, "web.lead") in page for language in LANGUAGES)
    assert all(f'lang="{language}"' in page for language in LANGUAGES)
    assert 'href="https://t.me/trial_bot?start=web"' in page


def test_page_escapes_what_the_operator_is_called():
    page = render(Page(OPERATOR))
    assert "Сынақ &lt;b&gt;ЖШС&lt;/b&gt;" in page
    assert "Trial &amp; Co" in page


def test_page_without_an_operator_or_an_address_leaves_both_out():
    page = render(Page({"kk": "", "ru": "", "en": ""}))
    assert 'class="open"' not in page
    assert 'class="operator"' not in page


BROUGHT = Webhook(here=True, pending=7, failed=3, age=20)
ELSEWHERE = Webhook(here=False, pending=0, failed=None, age=20)
HEALTHS = [
    (GOOD, 200),
    (Health(database=True, migrated=True, silence=SILENT_SECONDS), 200),
    (Health(database=True, migrated=True, silence=SILENT_SECONDS + 1), 503),
    (Health(database=True, migrated=True, silence=None), 503),
    (Health(database=True, migrated=False, silence=3), 503),
    (Health(database=False, migrated=False, silence=3), 503),
    (Health(database=True, migrated=True, silence=None, polls=False), 200),
    (Health(database=False, migrated=False, silence=None, polls=False), 503),
    (Health(database=True, migrated=True, silence=None, polls=False, webhook=BROUGHT), 200),
    (Health(database=True, migrated=True, silence=None, polls=False, webhook=ELSEWHERE), 503),
]


@pytest.mark.parametrize(("health", "status"), HEALTHS)
async def test_health_is_good_only_if_the_database_and_telegram_answer(serve, http, health, status):
    async with http.get(await serve(_app(health)) + "/health") as response:
        told = await response.json()
    assert response.status == status
    assert told == asdict(health)
    assert response.headers["Cache-Control"] == "no-store"


async def _document(language):
    rows = tuple((f"Row {number}", "1") for number in range(MOST_ROWS))
    blocks = (
        Paragraph("Lead <b>"),
        Heading("Who asks", "who"),
        Items(("one",)),
        Grid("Short & good", ("What", "Number"), rows),
        Grid("Long", ("What", "Number"), (*rows, ("Last", "2"))),
    )
    return Document(f"Methods in {language}", language, blocks)


async def test_methods_are_shown_in_the_language_that_is_asked_for(serve, http):
    address = await serve(_app(methods=_document))
    async with http.get(f"{address}/methods?language=kk", headers={"Accept-Language": "en"}) as response:
        asked = await response.text()
    async with http.get(f"{address}/methods", headers={"Accept-Language": "de, ru-KZ;q=0.9, en;q=0.8"}) as response:
        accepted = await response.text()

    assert ('<html lang="kk">' in asked, "Methods in kk" in asked) == (True, True)
    assert "Methods in ru" in accepted


async def test_methods_page_is_escaped_and_needs_no_script(serve, http):
    async with http.get(await serve(_app(methods=_document)) + "/methods") as response:
        page = await response.text()

    assert "Lead &lt;b&gt;" in page
    assert "Short &amp; good" in page
    assert "<script" not in page
    assert page.index("Lead") < page.index('href="#who"') < page.index('<h2 id="who">')


async def test_only_long_tables_are_folded_and_each_cell_names_its_column(serve, http):
    async with http.get(await serve(_app(methods=_document)) + "/methods") as response:
        page = await response.text()

    assert page.count("<details>") == 1
    assert f"<summary>Long ({MOST_ROWS + 1})</summary>" in page
    assert page.count('data-head="Number"') == 2 * MOST_ROWS + 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_the_first_publication_the_page_says_so(language):
    assert say(language, "web.methods.none") in methods_page(None, language)


@pytest.mark.parametrize(
    ("asked", "accepted", "language"), [("", "", "kk"), ("xx", "fr, en", "en"), ("ru", "en", "ru"), ("", "EN-us", "en")]
)
def test_language_is_the_one_asked_for_then_the_browsers_then_kazakh(asked, accepted, language):
    assert spoken(asked, accepted) == language


@pytest.mark.parametrize("path", ["/figures", "/methods"])
def test_front_page_links_to_the_pages_of_what_was_published(path):
    assert all(f'href="{path}?language={language}"' in render(Page(OPERATOR)) for language in LANGUAGES)


async def _board(language):
    bar = Bar("Label <b>", "31%", "(27–36)", "owner & co", low=27, point=31, high=36)
    parts = (Lead("Most named"), Heading("Why", "why"), Shares("Reasons", ("What", "Share", "Interval", "Owner"), (bar,)))
    return Board(f"Figures in {language}", language, parts)


async def test_figures_are_escaped_drawn_without_style_and_kept_as_the_methods_are(serve, http):
    async with http.get(await serve(_app(figures=_board)) + "/figures?language=ru") as response:
        page = await response.text()

    assert (response.headers["Cache-Control"], response.headers["Vary"]) == ("max-age=300", "Accept-Language")
    assert "Set-Cookie" not in response.headers
    assert "Figures in ru" in page
    assert "Label &lt;b&gt;" in page
    assert "owner &amp; co" in page
    assert '<rect class="range" x="27" y="1" width="9" height="6"/>' in page
    assert "style=" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_the_first_publication_the_figures_say_so(language):
    assert say(language, "board.none") in figures_page(None, language)
