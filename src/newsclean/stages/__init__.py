"""The stages in their order, which is written here and nowhere else.

```
bytes ─decode─► source text ─mojibake─► ─article─► the article's HTML ─markup─► paragraphs
      ─metadata─► ─boilerplate─► ─layout─► ─script─► ─normalise─► text + record
```

`STAGES` holds their classes; they are imported when it is first asked for, so that who needs one stage,
as `newsclean check` does, does not wait for the parsers of another.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsclean.pipeline import Stage

    STAGES: tuple[type[Stage], ...]

NAMES = (
    "decode",  # bytes to text, in whatever encoding they are
    "mojibake",  # text that was decoded wrongly once before, put right
    "article",  # a whole web page to the HTML of its article, and the facts the page states
    "markup",  # HTML, Markdown and front matter to paragraphs
    "metadata",  # who wrote it, where it appeared, when: bylines, datelines, source lines
    "boilerplate",  # the lines that are no part of the story, out
    "layout",  # paragraphs broken by columns and pages, joined; several articles, told apart
    "script",  # traditional to simplified
    "normalise",  # spaces, widths, punctuation
)


def __getattr__(name: str) -> Any:  # noqa: ANN401 - as the language defines it
    if name != "STAGES":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    modules = [importlib.import_module(f"{__name__}.{stage}") for stage in NAMES]
    globals()["STAGES"] = tuple(
        getattr(module, stage.capitalize()) for module, stage in zip(modules, NAMES, strict=True)
    )
    return globals()["STAGES"]
