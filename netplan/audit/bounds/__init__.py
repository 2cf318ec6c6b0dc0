"""Recompute bounds from the raw files: at given prices every facility chooses alone, and no plan costs less."""
