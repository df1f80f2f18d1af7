"""What ``migrate bridge`` does with :mod:`bridges.convert`, and what it shows."""
