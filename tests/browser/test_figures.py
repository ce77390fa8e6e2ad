"""The page of figures in a real browser: all that was published, no number of what was hidden, on a phone, in the dark."""

import re
from functools import cache
from itertools import pairwise

import pytest
from msgspec.structs import replace

from bot.app.shelf import Shelf
from bot.report.amounts import bounds
from bot.report.numbers import share
from bot.settings import ROOT
from bot.stats.counts import Cell, Counts, Grouped, Table, Tally
from bot.stats.labels import labels
from bot.stats.shifts import Changes, Shift
from bot.stats.summary import for_outsiders, summarize
from bot.stats.weeks import block_of, period_of, shift
from bot.stats.weeks import bounds as seconds
from bot.store import publications
from bot.store.engine import open_store
from bot.texts import LANGUAGES, say
from bot.usecases import baseline
from bot.usecases.sources import catalogue
from bot.web.server import Health, Page, build
from tests.browser.conftest import PHONE, SCREEN
from tests.serving import serve
from tests.told import SCRIPT

WEEK = "2026-W48"
NOW = seconds(WEEK)[1] + 4 * 3600
WEEKS = tuple(shift(WEEK, back) for back in (-3, -2, -1, 0))

ROWS = """() => [...document.querySelectorAll('table.shares tbody tr')].map(row => ({
    caption: row.closest('table').caption.textContent,
    label: row.querySelector('th').textContent,
    text: [...row.querySelectorAll('td')].map(cell => cell.textContent.trim()),
    drawn: [...row.querySelectorAll('rect.range')].map(bar => bar.getAttribute('x')),
    hidden: row.querySelector('.hidden') !== null,
}))"""
CUT = """() => [...document.querySelectorAll('td, tbody th, p, li, summary')].filter(part => {
    const style = getComputedStyle(part)
    return style.display !== 'inline' && style.position !== 'absolute' && part.scrollWidth > part.clientWidth + 1
}).map(part => part.textContent)"""
OPENED = "() => document.querySelectorAll('details').forEach(fold => fold.open = true)"


def cell(code, n, people, outside, fix=""):
    return Cell(code, n, people, outside, fix, estimate=n / 300, low=n / 300 - 0.04, high=n / 300 + 0.05, n_eff=90.0)


def counts(online):
    ways = (
        cell("online", online, 90, 120),
        cell("csc_operator", 220 - online, 85, 130),
        cell("agency", 40, 30, 170),
        cell("assisted", 37, 28, 173),
        cell("phone", 3, 3, 190),
    )
    reasons = (
        cell("unaware", 110, 90, 100, "inform"),
        cell("eds_fail", 80, 60, 130, "repair"),
        cell("advice", 2, 2, 188, "keep"),
    )
    base = Tally(300, 200)
    fixes = (cell("inform", 110, 90, 100), cell("repair", 80, 60, 130), cell("keep", 110, 90, 100))
    tables = {"ways_both": Table(base, ways), "reasons": Table(base, reasons), "fixes": Table(base, fixes)}
    return Counts(people=412, interviews=412, episodes=1047, **tables)


def by_sex():
    base, few = Tally(300, 200), Tally(4, 3)
    levels = {
        "female": (cell("online", 120, 90, 120), cell("csc_operator", 180, 120, 90)),
        "male": (cell("online", 300, 200, 0),),
    }
    tables = [Grouped("way", "both", Table(base, cells), "sex", level) for level, cells in levels.items()]
    unknown = Grouped("way", "both", Table(few, (Cell("online", 4, 3, 0),)), "sex", "unknown")
    return Counts(people=412, interviews=412, episodes=1047, more=(*tables, unknown))


def published(weeks, of, block="week"):
    found = for_outsiders(summarize(weeks, of, labels([SCRIPT])))
    figures = tuple(figure for figure in found.figures if bool(figure.dimension) == (block != "week") and figure.base != "all")
    return replace(found, figures=figures, block=block)


@cache
def everything():
    moved = Changes(WEEKS[2], 1, tested=7, named=(Shift("way.both.online", 0.4, 300, 200),))
    weeks = [published((week,), counts(online)) for week, online in zip(WEEKS, (90, 100, 120, 140), strict=True)]
    return [*weeks[:3], replace(weeks[3], changes=moved), published(block_of(WEEK, 4), by_sex(), "who")]


