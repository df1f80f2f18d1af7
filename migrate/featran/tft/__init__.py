"""``migrate featran-to-tft``: what converts, what is refused, and the files that come out."""
