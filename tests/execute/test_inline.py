"""The inline executor."""
