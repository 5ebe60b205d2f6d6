"""`python -m thidua.law.schemas`: writes the checked-in copies that editors read."""

from __future__ import annotations

import json

from thidua.law.schemas import SCHEMAS, file_of

for name, make in SCHEMAS.items():
    path = file_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(make(), ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")
