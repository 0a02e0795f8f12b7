"""Builders and fakes that all tests share."""
