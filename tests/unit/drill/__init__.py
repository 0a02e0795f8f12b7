"""Tests of the drill's room."""
