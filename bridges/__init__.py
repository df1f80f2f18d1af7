"""What generated code and running pipelines import. Never imports :mod:`migrate`."""
