"""Read files as they are: every value is text first, and every fault has its place."""
