"""Runs the table of jobs. A job never overlaps itself, and a failure in one neither ends it nor stops the others."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeAlias, assert_never

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.errors import traced
from bot.schedule.jobs import JOBS, Every, Job, Weekly, When
from bot.stats.weeks import ALMATY

log = logging.getLogger(__name__)

Action: TypeAlias = Callable[[], Awaitable[object]]


class Schedule:
    """The jobs of one process; `actions` says by name what each of them does.

    Raises:
        KeyError: a job has no action.
    """

    def __init__(self, actions: Mapping[str, Action], jobs: tuple[Job, ...] = JOBS) -> None:
        self._running: set[str] = set()
        self._idle = asyncio.Event()
        self._idle.set()
        # Late or skipped moments (a busy machine, a suspended laptop) become one run as soon as possible.
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler: Any = AsyncIOScheduler(timezone=ALMATY, job_defaults=defaults)
        for job in jobs:
            first = {"next_run_time": _now()} if job.at_start else {}
            action = actions[job.name]
            self._scheduler.add_job(self._run, trigger(job.when), (job.name, action), id=job.name, name=job.name, **first)

    def start(self) -> None:
        """Begin, inside a running loop."""
        self._scheduler.start()

    def wake(self, name: str) -> None:
        """Run this job now; nothing happens if it runs already or the schedule has ended."""
        if self._scheduler.running and name not in self._running:
            self._scheduler.modify_job(name, next_run_time=_now())

    async def stop(self, seconds: float) -> None:
        """Begin no job any more, and give those that run so many seconds to end."""
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        try:
            await asyncio.wait_for(self._idle.wait(), seconds)
        except TimeoutError:
            log.warning("still running at the end: %s", ", ".join(sorted(self._running)))
        self._scheduler.shutdown(wait=False)

    async def _run(self, name: str, action: Action) -> None:
        self._running.add(name)
        self._idle.clear()
        try:
            await action()
        except Exception as error:  # noqa: BLE001 - one job must not stop the rest
            log.error("%s failed: %s", name, traced(error))  # noqa: TRY400 - its words could hold an answer
        finally:
            self._running.discard(name)
            if not self._running:
                self._idle.set()


def trigger(when: When) -> CronTrigger | IntervalTrigger:
    """The moments of a job as APScheduler counts them."""
    match when:
        case Weekly(day, hour):
            return CronTrigger(day_of_week=day, hour=hour, minute=0, second=0, timezone=ALMATY)
        case Every(seconds):
            return IntervalTrigger(seconds=seconds, timezone=ALMATY)
        case _:
            assert_never(when)


def _now() -> datetime:
    return datetime.now(ALMATY) + timedelta(milliseconds=1)
