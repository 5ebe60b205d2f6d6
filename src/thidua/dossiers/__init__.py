"""Hồ sơ khen thưởng: proposals, nominees, documents and their way (Luật 06/2022 Điều 84).

Hồ sơ (dossier), người được đề nghị (nominee), tờ trình (submission), trình (submit),
trả lại bổ sung (return), thẩm định (appraise), trình hội đồng (put to the council).

Where to look: `states.py` the way of a dossier as a table; `queries/missing.py` what still stands
between a dossier and its submission; `actions/council.py` what a vote changes.
"""
