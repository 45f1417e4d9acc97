"""Documents that cross to other people or systems: programs and exercises as TOML."""
