"""What people write, as HTML that is safe to put on a page.

markdown-it reads CommonMark with HTML switched off, so markup in the text shows as the text it is; nh3
then lets through a short list of tags, whatever came before it. No images, tables, headings or raw HTML:
notes are notes.
"""

import nh3
from markdown_it import MarkdownIt

TAGS = {"a", "blockquote", "br", "code", "em", "li", "ol", "p", "pre", "strong", "ul"}
# "*" empty: without it nh3 lets lang and title pass on every tag.
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}

# A single line end is kept (breaks): people who write notes mean it. Headings would break the page's outline.
_READER = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(
    ["html_block", "html_inline", "image", "heading", "lheading", "hr", "reference"]
)
_WRITER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    url_schemes=SCHEMES,
    url_relative="deny",
    link_rel="noopener nofollow",
    strip_comments=True,
)


def render(text: str) -> str:
    """Markdown as safe HTML: a string that may be marked safe as it is.

    Links go to http, https and mailto addresses, each written out in full; others keep their words and
    lose their address. NUL and other text that is not valid in HTML is replaced.
    """
    return _WRITER.clean(_READER.render(text))
