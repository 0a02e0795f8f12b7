"""Incident -> who hears, when, in which words. Pure."""
