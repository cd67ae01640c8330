"""After screening: who looks after a case, what has happened, and what comes next."""
