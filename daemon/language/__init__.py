"""Text -> tokens that any grammar can meet. Pure: folding, splitting into words, inflection, guessing the language."""
