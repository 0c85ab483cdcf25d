"""What the look promises without a browser: contrast, short files, no inline code, locked files."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from django.template import Context, Template

from alongside.core.templatetags.core import TONES, icon, icon_names, initials, tone

CORE = Path(__file__).resolve().parent.parent
ROOT = CORE.parent.parent
STATIC = CORE / "static" / "core"
TEMPLATES = sorted((CORE / "templates").rglob("*.html"))
TEXT, SHAPE = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11

PAIRS = [
    *(
        (ink, ground, TEXT)
        for ink, ground in product(("ink", "ink-2", "ink-3"), ("paper", "sheet", "raised", "well"))
    ),
    *(
        (hue, ground, TEXT)
        for hue, ground in product(("accent", "warm", "private", "alert"), ("paper", "sheet", "raised"))
    ),
    *((hue, f"{hue}-wash", TEXT) for hue in ("accent", "warm", "private", "alert")),
    *(
        (ink, f"{hue}-wash", TEXT)
        for ink, hue in product(("ink", "ink-2"), ("accent", "warm", "private", "alert"))
    ),
    *((f"face-{n}", f"face-{n}-wash", TEXT) for n in range(1, TONES + 1)),
    *((f"{hue}-ink", hue, TEXT) for hue in ("accent", "alert")),
    ("accent-ink", "accent-strong", TEXT),
    ("accent-strong", "accent-wash", TEXT),
    ("paper", "ink", TEXT),
    *(("edge", ground, SHAPE) for ground in ("paper", "sheet", "raised", "well")),
    *(("accent", ground, SHAPE) for ground in ("well", "accent-wash")),
]


def luminance(lightness: float, chroma: float, hue: float) -> float:
    """Relative luminance of an OKLCH colour, clipped to sRGB (Ottosson 2020; WCAG 2.2)."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long, middle, short = (
        (lightness + x * a + y * b) ** 3
        for x, y in (
            (0.3963377774, 0.2158037573),
            (-0.1055613458, -0.0638541728),
            (-0.0894841775, -1.2914855480),
        )
    )
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    red, green, blue = (min(1.0, max(0.0, part)) for part in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: float, other: float) -> float:
    lighter, darker = max(one, other), min(one, other)
    return (lighter + 0.05) / (darker + 0.05)


def token_luminances() -> dict[str, tuple[float, float]]:
    """Each colour token with its luminance in light and in dark."""
    number = r"([\d.]+)%? ([\d.]+) ([\d.]+)"
    found = re.findall(
        rf"--([\w-]+): light-dark\(oklch\({number}\), oklch\({number}\)\);",
        (STATIC / "css/tokens.css").read_text(),
    )
    return {
        name: (
            luminance(float(parts[0]) / 100, float(parts[1]), float(parts[2])),
            luminance(float(parts[3]) / 100, float(parts[4]), float(parts[5])),
        )
        for name, *parts in found
    }


def test_the_contrast_formula_gives_the_published_extremes() -> None:
    assert contrast(luminance(1, 0, 0), luminance(0, 0, 0)) == pytest.approx(21, abs=0.01)
    # sRGB red is oklch(62.796% .25768 29.234) and stands 3.998 to 1 on white.
    assert contrast(1, luminance(0.62796, 0.25768, 29.234)) == pytest.approx(3.998, abs=0.01)


@pytest.mark.parametrize(("ink", "ground", "wanted"), PAIRS)
def test_every_pair_of_colours_can_be_read_in_both_themes(ink: str, ground: str, wanted: float) -> None:
    tokens = token_luminances()
    for theme, over, under in zip(("light", "dark"), tokens[ink], tokens[ground], strict=True):
        assert contrast(over, under) >= wanted, theme


@pytest.mark.parametrize("script", sorted((STATIC / "js").glob("*.js")), ids=lambda path: path.name)
def test_a_behaviour_is_one_short_file_that_the_pages_load(script: Path) -> None:
    assert len(script.read_text().splitlines()) <= 80
    assert f'"core/js/{script.name}"' in (CORE / "templates/core/_scripts.html").read_text()


@pytest.mark.parametrize("sheet", sorted((STATIC / "css").rglob("*.css")), ids=lambda path: path.name)
def test_a_stylesheet_is_short_and_names_colours_by_token(sheet: Path) -> None:
    words = sheet.read_text()
    assert len(words.splitlines()) < 300
    if sheet.name not in {"tokens.css", "standalone.css"}:
        assert not re.search(r"#[0-9a-f]{3,8}\b|oklch\(|rgb\(", words)
        assert not re.search(r"(margin|padding|border)-(left|right)|text-align: (left|right)", words)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_page_has_no_inline_script_or_style(template: Path) -> None:
    words = template.read_text()
    assert not re.search(r"\son\w+=|\sstyle=|javascript:|\shx-on", words)
    assert not re.search(r"<script(?![^>]*\bsrc=)", words)
    assert "<style" not in words or template.name == "base_mail.html"


def test_drafts_end_before_they_are_brought_back() -> None:
    scripts = (CORE / "templates/core/_scripts.html").read_text()
    order = [scripts.index(name) for name in ("js/draft_note.js", "js/drafts_end.js", "js/drafts.js")]
    assert order == sorted(order)


def test_the_vendored_files_are_those_of_the_lock() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/vendor", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_the_sprite_holds_every_icon_of_the_list_and_no_other() -> None:
    assert set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text())) == icon_names()


def test_an_icon_is_silent_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in icon("lock")
    assert 'role="img" aria-label="Only &lt;you&gt;"' in icon("lock", "Only <you>")


def test_an_icon_that_is_not_in_the_sprite_is_named_at_once() -> None:
    with pytest.raises(ValueError, match=r"icons\.txt"):
        icon("unicorn")


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Eva Vondrova", "EV"),
        ("Ana", "A"),
        ("Jean-Luc van der Berg", "JB"),
        ("Łucja Żak", "ŁŻ"),
        ("محمد علي", "مع"),
        ("", ""),
        ("s169", "S"),
    ],
)
def test_initials_come_from_the_first_and_the_last_word(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_somebody_keeps_their_colour_and_all_colours_are_used() -> None:
    assert tone(42) == tone("42")
    assert {tone(key) for key in range(200)} == set(range(1, TONES + 1))


def test_a_face_speaks_its_name_only_where_it_stands_alone() -> None:
    face = Template("{% load core %}{% face name 7 named=True %}{% face name 7 %}").render(
        Context({"name": "Eva <b>"})
    )
    assert 'aria-label="Eva &lt;b&gt;"' in face
    assert face.count('aria-hidden="true"') == 1
