"""Small tags every page uses: icon, avatar, date, money, address with a changed parameter."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.template.context import RequestContext
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from thidua.kit import dates, text

register = template.Library()


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """`{% icon "check" %}`; size "sm" for 16 px. Decoration only: hidden from screen readers."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        " icon-sm" if size == "sm" else "",
        static("kit/icons.svg"),
        name,
    )


@register.simple_tag
def avatar(name: str, number: int | None = 0, kind: str = "", size: str = "") -> SafeString:
    """Initials in a circle (person) or a square (`kind="unit"`); the hue follows the number."""
    return format_html(
        '<span class="avatar{}" data-hue="{}"{} aria-hidden="true">{}</span>',
        f" avatar-{size}" if size else "",
        (number or 0) % 5,
        format_html(' data-kind="{}"', kind) if kind else "",
        text.initials(name),
    )


@register.filter
def ngay(value: dt.date | dt.datetime | None) -> str:
    """23/11/2026."""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return dates.short_date(value)


@register.filter
def gio_ngay(value: dt.datetime | None) -> str:
    """15:50 ngày 23/11/2026."""
    if value is None:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local:%H:%M} ngày {dates.short_date(local)}"


@register.filter
def dong(value: int | None) -> str:
    """2.340.000 đ."""
    return dates.dong(value)


@register.filter
def nhom(value: int | None) -> str:
    """1.204; unknown stays empty, zero stays 0."""
    return "" if value is None else dates.grouped(value)


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """`mapping|get:key` for a key that is only known at run time."""
    return mapping.get(key) if mapping is not None else None


@register.filter
def danh_dau(value: str, query: str) -> SafeString:
    """The words of `query` found in `value` (marks ignored) inside <mark>."""
    shown = text.squeeze(value)
    parts: list[str] = []
    last = 0
    for start, end in text.find_words(shown, query or ""):
        parts += [
            conditional_escape(shown[last:start]),
            format_html("<mark>{}</mark>", shown[start:end]),
        ]
        last = end
    parts.append(conditional_escape(shown[last:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped above


@register.simple_tag(takes_context=True)
def query(context: RequestContext, **changes: Any) -> str:
    """The present address parameters with some changed: `?{% query trang=2 %}`; None drops one."""
    params = context["request"].GET.copy()
    for name, value in changes.items():
        key = name.replace("_", "-")
        if value is None or value == "":
            params.pop(key, None)
        else:
            params[key] = str(value)
    return str(params.urlencode())


@register.inclusion_tag("kit/pagination.html", takes_context=True)
def pagination(context: RequestContext, page: Any, noun: str) -> dict[str, Any]:
    """ "1–50 trong 240 người" with links to the pages around."""
    page_range = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "noun": noun,
        "page_range": [n if isinstance(n, int) else "…" for n in page_range],
        "request": context["request"],
    }


@register.inclusion_tag("kit/sort_head.html", takes_context=True)
def sort_head(context: RequestContext, key: str, label: str, sorting: Any) -> dict[str, Any]:
    """A column head that sorts by link."""
    return {
        "label": label,
        "link": sorting.link(key),
        "aria": sorting.aria(key),
        "request": context["request"],
    }


@register.inclusion_tag("kit/export_links.html", takes_context=True)
def export_links(context: RequestContext, address: str, *args: Any) -> dict[str, Any]:
    """The list as shown, as a workbook or as CSV: `{% export_links "register:export" %}`."""
    return {"url": reverse(address, args=args), "request": context["request"]}
