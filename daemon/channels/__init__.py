"""Message -> somebody's screen; one file a channel, one line each in `registry`."""
