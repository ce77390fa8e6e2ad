from datetime import datetime

import pytest

from bot.schedule.jobs import JOBS, Every, Weekly
from bot.schedule.run import trigger
from bot.stats.weeks import ALMATY

WEDNESDAY = datetime(2026, 11, 18, 12, tzinfo=ALMATY)

NEXT = {
    "close_week": datetime(2026, 11, 23, 3, tzinfo=ALMATY),
    "digests": datetime(2026, 11, 23, 9, tzinfo=ALMATY),
    "sweep": Every(5),
    "drain": Every(3),
    "remind": Every(300),
}


def test_every_job_has_its_case():
    assert {job.name for job in JOBS} == set(NEXT)
    assert len({job.name for job in JOBS}) == len(JOBS)


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_job_comes_when_it_should(job):
    expected = NEXT[job.name]
    if isinstance(job.when, Weekly):
        assert trigger(job.when).get_next_fire_time(None, WEDNESDAY) == expected
    else:
        assert job.when == expected
        assert trigger(job.when).interval.total_seconds() == expected.seconds


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_every_job_also_runs_at_the_start_because_the_process_may_have_been_down(job):
    assert job.at_start


def test_weekly_jobs_follow_almaty_and_not_utc():
    moment = trigger(Weekly("mon", 9)).get_next_fire_time(None, WEDNESDAY)
    assert moment.utcoffset().total_seconds() == 5 * 3600
