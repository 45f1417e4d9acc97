"""The log on disk. sqlite-utils lives here and nowhere else."""
