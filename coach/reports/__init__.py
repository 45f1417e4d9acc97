"""The follow-up as a page to keep or print: HTML with pictures of our own, and a tagged PDF."""
