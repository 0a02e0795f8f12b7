"""Tests of the channels, each against a real server on this machine."""
