"""The parts of the markup stage: front matter, tags, Markdown, plain text.

The modules take strings and return values, and know nothing of documents or stages, so that the linter can
use them as well.
"""
