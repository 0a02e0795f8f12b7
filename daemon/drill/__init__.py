"""The drill: a recorded story sent through the whole way, by which a desk proves that its own receivers get alerts.

`story.yaml` holds the feeds and what they publish, `rules.yaml` the drill's own rules, `server.py` serves both
over real HTTP on 127.0.0.1, so that the drill needs neither internet nor the desk's rules.
"""
