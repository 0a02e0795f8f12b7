"""Match -> Incident: which reports tell of one event, and how an incident lives from open to closed. Pure."""
