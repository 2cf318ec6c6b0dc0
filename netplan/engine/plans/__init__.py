"""Plans, fast: facility lives by local search, who goes where exactly for each of them; without a proof."""
