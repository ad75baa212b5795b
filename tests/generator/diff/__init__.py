"""The comparison of two APIs."""
