"""losses: one a file; each returns a sum over the rows it was given, in nats."""
