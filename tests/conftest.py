"""Properties are asked of the same examples in every run, except where new ones are searched for.

``make test`` and CI shall say of the same sources the same; ``make test-all`` searches with
Hypothesis's own profile. What it finds becomes a row of a table.
"""

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True)
settings.load_profile("repeatable")
