"""getFile."""

from msgspec import Struct

from bot.sandbox.methods.method import Method
from bot.sandbox.objects import File
from bot.sandbox.refusal import bad
from bot.sandbox.world import World

DOWNLOAD_BYTES = 20 * 1024 * 1024


class GetFile(Struct, frozen=True):
    file_id: str


def _file(world: World, given: GetFile) -> File:
    stored = world.files.find(given.file_id)
    if len(stored.upload.content) > DOWNLOAD_BYTES:
        raise bad("file is too big")
    return stored.file()


METHODS = (Method("getFile", GetFile, _file),)
