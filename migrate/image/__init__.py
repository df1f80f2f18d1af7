"""What the legacy image needs: its Python, its packages, and whether kfp fits beside them."""
