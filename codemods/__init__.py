"""libcst rewrites of legacy code, one rule per file. Imports neither migrate nor bridges."""
