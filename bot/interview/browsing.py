"""The ways through a long list, in words and buttons: pages, categories, what was found for typed words, back to the list."""

from bot.interview import shelves
from bot.interview.open import Open
from bot.message import Button, shorten
from bot.texts import say

QUERY_UNITS = 100
"""So much of the typed words is said again, in UTF-16 units."""

Rows = tuple[tuple[Button, ...], ...]


def categories(shown: Open) -> Rows:
    """A button for every category, where all of them are open."""
    if not shown.inside or shown.looked or shown.state.typing or shown.state.category != shelves.ALL:
        return ()
    named = shelves.titles(shown.rows, shown.language)
    return tuple((shown.button(title, f"#{category}"),) for category, title in named.items())


def ways(shown: Open) -> Rows:
    """On to the next page or category, and back; each on its own row, because they do not fit side by side."""
    if shown.state.typing or shown.full:
        return ()
    ways = [_page(shown, 1), _page(shown, -1)]
    if shown.looked:
        ways.append(_button(shown, "search.to_list", "#"))
    elif shown.shelved:
        ways += [_next_shelf(shown), _shelf(shown)]
    return tuple((way,) for way in ways if way)


def heading(shown: Open) -> str:
    """What stands below, where it is not the list itself."""
    if shown.state.typing:
        return ""
    if shown.looked:
        return _found(shown)
    category = shown.state.category
    if not shown.inside:
        return ""
    if category == shelves.ALL:
        return say(shown.language, "search.choose_category")
    return shelves.titles(shown.rows, shown.language).get(category, "")


def _found(shown: Open) -> str:
    words = shorten(shown.state.query, QUERY_UNITS)
    found = {0: "search.nothing", 1: "search.one"}.get(len(shown.state.hits), "search.several")
    typed = next((choice for choice in shown.choices if choice.typed), None)
    key = "search.keep" if shown.state.hits else "onward.keep"
    keep = say(shown.language, key, label=typed.label[shown.language]) if typed else ""
    return f"{say(shown.language, found, words=words)} {keep}".strip()


def _page(shown: Open, step: int) -> Button | None:
    page = shown.state.page + step
    if not 0 <= page < shown.pages:
        return None
    key = "chat.page_on" if step > 0 else "chat.page_back"
    return shown.button(say(shown.language, key, page=page + 1, pages=shown.pages), f"p{page}")


def _next_shelf(shown: Open) -> Button | None:
    """Inside a category, the one after it: who looks through them need not go up and down each time."""
    named = shelves.titles(shown.rows, shown.language)
    following = dict(zip(named, [*named][1:], strict=False)).get(shown.state.category)
    return (
        shown.button(say(shown.language, "search.next_category", name=named[following]), f"#{following}") if following else None
    )


def _shelf(shown: Open) -> Button:
    if not shown.state.category:
        return _button(shown, "search.to_categories", f"#{shelves.ALL}")
    if shown.state.category == shelves.ALL:
        return _button(shown, "search.to_list", "#")
    return _button(shown, "search.back_to_categories", f"#{shelves.ALL}")


def _button(shown: Open, key: str, action: str) -> Button:
    return shown.button(say(shown.language, key), action)
