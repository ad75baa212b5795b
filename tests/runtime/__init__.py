"""The engine: sending, retrying, decoding, errors."""
