"""The stages and their order, which is defined here and nowhere else.

```
bytes ─decode─► source text ─mojibake─► ─article─► the article's HTML ─markup─► paragraphs
      ─metadata─► ─boilerplate─► ─layout─► ─script─► ─normalise─► text + record
```

`STAGES` holds their classes. They are imported when it is first used, so that a command that needs only
some of the stages, such as `newsclean check`, does not wait for the libraries of the others.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsclean.pipeline import Stage

    STAGES: tuple[type[Stage], ...]

NAMES = (
    "decode",  # decodes bytes in any encoding
    "mojibake",  # repairs text that had been decoded wrongly
    "article",  # finds the article of a whole web page, and what the page says about it
    "markup",  # turns HTML, Markdown and front matter into paragraphs
    "metadata",  # reads bylines, datelines and source lines: who wrote the story, where it appeared, when
    "boilerplate",  # removes what is not part of the story
    "layout",  # joins paragraphs broken by columns and pages, tells several articles apart
    "script",  # converts traditional characters to simplified ones, or the reverse
    "normalise",  # regularises spaces, widths and punctuation
)


def __getattr__(name: str) -> Any:  # noqa: ANN401 - as the language defines it
    if name != "STAGES":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    modules = [importlib.import_module(f"{__name__}.{stage}") for stage in NAMES]
    globals()["STAGES"] = tuple(
        getattr(module, stage.capitalize()) for module, stage in zip(modules, NAMES, strict=True)
    )
    return globals()["STAGES"]
