"""The bench as somebody runs it: what it could measure, and what its exit code says."""
