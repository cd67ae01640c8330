"""Waiting times: how long people wait, worked out from everybody who waits, never only from those already seen.

The pure part: the product-limit curve (`survival`), the figures of one list (`estimates`), how sure they are
(`ranges`), where they are going (`trend`), how well they kept their word (`backtest`), what of small numbers is told
(`suppression`), the reading of a list from a file (`histories`), and what pages say (`words`, `spans`, `blocks`,
`outside_words`). What was published stands in `models` and is read by `queries`: this room knows no record of anybody;
`reporting` works the figures out.
"""

from portal.waiting_times.backtest import Month, backtest, coverage
from portal.waiting_times.estimates import Estimate, Stay, estimate, estimate_each, seen_within

__all__ = ["Estimate", "Month", "Stay", "backtest", "coverage", "estimate", "estimate_each", "seen_within"]
