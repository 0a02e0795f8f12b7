"""The order of things: what happens to a feed, an item and a delivery, step by step. Start with `ingest.py`."""
