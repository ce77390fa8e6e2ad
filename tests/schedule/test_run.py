import asyncio

import pytest

from bot.schedule.jobs import Every, Job
from bot.schedule.run import Schedule


class Action:
    """Counts its runs, holds them while the gate is shut, and fails when told to."""

    def __init__(self, error=None):
        self.begun, self.done, self.error = 0, 0, error
        self.gate, self.entered = asyncio.Event(), asyncio.Event()
        self.gate.set()

    async def __call__(self):
        self.begun += 1
        self.entered.set()
        await self.gate.wait()
        if self.error:
            raise self.error
        self.done += 1

    async def again(self):
        self.entered.clear()
        await asyncio.wait_for(self.entered.wait(), 10)


HOUR = Every(3600)


@pytest.fixture
async def run():
    schedules = []

    def start(actions, *jobs):
        schedule = Schedule(actions, jobs)
        schedule.start()
        schedules.append(schedule)
        return schedule

    yield start
    for schedule in schedules:
        await schedule.stop(5)


async def test_a_job_runs_at_the_start_if_it_is_told_to(run):
    now, later = Action(), Action()
    run({"now": now, "later": later}, Job("now", HOUR, "", at_start=True), Job("later", HOUR, ""))
    await asyncio.wait_for(now.entered.wait(), 10)
    assert (now.begun, later.begun) == (1, 0)


async def test_wake_runs_a_job_before_its_time(run):
    action = Action()
    schedule = run({"a": action}, Job("a", HOUR, ""))
    schedule.wake("a")
    await asyncio.wait_for(action.entered.wait(), 10)
    assert action.begun == 1


async def test_a_job_never_overlaps_itself(run):
    action, clock = Action(), Action()
    action.gate.clear()
    schedule = run({"a": action, "clock": clock}, Job("a", HOUR, "", at_start=True), Job("clock", HOUR, ""))
    await asyncio.wait_for(action.entered.wait(), 10)
    schedule.wake("a")
    schedule.wake("clock")
    await asyncio.wait_for(clock.entered.wait(), 10)
    assert action.begun == 1
    action.gate.set()


async def test_a_failure_is_logged_by_kind_and_the_job_comes_again(run, caplog):
    broken = Action(ValueError("secret words"))
    schedule = run({"a": broken}, Job("a", HOUR, "", at_start=True))
    await asyncio.wait_for(broken.entered.wait(), 10)
    schedule.wake("a")
    await broken.again()
    assert broken.begun == 2
    assert "a failed: ValueError" in caplog.text
    assert "secret words" not in caplog.text


async def test_stop_waits_for_what_runs(run):
    action = Action()
    action.gate.clear()
    schedule = run({"a": action}, Job("a", HOUR, "", at_start=True))
    await asyncio.wait_for(action.entered.wait(), 10)
    stopping = asyncio.create_task(schedule.stop(10))
    action.gate.set()
    await stopping
    assert action.done == 1
    schedule.wake("a")
    assert action.begun == 1


async def test_a_job_without_an_action_is_refused():
    with pytest.raises(KeyError):
        Schedule({}, (Job("a", HOUR, ""),))
