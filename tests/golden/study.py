"""The golden data as the estimators take them."""

import csv
import json
from pathlib import Path

from bot.stats.microdata.study import study
from bot.stats.sums import heads, of_table
from bot.stats.weights import rake

HERE = Path(__file__).resolve().parent
GOLDEN = json.loads((HERE / "golden.json").read_text("utf-8"))
POPULATION = 13228


def source(name):
    return (HERE / name).read_text("utf-8"), name


def rows(name):
    return list(csv.DictReader(source(name)[0].splitlines()))


def golden_study(respondents="respondents.csv", keep=lambda _line: True):
    """The study of the golden data; `keep` chooses lines of the respondents, and episodes of others are left out."""
    text, name = source(respondents)
    head, *lines = text.splitlines()
    kept = [line for line in lines if keep(line)]
    known = {line.split(",")[0] for line in kept}
    heading, *told = source("episodes.csv")[0].splitlines()
    episodes = [line for line in told if line.split(",")[1] in known]
    tables = ("\n".join([head, *kept]), name), ("\n".join([heading, *episodes]), "episodes.csv")
    return study(*tables, source("margins.csv"), source("reasons.csv"))


def people_of(found):
    """How many people stand in each class of a study."""
    return heads(of_table(found.dimensions, (), found.classes, [() for _ in found.classes]))


def raked(found, **how):
    """A study's weights, as R rakes them: without the cap."""
    return rake(found.dimensions, people_of(found), found.margins, **{"fewest": 1, "cap": None, "total": POPULATION, **how})


def per_person(found, weighting):
    """The weights in the order of the respondents."""
    known = dict(zip(weighting.classes, weighting.weights.tolist(), strict=True))
    return [known[one] for one in found.classes]
