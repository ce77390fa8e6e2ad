"""Pages of the house as HTML: templates filled with values, everything escaped."""

from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from bot.report.document import Document, Grid, Heading, Items, Paragraph
from bot.texts import LANGUAGE_NAMES, LANGUAGES, say

KINDS: Final = {Heading: "heading", Paragraph: "paragraph", Items: "items", Grid: "grid"}
"""What the template calls each kind of block."""

MOST_ROWS: Final = 8
"""A longer table is folded: on a phone it would fill screen after screen."""


def methods_page(document: Document | None, language: str) -> str:
    """The methods of the last publication; without one, a sentence that says so."""
    blocks = [(KINDS[type(block)], block) for block in document.blocks] if document else []
    contents = [block for kind, block in blocks if kind == "heading"]
    values = {"document": document, "blocks": blocks, "contents": contents, "language": language, "most_rows": MOST_ROWS}
    return template("methods.html").render(**values, languages=LANGUAGE_NAMES, say=say)


def spoken(asked: str, accepted: str) -> str:
    """The language that was asked for; else the first of the browser's that we have; else Kazakh."""
    wanted = (asked, *(part.partition(";")[0].strip()[:2].lower() for part in accepted.split(",")))
    return next((language for language in wanted if language in LANGUAGES), LANGUAGES[0])


@cache
def template(name: str) -> Template:
    loader = PackageLoader(__package__)
    found = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return found.get_template(name)
