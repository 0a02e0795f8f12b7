"""Tests of daemon/reload."""
