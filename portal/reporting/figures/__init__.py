"""Pages of figures for staff: the scorecard, fairness between groups, and what more room would do."""
