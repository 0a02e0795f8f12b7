"""Tests of the house itself: documents, layout, packaging."""
