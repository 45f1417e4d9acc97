"""Every figure beside its floor: `make bench`."""
