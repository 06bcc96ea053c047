"""newsclean turns raw scrapes of Chinese news into clean UTF-8 text plus a metadata record.

>>> import newsclean
>>> newsclean.__version__
'0.1.0'
"""

from __future__ import annotations

__version__ = "0.1.0"
