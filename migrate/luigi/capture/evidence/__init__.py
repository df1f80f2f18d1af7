"""What the source of a task's methods does: facts, each with its file and line."""
