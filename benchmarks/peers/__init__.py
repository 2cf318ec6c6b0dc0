"""netplan beside other ways of solving the same instance: each peer in a process of its own, several rounds."""
