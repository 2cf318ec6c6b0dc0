"""The oracle: tiny random questions, and answers found by trying everything."""
