"""What the normalise stage looks for: characters, each alone, and neighbours."""
