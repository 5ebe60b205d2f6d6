"""Hội đồng: members, sittings, motions, secret ballot, minutes (Luật 06/2022 Điều 90).

Hội đồng (council), phiên họp (sitting), đề nghị đưa ra biểu quyết (motion), phiếu kín (ballot).
This app knows no dossier: whoever puts a motion finds its own thing by `Motion.reference`.

Where to look: `states.py` what may happen when; `ballot_box.py` how a vote stays secret;
`actions/` everything that writes; `queries/minutes.py` what the minutes say.
"""
