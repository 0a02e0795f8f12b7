"""Entry -> Item, in house form, and the question whether it is news to us. Pure."""
