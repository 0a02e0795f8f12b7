"""Tests of the room that decides who hears what, in which words."""
