"""The methods of the Bot API that the sandbox knows, one table: the name, the parameters it takes, and what it does."""

from collections.abc import Awaitable
from typing import Any

from bot.sandbox.methods import answering, editing, fetching, polling, profile, sending, webhook
from bot.sandbox.methods.method import Method
from bot.sandbox.methods.params import read
from bot.sandbox.refusal import RefusedError
from bot.sandbox.world import World

METHODS: dict[str, Method] = {
    method.name: method
    for module in (answering, editing, fetching, polling, profile, sending, webhook)
    for method in module.METHODS
}

_FOLDED = {name.lower(): method for name, method in METHODS.items()}


async def call(world: World, name: str, given: dict[str, Any]) -> Any:
    """The result of one call, ready for JSON; raises RefusedError. Names are read in any case, as at Telegram."""
    method = _FOLDED.get(name.lower())
    if method is None:
        raise RefusedError(404, "Not Found: method not found")
    result = method.run(world, read(method.params, given))
    return await result if isinstance(result, Awaitable) else result
