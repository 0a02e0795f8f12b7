"""Operators' YAML -> RuleSet; Item -> Match. Start reading in `load.py` and `match.py`."""
