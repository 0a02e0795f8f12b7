"""What the README claims, measured here."""
