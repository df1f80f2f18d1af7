"""The command ``migrate codemod``: rewrites files by rules and says what became of each."""
