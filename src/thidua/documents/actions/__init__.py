"""Writing: templates of papers, forms of certificates, printers."""

from thidua.documents.actions.certificates import (
    discard_form,
    keep_printer,
    remove_printer,
    return_to_shipped_form,
    save_form,
    set_background,
    start_form,
    use_form,
)
from thidua.documents.actions.templates import (
    TemplateRefused,
    load_template,
    return_to_shipped,
    use_template,
)

__all__ = [
    "TemplateRefused",
    "discard_form",
    "keep_printer",
    "load_template",
    "remove_printer",
    "return_to_shipped",
    "return_to_shipped_form",
    "save_form",
    "set_background",
    "start_form",
    "use_form",
    "use_template",
]
