"""Nothing in here is a test: documents, and the clients that are expected of them."""

collect_ignore_glob = ["*"]
