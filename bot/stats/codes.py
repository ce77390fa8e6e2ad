"""Codes of parts that are ours, in the order in which they are read."""

from typing import Final

WAYS: Final = ("online", "csc_operator", "assisted", "agency", "phone", "proactive", "proxy", "unknown")
"""Ways to a service, in the order in which they are read: assisted = at a CSC with one's own phone or on its computer."""

FIXES: Final = ("inform", "repair", "help", "access", "rule", "keep", "unsorted")
"""From what can be changed soonest to what is not to be changed; unsorted: only typed reasons, which must be read first."""

STATED: Final = ("stated", "unstated")
