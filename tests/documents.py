"""What tests make up: documents as they are scraped, posts with front matter, edits of a text."""

from __future__ import annotations

from hypothesis import strategies as st

from newsclean.document import Document, Paragraph
from newsclean.edits import Edit

SENTENCES = [
    "市民政局今日公布了新的办法,自12月1日起施行。",
    "群众满意度达到98.7%,比去年高(含乡镇)2个百分点。",
    "“放心多了!”住在三楼的戚望舒说。",
    "记者在现场看到，长桌边坐满了人。",
    "明年还要修建１２座水塔；其中3座在山上。",
    "记者在現場看到，長桌邊坐滿了人。",
    "經(jīng)過三個(gè)月試(shì)營業(yè)，客流比原來多了四成。",
    "為什麼要搬?他沒有回答。",
    "关于印发<临街店铺油烟管理办法>的通知已经下发。",
    "网址是 http://a.example/b?c=1 。",
    "他&nbsp;说：好&amp;quot;的&amp;quot;。",
]
NOTICES = [
    "（责任编辑：方小禾）",
    "(責任編輯:方小禾)",
    "本报记者戚望舒",
    "（记者 温如许 通讯员 裴朗）",
    "来源：临澜日报",
    "（文章来源：临澜日报）",
    "【版权声明】未经授权不得转载。",
    "当前位置：首页 > 新闻 > 正文",
    "上一篇：没有了",
    "扫一扫，关注我们",
    "2024-03-09 17:20 来源：临澜日报",
    "打印 关闭",
    "（完）",
    "新水厂今日通水",
    "一、工作进展",
]
STRAY = ["", "", "", "", " ", "\u3000", "\u200b", "\ufeff", "\xa0", "\t"]
PARAGRAPHS = st.lists(
    st.tuples(st.sampled_from(SENTENCES), st.sampled_from(STRAY)), min_size=1, max_size=4
).map(lambda parts: "".join(sentence + stray for sentence, stray in parts))
LINES = st.tuples(st.sampled_from(STRAY), st.sampled_from(NOTICES), st.sampled_from(STRAY)).map("".join)
FORMS = [
    "\n\n".join,
    "\r\n".join,
    lambda lines: "<p>" + "</p>\n<p>".join(lines) + "</p>",
    "<br>\n　　".join,
    lambda lines: "---\ntitle: 标题\n---\n" + "\n\n".join(lines),
    lambda lines: (
        f"<!DOCTYPE html><html><body><div id='main'><p>{'</p><p>'.join(lines)}</p></div></body></html>"
    ),
]
KEYS = ["title", "author", "editor", "source", "date", "tags", "categories", "section", "link", "language"]
PIECES = [
    "新碼頭",
    "啟用,",
    "首日(含夜间)",
    "１２艘",
    "當(dāng)前",
    "“好”!",
    "⽴春",
    "e\u0301",
    "&amp;",
    ":",
    "温如许",
]
VALUES = st.lists(st.sampled_from([*PIECES, *STRAY]), min_size=1, max_size=5).map("".join)
DOCUMENTS = st.tuples(
    st.lists(LINES, max_size=3),
    st.lists(PARAGRAPHS | LINES, max_size=3),
    PARAGRAPHS,
    st.lists(LINES, max_size=3),
    st.sampled_from(FORMS),
).map(lambda parts: parts[4]([*parts[0], *parts[1], parts[2], *parts[3]]))
HEADS = st.lists(st.tuples(st.sampled_from(KEYS), VALUES).map(": ".join), max_size=5)
POSTS = st.tuples(HEADS, PARAGRAPHS).map(lambda parts: "\n".join(["---", *parts[0], "---", parts[1]]))
"""Posts with front matter that is as dirty as their text."""


@st.composite
def edits_of(draw, text: str, new: st.SearchStrategy[str]) -> list[Edit]:
    """Edits of a text, in order; what they put in is drawn from `new`."""
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = zip(places[::2], places[1::2], strict=False)
    return [Edit(start, end, draw(new), "rule") for start, end in pairs]


def in_lines(text: str) -> Document:
    """A document in which every line of a text is a paragraph."""
    lines = [line for line in text.split("\n") if line.strip()]
    return Document(text, text, paragraphs=tuple(map(Paragraph, lines)))
