"""Waiting times: how long people wait, worked out from everybody who waits, never only from those already seen.

So far the room is pure: the product-limit curve (`survival`), the figures of one list (`estimates`), how well they kept
their word (`backtest`), and the reading of a list from a file (`histories`). It knows no web, no database and no clock.
"""

from portal.waiting_times.backtest import Month, backtest, coverage
from portal.waiting_times.estimates import Estimate, Stay, estimate, estimate_each, seen_within

__all__ = ["Estimate", "Month", "Stay", "backtest", "coverage", "estimate", "estimate_each", "seen_within"]
