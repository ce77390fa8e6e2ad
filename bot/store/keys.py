"""What hides people: keyed hashes and encrypted addresses. All keys come from one secret that is not in the database."""

import hmac
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Keys:
    """Subkeys of one secret, by HKDF-SHA256 (RFC 5869): citizens and roles have different ones and cannot be joined."""

    def __init__(self, secret: str) -> None:
        self._person = _derived(secret, "person")
        self._role = _derived(secret, "role")
        self._address = _box(secret, "address")
        self._role_address = _box(secret, "role address")

    def person_hash(self, person: int) -> bytes:
        """32 bytes that stand for a citizen's Telegram id."""
        return _hash(self._person, person)

    def role_hash(self, person: int) -> bytes:
        """32 bytes that stand for an official's Telegram id."""
        return _hash(self._role, person)

    def seal_address(self, chat: int) -> bytes:
        return self._address.encrypt(str(chat).encode())

    def open_address(self, sealed: bytes) -> int:
        """The chat id back; raises cryptography.fernet.InvalidToken under another key."""
        return int(self._address.decrypt(sealed))

    def seal_role_address(self, chat: int) -> bytes:
        return self._role_address.encrypt(str(chat).encode())

    def open_role_address(self, sealed: bytes) -> int:
        return int(self._role_address.decrypt(sealed))


def _derived(secret: str, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"nege {purpose}".encode()).derive(secret.encode())


def _box(secret: str, purpose: str) -> MultiFernet:
    return MultiFernet([Fernet(urlsafe_b64encode(_derived(secret, purpose)))])


def _hash(key: bytes, person: int) -> bytes:
    return hmac.digest(key, str(person).encode(), "sha256")
