"""Reading: templates of papers and the presses made from them, forms of certificates."""

from thidua.documents.queries.templates import (
    SHIPPED,
    FormLine,
    forms_of,
    next_version,
    press_of,
    template_of,
    version_in_use,
    versions_in_use,
    versions_of,
)

__all__ = [
    "SHIPPED",
    "FormLine",
    "forms_of",
    "next_version",
    "press_of",
    "template_of",
    "version_in_use",
    "versions_in_use",
    "versions_of",
]
