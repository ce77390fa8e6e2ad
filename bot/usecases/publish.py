"""A file becomes a revision: checked whole, every list resolved into it, with who asks in its consent, never changed again."""

from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace
from sqlalchemy import Connection

from bot.errors import ScriptError, SettingsError
from bot.script.catalogue import Catalogue
from bot.script.issue import Issue
from bot.script.load import load
from bot.script.model import Script, Text
from bot.settings import Settings
from bot.store import audit, meta, revisions
from bot.store.engine import Store
from bot.store.revisions import Published
from bot.texts import LANGUAGES, say
from bot.usecases import baseline, margins
from bot.usecases.sources import ScriptFile, catalogue, scripts


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. `published` is None where there are errors; `new` is False where the same script was there already."""

    published: Published | None
    issues: tuple[Issue, ...] = ()
    new: bool = False


def publish(
    store: Store, file: ScriptFile, lists: Catalogue, operator: Text, now: int, *, open_: bool | None = None
) -> Outcome:
    """Publish a script, unless it has errors; warnings do not stand in the way.

    `operator` says who asks, by language; where it says nothing, the script's own words stand. With `open_` True, new
    interviews use this revision from now on; with None, they do if its survey is the open one, or none is open.

    Raises:
        SettingsError: nobody says who asks, in one of the languages of the script.
    """
    loaded = load(file.text, file.name, lists)
    if loaded.script is None:
        return Outcome(None, loaded.issues)
    script = _asked_by(loaded.script, operator)
    with store.write() as tx:
        margins.keep(tx, lists)
        baseline.keep(tx, lists)
        current = revisions.opened(tx)
        continues = current is None or current.survey == script.survey
        published, new = _keep(tx, script, now, open_=continues if open_ is None else open_)
    return Outcome(published, loaded.issues, new)


def publish_missing(store: Store, settings: Settings, now: int) -> list[Published]:
    """Publish every script of the surveys folder whose survey has no revision yet; the first is opened if none is open.

    Raises:
        ScriptError: such a script has errors, or there is no folder.
        SettingsError: nobody says who asks.
    """
    with store.read() as tx:
        known = {revision.survey for revision in revisions.listed(tx)}
    lists = catalogue(settings.seeds)
    missing = []
    for file in scripts(settings.surveys):
        script = load(file.text, file.name, lists).script
        # A file with errors does not tell its survey; of one that was published before, the file's name does.
        if script is None and Path(file.name).stem not in known:
            raise ScriptError(f"{file.name} has errors: run `nege check {file.name}` to see them all.")
        if script is not None and script.survey not in known:
            missing.append(_asked_by(script, settings.operator))
    with store.write() as tx:
        margins.keep(tx, lists)
        baseline.keep(tx, lists)
        return [_keep(tx, script, now, open_=revisions.opened(tx) is None)[0] for script in missing]


def operator_of(tx: Connection, settings: Settings) -> Text:
    """Who asks, by language: in a demo nobody does, and the consent says so."""
    return {language: say(language, "demo.operator") for language in LANGUAGES} if meta.demo(tx) else settings.operator


def _asked_by(script: Script, operator: Text) -> Script:
    who = {language: operator.get(language) or script.operator.get(language, "") for language in script.languages}
    silent = [f"NEGE_OPERATOR_{language.upper()}" for language, words in who.items() if not words]
    if silent:
        raise SettingsError(f"{', '.join(silent)} must say who asks (name and BIN): the consent names them.")
    return replace(script, operator=who)


def _keep(tx: Connection, script: Script, now: int, *, open_: bool) -> tuple[Published, bool]:
    published, new = revisions.publish(tx, script, now, open_=open_)
    if new or open_:
        what = "publish and open" if open_ else "publish"
        audit.note(tx, now, what, f"{published.survey} {published.number} {published.hash[:12]}")
    return published, new
