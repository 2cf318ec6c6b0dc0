"""Lower bounds by pricing what couples facilities: each of them then chooses alone."""
