"""Waiting times: how long people wait, worked out from everybody who waits, never only from those already seen.

Pure: the product-limit curve (`survival`), the figures of one list (`estimates`), how well they kept their word
(`backtest`), the reading of a list from a file (`histories`), and what pages say (`words`, `spans`, `blocks`). `models`
holds what may be said at all, suppressed and rounded when it was written, and `queries` reads it. No clock, no web.
"""

from portal.waiting_times.backtest import Month, backtest, coverage
from portal.waiting_times.estimates import Estimate, Stay, estimate, estimate_each, seen_within

__all__ = ["Estimate", "Month", "Stay", "backtest", "coverage", "estimate", "estimate_each", "seen_within"]
