"""What clinicians record about a case: joined voices, who may be told, competence, what came of a task."""
