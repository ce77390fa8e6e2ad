"""A bot is killed under load, again and again; afterwards what people said is compared with what was kept.

The bot is a process of its own, or two; Telegram is the sandbox in this process, over real HTTP, with calls that fail. How the
bot gets its updates and where it keeps things are parameters.
"""

import asyncio
import contextlib
import os
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot.sandbox.citizen import Citizen
from bot.sandbox.faults import Faults
from bot.sandbox.server import build
from bot.sandbox.world import World
from bot.store.keys import Keys
from bot.texts import LANGUAGES, say
from tests.faults import kept as keeping
from tests.faults.people import Clock, Person
from tests.faults.witness import END, Gate, Record, Witness
from tests.serving import serve

ROOT = Path(__file__).resolve().parents[2]
SURVEY = Path(__file__).resolve().parent / "survey"
TOKEN = "4200000:a-secret-token-of-this-test"
SECRET = "a-secret-of-the-tests-that-is-long-enough"
COMMANDS = {"polling": (("run",),), "webhook": (("web",), ("worker",))}
START_SECONDS = 60
LOAD_SECONDS = 300
NEXT_QUESTION_SECONDS = 60


@dataclass(frozen=True)
class Plan:
    """One run. `where`: a file, or the address of a PostgreSQL; `mode`: polling or webhook.

    `between`: how many answers are acknowledged between two kills, at least and at most. `share`: how many calls fail, except
    the methods in `spared`. `time_scale`: how long a webhook waits for an update to come again; 1 is as at Telegram.
    """

    folder: Path
    where: Path | str
    seed: int
    mode: str = "polling"
    kills: int = 5
    people: int = 24
    share: float = 0.15
    spared: tuple[str, ...] = ("getUpdates",)
    time_scale: float = 1.0
    patience: float = NEXT_QUESTION_SECONDS
    between: tuple[int, int] = (20, 120)


@dataclass
class Result:
    """The figures of one run; `lost` and `doubled` are answers, `left` people who waited longer than their patience."""

    seed: int
    kills: int = 0
    people: int = 0
    finished: int = 0
    answers: int = 0
    acknowledged: int = 0
    lost: set = field(default_factory=set)
    doubled: set = field(default_factory=set)
    left: int = 0
    longest_wait: float = 0
    calls: int = 0
    failed: int = 0
    redelivered: int = 0
    doubled_messages: int = 0
    unmarked: int = 0
    lost_replies: int = 0

    def __str__(self):
        return (
            f"seed {self.seed}: {self.kills} kills, {self.finished} of {self.people} people finished, {self.answers} answers, "
            f"{self.acknowledged} acknowledged, {len(self.lost)} lost, {len(self.doubled)} doubled, {self.left} left waiting, "
            f"longest wait {self.longest_wait:.1f} s; {self.failed} of {self.calls} calls failed, {self.redelivered} updates "
            f"came again, {self.doubled_messages} doubled messages (at most {self.unmarked} unmarked + "
            f"{self.lost_replies} lost replies)"
        )


