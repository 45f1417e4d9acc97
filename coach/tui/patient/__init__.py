"""The patient's screens. Each calls one workflow for one thing a person does."""
