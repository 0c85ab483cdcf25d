"""Markdown gives a short list of harmless tags, whatever is written."""

import json
import os
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.core.markdown import render

SHARED = Path(os.environ.get("ALONGSIDE_SHARED", Path(__file__).parents[3].parent / "shared"))
NAUGHTY = SHARED / "data" / "security" / "blns.json"

# Written out here a second time, so that widening the list in the module fails a test.
HARMLESS = {"a", "blockquote", "br", "code", "em", "li", "ol", "p", "pre", "strong", "ul"}


class Strict(HTMLParser):
    """Reads HTML as a browser would and refuses what is not on the list."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in HARMLESS, tag
        for name, value in attrs:
            assert (tag, name) in {("a", "href"), ("a", "rel"), ("ol", "start")}, (tag, name)
            if name == "href":
                assert value is not None
                assert value.lower().startswith(("http:", "https:", "mailto:")), value
            if name == "start":
                assert value is not None
                assert value.isdigit()
        if tag == "a":
            assert dict(attrs)["rel"] == "noopener nofollow"

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


def read_strictly(html: str) -> None:
    reader = Strict()
    reader.feed(html)
    reader.close()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain", "<p>plain</p>\n"),
        ("**bold** and *soft*", "<p><strong>bold</strong> and <em>soft</em></p>\n"),
        ("one\ntwo", "<p>one<br>\ntwo</p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>\n"),
        ("`x < y`", "<p><code>x &lt; y</code></p>\n"),
        ("```python\nx\n```", "<pre><code>x\n</code></pre>\n"),
        ("# not a heading", "<p># not a heading</p>\n"),
        (
            "[page](https://example.org/a?b=1&c=2)",
            '<p><a href="https://example.org/a?b=1&amp;c=2" rel="noopener nofollow">page</a></p>\n',
        ),
        (
            "<mailto:eve@example.org>",
            '<p><a href="mailto:eve@example.org" rel="noopener nofollow">mailto:eve@example.org</a></p>\n',
        ),
        ("", ""),
    ],
)
def test_what_people_write_looks_as_they_meant_it(text: str, html: str) -> None:
    assert render(text) == html


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![x](https://evil.example/track.png)",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](vbscript:x) [y](data:text/html;base64,PHNjcmlwdD4=) [z](file:///etc/passwd)",
    "[x](//evil.example) [y](/account/delete) [z](?next=1) [w](#top)",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    '[x](https://example.org "onmouseover=alert(1)")',
    '[x](https://example.org/"onmouseover="alert(1))',
    "[ref]\n\n[ref]: javascript:alert(1)",
    "<a href='https://example.org' onclick='x' style='position:fixed'>x</a>",
    "<svg><script>x</script></svg><math><style><img src=x onerror=x></style></math>",
    "<!-- comment --><!DOCTYPE html><?php x ?><![CDATA[x]]>",
    '```<script>"><img src=x onerror=alert(1)>\nx\n```',
    "`</code><script>x</script>`",
    "**<b onmouseover=x>**",
    "&lt;script&gt;x&lt;/script&gt; &#60;script&#62;",
    "<form action=https://evil.example><input name=password></form>",
    "<base href=https://evil.example><meta http-equiv=refresh content=0><link rel=stylesheet href=x>",
    "\x00<scr\x00ipt>x</script>",
    "1" * 30 + ". x",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    read_strictly(render(text))


def test_markup_is_shown_as_the_text_it_is() -> None:
    assert render("<script>x</script>") == "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"


@pytest.mark.parametrize(
    "address", ["javascript:x", "//evil.example", "/account", "ftp://example.org", "tel:1", "x"]
)
def test_a_link_elsewhere_leads_nowhere(address: str) -> None:
    html = render(f"[x]({address})")
    assert "href" not in html
    assert "x" in html


def test_the_published_list_of_naughty_strings_does_no_harm() -> None:
    if not NAUGHTY.exists():
        pytest.skip(f"no list at {NAUGHTY}; name its folder in ALONGSIDE_SHARED")
    strings = json.loads(NAUGHTY.read_text())
    assert len(strings) > 500
    for text in strings:
        for written in (text, f"[{text}]({text})", f"<{text}>", f"`{text}`", f"- {text}\n> {text}"):
            read_strictly(render(written))


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(), st.text("<>[]()!`*_#-\"'&;:/ax\n \t\\=.1"), st.lists(st.sampled_from(HOSTILE)).map("".join)
    )
)
def test_whatever_is_written_the_result_is_harmless_and_stays_so(text: str) -> None:
    html = render(text)
    read_strictly(html)
    assert read_strictly(render(html)) is None


@pytest.mark.parametrize("piece", [">", "[", "*a ", "- ", "`", "<", "![](", "_", "&#", "\\", "[a](b "])
def test_long_hostile_text_takes_no_minutes(piece: str) -> None:
    begun = time.process_time()
    read_strictly(render(piece * 5_000))
    assert time.process_time() - begun < 10
