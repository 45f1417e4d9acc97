"""The shell commands and line mode: the second front end over the same core."""
