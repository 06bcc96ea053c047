"""The stages in their order, which is written here and nowhere else.

```
bytes ─decode─► source text ─mojibake─► ─article─► the article's HTML ─markup─► paragraphs
      ─metadata─► ─boilerplate─► ─layout─► ─script─► ─normalise─► text + record
```
"""

from __future__ import annotations

from newsclean.stages.article import Article
from newsclean.stages.boilerplate import Boilerplate
from newsclean.stages.decode import Decode
from newsclean.stages.layout import Layout
from newsclean.stages.markup import Markup
from newsclean.stages.metadata import Metadata
from newsclean.stages.mojibake import Mojibake
from newsclean.stages.normalise import Normalise
from newsclean.stages.script import Script

STAGES = (
    Decode,  # bytes to text, in whatever encoding they are
    Mojibake,  # text that was decoded wrongly once before, put right
    Article,  # a whole web page to the HTML of its article, and the facts the page states
    Markup,  # HTML, Markdown and front matter to paragraphs
    Metadata,  # who wrote it, where it appeared, when: bylines, datelines, source lines
    Boilerplate,  # the lines that are no part of the story, out
    Layout,  # paragraphs broken by columns and pages, joined; several articles, told apart
    Script,  # traditional to simplified
    Normalise,  # spaces, widths, punctuation
)
NAMES = tuple(stage.name for stage in STAGES)
