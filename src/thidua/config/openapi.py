"""The API's description as checked in: `python -m thidua.config.openapi` renews the file."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

PATH = Path("docs/reference/openapi.json")


def text() -> str:
    """The OpenAPI document of /api/v1/, in a stable order."""
    from thidua.config.api import api

    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
    import django

    django.setup()
    PATH.write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
