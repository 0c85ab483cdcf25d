"""Agendas to start from: a handful of lines for an occasion, in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in a language ("de", "de-at"), in English where it is not translated."""
    return texts.get(language.replace("_", "-").split("-")[0].lower(), texts["en"])


@dataclass(frozen=True)
class TemplateLine:
    """One topic of a template; `theme` is one of the eight, or empty."""

    texts: Mapping[str, str]
    theme: str = ""

    def text(self, language: str) -> str:
        return in_language(self.texts, language)


@dataclass(frozen=True)
class SaidTemplate:
    """A template in one language, for the page."""

    slug: str
    name: str
    when: str
    lines: list[str]


@dataclass(frozen=True)
class AgendaTemplate:
    """The slug never changes its meaning: topics remember where they came from."""

    slug: str
    names: Mapping[str, str]
    whens: Mapping[str, str]
    lines: tuple[TemplateLine, ...]

    def said(self, language: str) -> SaidTemplate:
        return SaidTemplate(
            self.slug,
            in_language(self.names, language),
            in_language(self.whens, language),
            [line.text(language) for line in self.lines],
        )


@cache
def templates() -> tuple[AgendaTemplate, ...]:
    """All templates in their stored order."""
    with files(__package__).joinpath("data", "agenda_templates.toml").open("rb") as stored:
        rows = tomllib.load(stored)["template"]
    return tuple(
        AgendaTemplate(
            row["slug"],
            row["name"],
            row["when"],
            tuple(
                TemplateLine({"en": line["en"], "de": line["de"]}, line.get("theme", ""))
                for line in row["line"]
            ),
        )
        for row in rows
    )


def template_named(slug: str) -> AgendaTemplate | None:
    return next((one for one in templates() if one.slug == slug), None)
