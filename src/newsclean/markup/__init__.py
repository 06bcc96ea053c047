"""What the markup stage is made of: front matter, tags, Markdown, plain lines.

Each module takes strings and gives values; none knows of documents or stages,
so that the linter can ask the same questions of a file in place.
"""
