"""Config and rules that change under a running daemon: watched, read anew, and applied whole or not at all."""
