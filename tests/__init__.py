"""Tests: what the generator decides, how the engine behaves, what goes over the wire."""