class Trial:
    """One bot, one Telegram and a crowd. `async with`; then `kill`, or whatever else should happen to it, under load.

    `arguments` start another bot than Nege, with more in its `environment`; `starts`: how often in a row it may fail to start.
    """

    def __init__(self, plan, arguments=None, environment=None, starts=1):
        self.plan, self.starts = plan, starts
        self.dice = random.Random(f"kills {plan.seed}")
        self.keys = Keys(SECRET)
        old_button = tuple(say(language, "chat.old_button") for language in LANGUAGES)
        self.record, self.clock, self.result = Record(asked_for=old_button), Clock(), Result(plan.seed)
        self.faults = Faults(plan.seed, plan.share, spared=plan.spared)
        self.people: list[Person] = []
        self.world: World | None = None
        self.full = True
        self._arguments = arguments or [("-m", "bot", *command) for command in COMMANDS[plan.mode]]
        self._own = environment or {}
        self.processes: list[asyncio.subprocess.Process] = []
        self._stack = contextlib.AsyncExitStack()
        self._crowd: list[asyncio.Task] = []

    async def __aenter__(self):
        try:
            return await self._open()
        except BaseException:
            await self.__aexit__()
            raise

    async def _open(self):
        bot = {"token": TOKEN, "username": "trial_bot"}
        self.world = World(**bot, conflict_seconds=0, faults=self.faults, time_scale=self.plan.time_scale)
        self.gate = Gate(self.record)
        witness = Witness(build(self.world, page=False), self.record)
        self.api = await self._stack.enter_async_context(serve(witness))
        gate = await self._stack.enter_async_context(serve_plain(self.gate)) if self.plan.mode == "webhook" else ""
        self._stack.push_async_callback(self.gate.close)
        self.environment = environment(self.plan, self.api, gate) | self._own
        if gate:
            self.gate.port = int(self.environment["NEGE_PORT"])
            await self._release()
        await self.start()
        self._crowd = [asyncio.create_task(self._visitors(number)) for number in range(self.plan.people)]
        return self

    async def __aexit__(self, *_):
        for task in self._crowd:
            task.cancel()
        await asyncio.gather(*self._crowd, return_exceptions=True)
        await self.kill()
        await self._stack.aclose()

    async def start(self):
        """Start the bot, and wait until it asks for updates (or, by webhook, until it listens)."""
        for _ in range(self.starts):
            await self._start_once()
            if await self._came_up():
                self.clock.up, self.clock.since = True, asyncio.get_running_loop().time()
                return
            await self.kill()
        raise AssertionError(f"the bot did not start: {self.tail()}")

    async def _release(self):
        """What the Procfile does before the processes of a new version start."""
        command = (sys.executable, "-m", "bot", "migrate")
        done = await asyncio.create_subprocess_exec(*command, cwd=self.plan.folder, env=self.environment)
        assert await done.wait() == 0

    async def _start_once(self):
        self.record.ready.clear()
        for number, arguments in enumerate(self._arguments):
            with (self.plan.folder / f"bot{number}.log").open("ab") as log:
                process = await asyncio.create_subprocess_exec(
                    sys.executable, *arguments, cwd=self.plan.folder, env=self.environment, stdout=log, stderr=log
                )
            self.processes.append(process)

    async def _came_up(self):
        ready, *ended = [asyncio.create_task(one) for one in (self._ready(), *(each.wait() for each in self.processes))]
        await asyncio.wait({ready, *ended}, timeout=START_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        came = ready.done()
        for task in (ready, *ended):
            task.cancel()
        return came

    async def kill(self):
        """End every process of the bot as a power cut does."""
        self.clock.up = False
        for process in self.processes:
            if process.returncode is None:
                process.kill()
                await process.wait()
        self.processes.clear()

    async def stop(self):
        """End the bot politely."""
        for process in self.processes:
            if process.returncode is None:
                process.terminate()
                await asyncio.wait_for(process.wait(), START_SECONDS)
        self.processes.clear()

    async def load(self):
        """Wait for a seeded number of answers since now, and a seeded moment more."""
        wanted = len(self.record.acknowledged) + self.dice.randint(*self.plan.between)
        await self.until(lambda: len(self.record.acknowledged) >= wanted)
        await asyncio.sleep(self.dice.uniform(0, 0.3))

    async def until(self, condition: Callable[[], object], seconds=LOAD_SECONDS):
        found = await self.world.bell.until(condition, seconds)
        assert found, f"seed {self.plan.seed}: {self.tail()}"
        return found

    async def empty(self, seconds=120):
        """Nobody new comes; wait until everybody has heard the last words, or gives up."""
        self.full = False
        await asyncio.wait(self._crowd, timeout=seconds)

    def answered(self):
        """How many answers people have given so far."""
        return sum(len(history) for person in self.people for history in person.said.values())

    def look(self, read):
        """Compare with what is kept now; the bot should not run. `read` gives the values by person."""
        self.result.lost |= keeping.lost(read, self.people, self.record.acknowledged)

    def sum_up(self):
        """The figures so far."""
        said = [said for person in self.people for history in person.said.values() for said in history]
        result, record = self.result, self.record
        result.people, result.finished = len(self.people), sum(person.done for person in self.people)
        result.answers, result.acknowledged = len(said), sum(each.ref in record.acknowledged for each in said)
        result.left, result.longest_wait = sum(person.left for person in self.people), self.clock.longest_wait
        result.calls, result.failed = self.faults.calls, self.faults.counts.total()
        result.redelivered, result.doubled_messages = record.repeats, record.doubled
        result.lost_replies = record.lost_replies
        return result

    def tail(self):
        """The end of what the bot said, for whoever has to find out why a run failed."""
        return "\n".join(log.read_text()[-1500:] for log in sorted(self.plan.folder.glob("bot*.log")))

    async def _visitors(self, number):
        """One place in the queue: as soon as somebody has finished, the next comes."""
        while self.full:
            dice = random.Random(f"person {self.plan.seed} {number} {len(self.people)}")
            self.people.append(Person(Citizen(self.world), dice, self.clock, self.plan.patience))
            await self.people[-1].live()

    async def _ready(self):
        if self.plan.mode == "polling":
            await self.record.ready.wait()
            return
        while True:
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", self.gate.port)
                writer.close()
                return
            await asyncio.sleep(0.05)


async def kill_run(plan):
    """Kill a Nege under load `plan.kills` times, then let everybody finish; gives the figures."""
    async with Trial(plan) as trial:
        for _ in range(plan.kills):
            await trial.load()
            await trial.kill()
            trial.result.kills += 1
            look(trial)
            await trial.start()
        await trial.empty()
        await trial.stop()
        kept = look(trial)
        trial.result.doubled = keeping.doubled(kept, trial.people)
        return trial.sum_up()


def look(trial):
    """What a Nege that does not run has kept, compared with what people said."""
    with keeping.looking_at(trial.plan.where, trial.plan.folder / "copy") as store:
        kept = keeping.read(store, trial.keys, trial.people)
    trial.look(kept.values)
    trial.result.unmarked += keeping.unmarked(kept, trial.record.displayed, END)
    return kept


def serve_plain(app):
    """Serve an application that has no state."""
    app.state = type("State", (), {})()
    return serve(app)


def environment(plan, api, gate):
    """What the bot is told by its operator."""
    database = {"NEGE_DATABASE": str(plan.where)} if isinstance(plan.where, Path) else {"NEGE_DATABASE_URL": plan.where}
    webhook = {"NEGE_WEBHOOK_URL": gate, "NEGE_WEBHOOK_SECRET": "a-webhook-secret", "NEGE_ONE_MACHINE": "1"} if gate else {}
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "NEGE_TELEGRAM_API": api,
        "NEGE_TELEGRAM_TOKEN": TOKEN,
        "NEGE_SECRET_KEY": SECRET,
        "NEGE_SURVEYS": str(SURVEY),
        "NEGE_OPERATOR_KK": "Сынақ ЖШС, БСН 000000000000",
        "NEGE_OPERATOR_RU": "ТОО Проверка, БИН 000000000000",
        "NEGE_OPERATOR_EN": "Trial LLP, BIN 000000000000",
        "NEGE_PORT": str(_free_port()) if gate else "0",
        "NEGE_ERASURE_LOG": str(plan.folder / "nege.erasures"),
        **database,
        **webhook,
    }


def _free_port():
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
