"""What is shipped, and what importing it does."""
