"""Whether new outputs equal old ones, and if not, where, how much and why."""
