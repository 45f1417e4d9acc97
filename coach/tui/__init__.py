"""The screens. They reach the world only through workflows; text from data is never markup."""
