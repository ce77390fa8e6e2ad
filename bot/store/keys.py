"""What hides people: keyed hashes and encrypted addresses. All keys come from secrets that are not in the database."""

import hmac
from base64 import b32encode, urlsafe_b64encode
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Box:
    """Chat ids, sealed under the newest of several keys, opened under any of them."""

    def __init__(self, secrets: Sequence[str], purpose: str) -> None:
        keys = [Fernet(urlsafe_b64encode(_derived(secret, purpose))) for secret in secrets]
        self._newest, self._all = keys[0], MultiFernet(keys)

    def seal(self, chat: int) -> bytes:
        return self._newest.encrypt(str(chat).encode())

    def open(self, sealed: bytes) -> int:
        """The chat id back; raises cryptography.fernet.InvalidToken if none of the keys is the right one."""
        return int(self._all.decrypt(sealed))

    def renewed(self, sealed: bytes) -> bytes:
        """The same chat id under the newest key, the same bytes if it is; raises cryptography.fernet.InvalidToken."""
        try:
            self._newest.decrypt(sealed)
        except InvalidToken:
            return self._all.rotate(sealed)
        return sealed


class Pseudonyms:
    """What stands for respondents in one series of exports: the same for the same person, and joined to no other series."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @property
    def mark(self) -> str:
        """By this the series is known to have the same key as before; it tells nothing of the key."""
        return hmac.digest(self._key, b"mark", "sha256").hex()[:16]

    def of(self, respondent: int, first: int) -> str:
        """17 letters and digits, a letter first: no spreadsheet takes it for a number.

        `first` is the respondent's first interview that counts: SQLite may give the number of an erased respondent to the
        next one who comes, and that must not become the same person.
        """
        return "p" + b32encode(hmac.digest(self._key, f"{respondent} {first}".encode(), "sha256")[:10]).decode().lower()


class Keys:
    """Subkeys of secrets, by HKDF-SHA256 (RFC 5869): citizens and roles have different ones and cannot be joined.

    `secret` holds one secret or several, separated by whitespace, newest first: what is new is made with the newest, what
    is old is still found and opened with the others.
    """

    def __init__(self, secret: str) -> None:
        secrets = self._secrets = secret.split() or [""]
        self._person = [_derived(each, "person") for each in secrets]
        self._role = [_derived(each, "role") for each in secrets]
        self.addresses = Box(secrets, "address")
        self.role_addresses = Box(secrets, "role address")

    def person_hash(self, person: int) -> bytes:
        """32 bytes that stand for a citizen's Telegram id, under the newest key."""
        return _hash(self._person[0], person)

    def person_hashes(self, person: int) -> tuple[bytes, ...]:
        """The same under every key, newest first: how somebody is found who came before the newest key did."""
        return tuple(_hash(key, person) for key in self._person)

    def role_hash(self, person: int) -> bytes:
        """32 bytes that stand for an official's Telegram id, under the newest key."""
        return _hash(self._role[0], person)

    def role_hashes(self, person: int) -> tuple[bytes, ...]:
        """The same under every key, newest first."""
        return tuple(_hash(key, person) for key in self._role)

    def pseudonyms(self, series: str) -> tuple[Pseudonyms, ...]:
        """Those of a series of exports under every key, newest first."""
        return tuple(Pseudonyms(_derived(each, f"export {series}")) for each in self._secrets)

    def seal_address(self, chat: int) -> bytes:
        return self.addresses.seal(chat)

    def open_address(self, sealed: bytes) -> int:
        """The chat id back; raises cryptography.fernet.InvalidToken under another key."""
        return self.addresses.open(sealed)

    def seal_role_address(self, chat: int) -> bytes:
        return self.role_addresses.seal(chat)

    def open_role_address(self, sealed: bytes) -> int:
        return self.role_addresses.open(sealed)


def _derived(secret: str, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"nege {purpose}".encode()).derive(secret.encode())


def _hash(key: bytes, person: int) -> bytes:
    return hmac.digest(key, str(person).encode(), "sha256")
