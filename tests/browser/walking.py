"""A citizen who plays a transcript on the chat page of the sandbox, and compares everything that the page shows with it.

Nothing waits for a time: after each line the page must come to show the whole conversation as the transcript has it.
"""

import difflib
import json
import re
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from playwright.async_api import Page
from playwright.async_api import TimeoutError as LateError

from bot.app import House
from bot.interview.transcript import NOT_TEXT
from bot.message import ALERT_CHARS, shorten
from bot.sandbox.world import World
from bot.stats.hours import awake
from bot.stats.weeks import ALMATY, next_wave
from bot.texts import LANGUAGES, say
from tests.browser.steps import Said, Step, ended

WAIT_MS = 15_000
LOOK_MS = 20
"""How often the page is looked at while it does not show what it should: at every frame would keep the machine busy."""

LOOK = """() => {
  const words = (part) => (part?.textContent ?? "").split("\\n").map((line) => line.trimEnd()).join("\\n").trim();
  const shown = (all) => [...all].filter((part) => part.checkVisibility());
  const chat = shown(document.querySelectorAll(".bubble")).map((bubble) => ({
    mine: bubble.classList.contains("mine"),
    text: words(bubble.querySelector(".text, .voice")),
    file: words(bubble.querySelector(".file .name")),
    rows: shown(bubble.querySelectorAll(".row")).map((row) => shown(row.querySelectorAll(".key")).map(words)),
  }));
  const parts = shown(document.querySelectorAll(".key, .said, .write, .alert"));
  return {
    chat,
    alert: words(document.querySelector(".alert[open] p")),
    busy: document.querySelectorAll("[aria-busy]").length,
    cut: parts.filter((part) => part.scrollWidth > part.clientWidth + 1).map(words),
  };
}"""

AS_WANTED = f"(wanted) => JSON.stringify(({LOOK})()) === wanted"

