"""Pages of the house as HTML: templates filled with values, everything escaped."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from bot.report.board.parts import Board, Chart, Fold, Lead, Part, Shares, Title
from bot.report.document import Document, Grid, Heading, Items, Paragraph
from bot.texts import LANGUAGE_NAMES, LANGUAGES, say

KINDS: Final = {
    Heading: "heading",
    Title: "title",
    Lead: "lead",
    Paragraph: "paragraph",
    Items: "items",
    Grid: "grid",
    Shares: "shares",
    Chart: "chart",
    Fold: "fold",
}
"""What the template calls each kind of part."""

MOST_ROWS: Final = 8
"""A longer table is folded: on a phone it would fill screen after screen."""

MOST_OF_OTHERS: Final = 3
"""The same for tables of words beside our figures: those of others are for whoever looks for them."""

PAGES: Final = (("/figures", "board.link"), ("/methods", "web.methods.link"))
"""Addresses and the names of their links."""


def methods_page(document: Document | None, language: str) -> str:
    """The methods of the last publication; without one, a sentence that says so."""
    title = document.title if document else say(language, "web.methods.link")
    return _page("/methods", title, document.blocks if document else (), language, say(language, "web.methods.none"), MOST_ROWS)


def figures_page(board: Board | None, language: str) -> str:
    """The figures of the last publications; without one, a sentence that says when there will be some."""
    title = board.title if board else say(language, "board.title")
    return _page("/figures", title, board.parts if board else (), language, say(language, "board.none"), MOST_OF_OTHERS)


def spoken(asked: str, accepted: str) -> str:
    """The language that was asked for; else the first of the browser's that we have; else Kazakh."""
    wanted = (asked, *(part.partition(";")[0].strip()[:2].lower() for part in accepted.split(",")))
    return next((language for language in wanted if language in LANGUAGES), LANGUAGES[0])


@cache
def template(name: str) -> Template:
    loader = PackageLoader(__package__)
    found = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return found.get_template(name)


def _page(here: str, title: str, parts: Sequence[Part], language: str, empty: str, cells: int) -> str:
    contents = [part for part in parts if isinstance(part, Heading)]
    values = {"here": here, "title": title, "parts": parts, "contents": contents, "language": language, "empty": empty}
    return template("frame.html").render(
        **values, pages=PAGES, languages=LANGUAGE_NAMES, say=say, kind=_kind, most_rows=MOST_ROWS, most_cells=cells
    )


def _kind(part: Part) -> str:
    return KINDS[type(part)]
