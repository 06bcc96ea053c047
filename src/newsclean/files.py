"""Where the files are that come with the package."""

from __future__ import annotations

from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).parent
"""Its folder: what it depends on cannot be imported from an archive, so there is one, and
`importlib.resources`, which takes as long to load as three of the files, has nothing to add."""