READ = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), lines = [];
  while (walker.nextNode()) {
    const words = walker.currentNode.parentElement.checkVisibility() ? walker.currentNode.data.trim() : "";
    if (words) lines.push(...words.split("\\n"));
  }
  return lines;
}"""

REMEMBER = """() => {
  window.keys = new Map();
  const note = () => document.querySelectorAll(".key").forEach((key) => window.keys.set(key, {
    label: key.textContent, data: key.dataset.press, message: Number(key.closest(".bubble").dataset.message),
  }));
  new MutationObserver(note).observe(document.getElementById("phones"), { childList: true, subtree: true });
}"""
"""Every button that ever stood there: a slow phone taps what is gone."""

FIND = """([label, press]) => {
  const found = [...window.keys].filter(([key, told]) => told.label === label && told.data.endsWith(press));
  const [key, told] = found.findLast(([key]) => key.isConnected) ?? found.at(-1) ?? [];
  if (!key) return null;
  const bubbles = [...document.querySelectorAll(".bubble")];
  const bubble = bubbles.findIndex((each) => Number(each.dataset.message) === told.message);
  const place = [...bubbles[bubble].querySelectorAll(".key")].indexOf(key);
  return { ...told, bubble, place };
}"""

ACT = """async (action) => {
  const { chat } = document.querySelector(".phone").dataset;
  const body = JSON.stringify(action);
  const answer = await fetch(`/chat/${chat}/act`, { method: "POST", headers: { "Content-Type": "application/json" }, body });
  return answer.status === 200 ? (await answer.json()).text : "";
}"""
"""What the page itself would send, for what a thumb cannot do there."""


@dataclass
class Bubble:
    """A message as the page should show it."""

    mine: bool
    text: str
    file: str = ""
    rows: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True)
class Tapped:
    """The place of the message whose button was tapped; `answer`: what the bot said to a tap on a button that was gone."""

    place: int
    answer: str | None = None


class Walk:
    """One person at one page. `standing`: the place of the message that is the open question, among all messages."""

    def __init__(self, page: Page, reader: Page, house: House, clock, language: str) -> None:
        self.page, self.reader, self.house, self.clock = page, reader, house, clock
        self.language = language
        self.chat: list[Bubble] = []
        self.standing: int | None = None

    async def begin(self) -> None:
        await self.page.evaluate(REMEMBER)

    async def play(self, step: Step, *, wait: int = WAIT_MS) -> None:
        """One line of the transcript, and the look at the page, which may take `wait` milliseconds to show what follows."""
        # A citizen is no robot: the bot knows what stands in the chat before the next tap comes.
        await self.house.replies.finish(10)
        tapped = await getattr(self, f"_{step.entry.speaker}")(step)
        alert = self._expect(step, tapped.place if tapped else None)
        if tapped and tapped.answer is not None:
            assert tapped.answer == alert, f"{step}: the tap is answered with {tapped.answer!r}"
            alert = ""
        await self._see(step, alert, wait)
        await self._read_files(step)
        if alert:
            await self.page.locator(".alert .close").click()

    async def end(self, world: World, last: Step, *, wait: int = WAIT_MS) -> None:
        """Nothing is on its way any more, and nothing came that the transcript does not have."""
        await self.house.replies.finish(10)
        (room,) = world.rooms.values()
        await self.page.wait_for_function(
            "(all) => document.querySelectorAll('.bubble').length === all", arg=len(room.messages)
        )
        await self._see(last, "", wait)

    # What a citizen does. Each gives what was tapped, None where it was no tap.

    async def _citizen(self, step: Step) -> Tapped | None:
        said = step.entry.said
        if step.entry.action or (said.startswith("[") and said.endswith("]")):
            return await self._tap(step)
        if said == NOT_TEXT:
            await self.page.locator(".speak").click()
            self.chat.append(Bubble(mine=True, text=say(self.language, "chatview.voice")))
        elif self.chat:
            await self.page.locator("textarea").fill(said)
            await self.page.locator("textarea").press("Enter")
            self.chat.append(Bubble(mine=True, text=said))
        else:
            await self._begin(said)
        return None

    async def _begin(self, said: str) -> None:
        """An empty chat has one button only, which says what the link says; other words come from where a page cannot."""
        begin = self.page.locator(".begin")
        words = await begin.get_attribute("data-write")
        if words.split()[0] == said:
            await begin.click()
        else:
            await self.page.evaluate(ACT, {"kind": "write", "text": said})
        self.chat.append(Bubble(mine=True, text=words if words.split()[0] == said else said))

    async def _later(self, step: Step) -> None:
        self.clock.now += step.entry.seconds

    async def _reminder(self, step: Step) -> None:
        """What the schedule does every few minutes, at an hour in which people may be written to."""
        self.clock.now = awake(self.clock.now)
        await self.house.sweep()
        await self.house.remind()
        assert await self.house.drain.run() == 1, f"{step}: one message is owed"

    async def _tap(self, step: Step) -> Tapped:
        press = f":{step.entry.turn}:{step.entry.action}" if step.entry.action else ""
        found = await self.page.evaluate(FIND, [step.entry.said[1:-1], press])
        assert found, f"{step}: the page never had such a button"
        if found["place"] < 0:
            action = {"kind": "press", "message": found["message"], "data": found["data"]}
            return Tapped(found["bubble"], await self.page.evaluate(ACT, action))
        await self.page.locator(".bubble").nth(found["bubble"]).locator(".key").nth(found["place"]).click()
        return Tapped(found["bubble"])

    # What should stand there then.

    def _expect(self, step: Step, tapped: int | None) -> str:
        """Change the chat as the transcript says; returns the words of the alert that is open now, or nothing."""
        old = any(said.speaker == "bare" for said in step.told)
        edited, alert, before = self.standing if tapped is None or old else tapped, "", ""
        for said in step.told:
            if said.speaker == "bot":
                self._says(said, self._receipt(said.text) if before == "forget" else said.text)
            elif said.speaker == "file":
                self._files(said)
            elif said.speaker == "bare" and tapped is not None:
                self.chat[tapped] = replace(self.chat[tapped], rows=[])
            elif said.speaker == "alert" and tapped is None:
                self.chat.append(Bubble(mine=False, text=said.text))
            elif said.speaker == "alert":
                alert = shorten(said.text, ALERT_CHARS)
            elif said.speaker in {"edit", "redraw"} and edited is not None:
                self.chat[edited] = Bubble(mine=False, text=said.text, rows=said.rows)
                self.standing = edited if said.speaker == "redraw" else self.standing
            before = said.speaker
        if ended(step):
            self.standing = len(self.chat) - 1
        return alert

    def _says(self, said: Said, text: str) -> None:
        self.chat.append(Bubble(mine=False, text=text, rows=said.rows))
        if said.asks:
            self.standing = len(self.chat) - 1

    def _receipt(self, text: str) -> str:
        """The desk, not the engine, knows from when on somebody who left may come back."""
        spoken = [language for language in LANGUAGES if say(language, "chat.forget.receipt") in text]
        date = f"{next_wave(self.clock.now):%d.%m.%Y}"
        return "\n\n".join([text, *(say(language, "leaving.again", date=date) for language in spoken)])

    def _files(self, said: Said) -> None:
        """In a conversation with the desk a file follows its words; the engine only says that there should be one."""
        name = f"nege-{datetime.fromtimestamp(self.clock.now, ALMATY):%Y-%m-%d}.html"
        if said.lines[0] == name:
            self.chat[-1].file = name
            return
        languages = re.findall(r"\b(kk|ru|en)\b", said.text)
        text = "\n\n".join(say(language, "mydata.file") for language in languages)
        self.chat.append(Bubble(mine=False, text=text, file=name))

    # Looking.

    async def _see(self, step: Step, alert: str, wait: int) -> None:
        wanted = {"chat": [asdict(bubble) for bubble in self.chat], "alert": alert, "busy": 0, "cut": []}
        as_written = json.dumps(wanted, ensure_ascii=False, separators=(",", ":"))
        try:
            await self.page.wait_for_function(AS_WANTED, arg=as_written, timeout=wait, polling=LOOK_MS)
        except LateError:
            shown = await self.page.evaluate(LOOK)
            told = difflib.unified_diff(_lines(wanted), _lines(shown), "transcript", "page", lineterm="")
            different = "\n".join(told)
            if different:
                raise AssertionError(f"{step}: the page shows something else\n{different}") from None

    async def _read_files(self, step: Step) -> None:
        """Save each file that came, open it in a page of its own, and compare every line that one can read there."""
        for said in step.told:
            if said.speaker == "file":
                async with self.page.expect_download() as coming:
                    await self.page.locator(".file").last.click()
                read = await self._opened(await (await coming.value).path())
                self._compare(step, read, [line.strip() for line in said.lines[1:]])

    def _compare(self, step: Step, read: list[str], wanted: list[str]) -> None:
        """Whether the address of the chat goes is decided when the last words were seen, which only a whole bot knows."""
        address = {say(language, f"mydata.address.{each}") for language in LANGUAGES for each in ("yes", "no")}
        there, there_wanted = ([line for line in lines if line not in address] for lines in (read, wanted))
        assert there, f"{step}: the file is empty"
        assert there == there_wanted or not wanted, f"{step}: the file says {read}"

    async def _opened(self, path) -> list[str]:
        await self.reader.set_content(path.read_text("utf-8"))
        lines = await self.reader.evaluate(READ)
        wide = await self.reader.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, "the file is wider than the phone"
        return lines


def _lines(seen: dict) -> list[str]:
    """What is seen, as a transcript: for the eye that looks for a difference."""
    lines = []
    for bubble in seen["chat"]:
        lines += f"{'citizen' if bubble['mine'] else 'bot'}> {bubble['text']}".split("\n")
        lines += [f"  file: {bubble['file']}"] if bubble["file"] else []
        lines += ["  buttons: " + " ".join(f"[{label}]" for label in row) for row in bubble["rows"]]
    lines += [f"alert> {seen['alert']}"] if seen["alert"] else []
    return [*lines, *(f"  cut: {words}" for words in seen["cut"]), *(["  busy"] if seen["busy"] else [])]
