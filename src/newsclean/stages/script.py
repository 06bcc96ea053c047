"""The script stage: traditional to simplified characters, and the reverse.

Whether to convert is decided for each paragraph by the characters in it that only one script has, so that
text already in the wanted script never changes: 乾安县, 著名 and 瞭望 are right in simplified text, which a
converter does not know. A paragraph without such characters is treated like the document as a whole. A
sentence, a quotation or a title in the other script is converted by itself. Japanese, Korean, URLs, code and
protected words are left alone.

The rule ids are the names of OpenCC's conversions: `t2s`; `tw2s` if the text writes 著 for 着, as in Taiwan;
`hk2s` if it has characters of Hong Kong; and `s2tw` for the reverse, since `zh-Hant` without a region means
Taiwan's characters (Unicode CLDR, likely subtags).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from newsclean.choices import TargetScript
from newsclean.document import Document
from newsclean.facts import Fact
from newsclean.hanscript.conversion import Conversion, find_conversions
from newsclean.hanscript.evidence import Script as ScriptName
from newsclean.hanscript.evidence import Target


@dataclass(frozen=True)
class Script:
    """Converts traditional to simplified characters, or the reverse.

    Attributes:
        target: `hans` or `hant`; with `keep` the script is detected and nothing is converted.
        protected: Words to leave alone, besides those listed in the package.
    """

    target: TargetScript = "hans"
    protected: frozenset[str] = frozenset()
    name: ClassVar[str] = "script"

    def __call__(self, doc: Document) -> Document:
        """The document in one script, with the script it was in and the language it is in now."""
        if doc.paragraphs is None:  # without the markup stage the text is the source as it stands
            chosen = list(enumerate(doc.source.split("\n")))
        else:
            chosen = [
                (index, p.text)
                for index, p in enumerate(doc.paragraphs)
                if p.removed is None and p.kind != "code"
            ]
        texts = [text for _, text in chosen] or [f.value for f in doc.facts if f.field == "title"]
        target: Target = "hans" if self.target == "keep" else self.target
        work, seen = Conversion.plan(texts, target, self.protected)
        if self.target != "keep":
            if seen and doc.paragraphs is None:
                doc = doc.edit_source(self.name, find_conversions(doc.source, target, self.protected))
            elif seen:
                edits = {index: some for (index, _), some in zip(chosen, work.find(seen), strict=False)}
                doc = doc.edit_paragraphs(self.name, edits)
            doc = doc.map_facts(work.convert)
        language = _language(work.script, self.target)
        facts = (*doc.facts, Fact("language", language, "text")) if language else doc.facts
        return doc.evolve(script=work.script, facts=facts)


def _language(script: ScriptName | None, target: str) -> str | None:
    """BCP 47 tag of the resulting text."""
    if script in {"Jpan", "Kore"}:
        return {"Jpan": "ja", "Kore": "ko"}[script]
    if script is None:
        return None
    if target != "keep":
        return f"zh-{target.capitalize()}"
    return "zh" if script == "Hani" else f"zh-{script}"