@pytest.fixture
async def figures(tmp_path):
    """Publishes what it is given, and gives the address of the page."""
    store = open_store(tmp_path / "nege.sqlite3", create=True)
    opened = []

    async def start(summaries=()):
        with store.write() as tx:
            baseline.keep(tx, catalogue(ROOT / "seeds"))
            for summary in summaries:
                publications.freeze(tx, period_of(summary.weeks), summary, NOW)
        shelf = Shelf(store, lambda: NOW)
        serving = serve(build(Page({}), _healthy, shelf.methods, shelf.figures))
        opened.append(serving)
        return f"{await serving.__aenter__()}/figures"

    yield start
    for serving in opened:
        await serving.__aexit__(None, None, None)
    store.close()


def _level(figure, language):
    return say(language, "board.not_said") if figure.level == "unknown" else figure.level


async def _healthy():
    return Health(database=True, migrated=True, silence=1)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_page_shows_every_published_row_and_no_number_of_a_hidden_one(figures, open_page, language):
    summaries = everything()
    page = await open_page(f"{await figures(summaries)}?language={language}", language)

    rows = await page.evaluate(ROWS)

    of = [figure for summary in summaries[3:] for figure in summary.figures]
    shown, hidden = [f for f in of if f.published], [f for f in of if not f.published]
    told = {(row["label"], *row["text"][:2]) for row in rows if not row["hidden"]}
    country = {(f.label[language], share(language, f.estimate), bounds(language, f)) for f in shown if not f.dimension}
    levels = {(_level(f, language), share(language, f.estimate), bounds(language, f)) for f in shown if f.dimension}
    with_rows = {f.table for f in shown}
    assert len(shown) >= 15
    assert told == country | levels
    assert {row["label"] for row in rows if row["hidden"]} == {
        f.label[language] for f in hidden if not f.dimension and f.table in with_rows
    }
    assert {f.why_not for f in hidden} == {"people", "hidden"}
    for row in rows:
        if row["hidden"]:
            assert (row["drawn"], re.findall(r"\d", "".join(row["text"]))) == ([], [])


@pytest.mark.parametrize("language", LANGUAGES)
async def test_page_speaks_the_language_and_tells_headline_change_limits_and_others(figures, open_page, language):
    page = await open_page(f"{await figures(everything())}?language={language}", language)
    text = await page.locator("main").inner_text()

    assert await page.locator("html").get_attribute("lang") == language
    assert say(language, "board.title") == await page.locator("h1").inner_text()
    assert "→" in text
    for key in ("board.why.title", "board.time.title", "board.limits.title", "baseline.title", "methods.limits.telegram"):
        assert say(language, key) in text
    await page.locator("nav").first.get_by_role("link", name=say(language, "web.methods.link")).click()
    assert page.url.endswith(f"/methods?language={language}")


@pytest.mark.parametrize(
    ("width", "language", "scheme"), [(390, "kk", "light"), (390, "ru", "dark"), (320, "ru", "light"), (1300, "en", "dark")]
)
async def test_nothing_is_wider_than_the_screen_however_much_is_opened(figures, open_page, width, language, scheme):
    viewport = {**(PHONE if width < 1000 else SCREEN), "width": width}
    page = await open_page(f"{await figures(everything())}?language={language}", language, viewport, color_scheme=scheme)

    await page.evaluate(OPENED)

    assert await page.evaluate("document.documentElement.scrollWidth") == width
    cut = await page.evaluate(CUT)
    assert cut == []


async def test_page_reads_in_order_without_pictures(figures, open_page):
    page = await open_page(f"{await figures(everything())}?language=ru")

    await page.evaluate(OPENED)
    tree = await page.locator("main").aria_snapshot()

    assert tree.index("heading") < tree.index("table")
    assert await page.locator("svg:not([aria-hidden=true])").count() == 0
    tables = page.get_by_role("table")
    assert await tables.count() > 5
    assert all([await table.locator("caption").count() == 1 for table in await tables.all()])
    levels = await page.evaluate("[...document.querySelectorAll('h1, h2, h3')].map(heading => +heading.tagName[1])")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    anchors = await page.evaluate("[...document.querySelectorAll('.contents a')].map(a => a.getAttribute('href'))")
    assert all([await page.locator(anchor).count() == 1 for anchor in anchors])


@pytest.mark.parametrize("language", LANGUAGES)
async def test_before_the_first_publication_the_page_says_when_there_will_be_figures(figures, open_page, language):
    page = await open_page(f"{await figures()}?language={language}", language)

    assert await page.locator("main p").all_inner_texts() == [say(language, "board.none")]
    assert await page.locator("table").count() == 0


async def test_page_sets_no_cookie_and_runs_no_script(figures, open_page):
    page = await open_page(await figures(everything()))

    response = await page.request.get(page.url)

    assert await page.context.cookies() == []
    assert "script-src" not in response.headers["content-security-policy"]
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert response.headers["cache-control"] == "max-age=300"
    assert await page.locator("script, style, [style], img, link:not([rel=stylesheet])").count() == 0
