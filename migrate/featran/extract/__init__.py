"""``migrate featran-extract``: a converted spec over data files, by the numpy engine."""
