"""Files that travel through the sandbox: kept in memory, found again by their id or path."""

import struct
from dataclasses import dataclass, field
from itertools import count

from bot.sandbox.objects import Document, File, PhotoSize, Voice
from bot.sandbox.refusal import bad

PHOTO_BYTES = 10 * 1024 * 1024
FILE_BYTES = 50 * 1024 * 1024
PHOTO_SIDES = 10_000
"""Width and height of a photo together, in pixels."""

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8"
LONGEST_SUFFIX = 8
NO_SIZE_MARKERS = frozenset({0xC4, 0xC8, 0xCC})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in a request."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Stored:
    id: str
    path: str
    upload: Upload

    @property
    def unique(self) -> str:
        return f"u{self.id}"

    def document(self) -> Document:
        size = len(self.upload.content)
        return Document(self.id, self.unique, self.upload.name or None, self.upload.media_type or None, size)

    def photo(self) -> PhotoSize:
        width, height = picture_size(self.upload.content)
        return PhotoSize(self.id, self.unique, width, height, len(self.upload.content))

    def voice(self, seconds: int) -> Voice:
        return Voice(self.id, self.unique, seconds, self.upload.media_type, len(self.upload.content))

    def file(self) -> File:
        return File(self.id, self.unique, len(self.upload.content), self.path)


@dataclass(slots=True)
class Files:
    _stored: dict[str, Stored] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def keep(self, upload: Upload, folder: str) -> Stored:
        """Store a file; raises RefusedError if it is empty or too large."""
        if not upload.content:
            raise bad("file must be non-empty")
        if len(upload.content) > (PHOTO_BYTES if folder == "photos" else FILE_BYTES):
            raise bad("file is too big")
        number = next(self._numbers)
        stored = Stored(f"{folder}-{number}", f"{folder}/file_{number}{_suffix(upload.name)}", upload)
        self._stored[stored.id] = stored
        return stored

    def find(self, file_id: str) -> Stored:
        """The file with this id; raises RefusedError."""
        if file_id not in self._stored:
            raise bad("invalid file_id")
        return self._stored[file_id]

    def at(self, path: str) -> Stored | None:
        return next((stored for stored in self._stored.values() if stored.path == path), None)


def _suffix(name: str) -> str:
    # The path becomes part of an address: nothing else of a name that somebody chose goes into it.
    _, dot, kind = name.rpartition(".")
    return f".{kind}" if dot and kind.isascii() and kind.isalnum() and len(kind) <= LONGEST_SUFFIX else ""


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels of a PNG or JPEG; raises RefusedError if it is neither, or too large."""
    try:
        size = _png(content) if content.startswith(PNG) else _jpeg(content)
    except (struct.error, IndexError):
        raise bad("IMAGE_PROCESS_FAILED") from None
    if not 0 < sum(size) <= PHOTO_SIDES:
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return size


def _png(content: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg(content: bytes) -> tuple[int, int]:
    place = len(JPEG)
    while content.startswith(JPEG) and content[place] == 0xFF:
        marker, length = content[place + 1], struct.unpack(">H", content[place + 2 : place + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in NO_SIZE_MARKERS:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        place += 2 + length
    raise bad("IMAGE_PROCESS_FAILED")
