"""What is expected of the generator: one folder for each behaviour."""
