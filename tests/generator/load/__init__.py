"""Tests of how documents are loaded."""
