"""A publisher's bytes -> Entry: fetching, parsing in a killable child, and when to poll next."""
