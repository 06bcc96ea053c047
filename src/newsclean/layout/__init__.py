"""What the layout stage is made of: lines as a page setter sees them, joins, and articles."""
