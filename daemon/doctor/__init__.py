"""`watchdesk doctor`: looks at everything round the daemon, and says what to do about it. Changes nothing."""
