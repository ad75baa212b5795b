"""Whether what the pages say is true, and what the examples do."""
