"""Pages load nothing from foreign servers and need no inline style or script."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.architecture.conftest import Source

NAMESPACES = re.compile(r"""xmlns(:\w+)?=(?:"[^"]*"|'[^']*')""")
FOREIGN = re.compile(r"""(?:https?:)?//[\w.-]+\.[a-z]{2,}""")
INLINE = {
    "style attribute": re.compile(r"\sstyle\s*="),
    "style element": re.compile(r"<style\b"),
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>"),
    "event attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']"),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "htmx script": re.compile(r"\shx-on\b|\shx-vals\s*=\s*[\"']js:"),
}
ICON = re.compile(r"""\{%\s*icon\s+["']([\w-]+)["']|#i-([\w-]+)""")


def without_comments(text: str) -> str:
    text = re.sub(r"\{#.*?#\}", "", text)
    return re.sub(r"\{% comment .*?%\}.*?\{% endcomment %\}|<!--.*?-->", "", text, flags=re.DOTALL)


def test_the_patterns_notice_what_they_are_for() -> None:
    assert FOREIGN.search('<script src="https://unpkg.com/htmx"></script>')
    assert FOREIGN.search('<link href="//fonts.example.com/x.css">')
    assert INLINE["inline script"].search("<script>alert(1)</script>")
    assert INLINE["event attribute"].search('<button onclick="x()">')
    assert INLINE["style attribute"].search('<p style="color:red">')
    assert not INLINE["inline script"].search('<script src="/static/x.js" defer></script>')


def test_no_page_names_a_foreign_server(templates: dict[str, str]) -> None:
    assert len(templates) >= 10
    found = {
        name: match.group()
        for name, text in templates.items()
        if (match := FOREIGN.search(NAMESPACES.sub("", without_comments(text))))
    }
    assert found == {}


def test_no_style_sheet_or_script_loads_from_a_foreign_server(root: Path) -> None:
    static = [p for p in (root / "src").rglob("static/**/*") if p.suffix in {".css", ".js", ".svg"}]
    assert len(static) >= 5
    found = {
        path.name: match.group()
        for path in static
        if (match := FOREIGN.search(NAMESPACES.sub("", path.read_text(encoding="utf-8"))))
    }
    assert found == {}


def test_no_page_has_inline_style_or_script(templates: dict[str, str]) -> None:
    found = [
        (name, what)
        for name, text in templates.items()
        for what, pattern in INLINE.items()
        if pattern.search(without_comments(text))
    ]
    assert found == []


def test_no_code_writes_inline_style_or_script(sources: list[Source]) -> None:
    made = re.compile(r"<\w+[^>\n]*\s(style|on(click|change|load|submit|input))=")
    assert [s.name for s in sources if made.search(s.text)] == []


def test_every_icon_that_a_page_uses_exists(root: Path, templates: dict[str, str]) -> None:
    drawn = set(
        re.findall(
            r'<symbol id="i-([\w-]+)"',
            (root / "src/thidua/kit/static/kit/icons.svg").read_text(encoding="utf-8"),
        )
    )
    assert len(drawn) > 20
    used = {
        (name, one or other)
        for name, text in templates.items()
        for one, other in ICON.findall(text)
    }
    assert {(name, icon) for name, icon in used if icon not in drawn} == set()
