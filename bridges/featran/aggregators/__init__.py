"""What transformers learn from data, as states that batches extend and that merge."""
