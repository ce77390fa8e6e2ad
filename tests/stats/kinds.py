"""Every kind of person and of visit that the questionnaire of `tests.stats.nation` allows."""

from itertools import combinations, product

from tests.stats.nation import ASKED, CHANNELS, REASONS, Use, of_visit

SERVICES = range(4)
HEAPS = {
    "csc": ("csc_operator", "assisted"),
    "online": ("online",),
    "done": ("agency", "phone", "proxy"),
    "proactive": ("proactive",),
    "unknown": ("unknown",),
}
assert set(CHANNELS.values()) <= {way for heap in HEAPS.values() for way in heap}


def _kind(told):
    csc, online, *others = told
    if csc and online:
        return "csc_and_online"
    if any(others):
        return "otherwise"
    return "only_csc" if csc else "only_online"


PEOPLE = {told: _kind(told) for told in product(SERVICES, repeat=len(HEAPS)) if 1 <= sum(told) <= 3}
"""How many services of each heap, and what such a person is called."""

PER_REASON = [told for told in product(SERVICES, repeat=2) if 1 <= sum(told) <= 3]
"""Visits of a visitor with and without a reason."""


def _visits():
    for tried, online in (("tried", "yes"), ("tried", "partly"), ("not_tried", "yes"), ("not_tried", "partly"), ("", "no")):
        own = [reason for reason in REASONS if ASKED[reason] != ("never" if tried == "tried" else "only")]
        for size in (0, 1, 2):
            for reasons in combinations(own, size):
                yield Use("csc_operator", service="address", both=False, online=online, tried=tried, reasons=reasons)


VISITS = {use: tuple(of_visit(use)) for use in _visits()}
"""Each kind of visit, and in which figures it is counted: group, base and code."""
