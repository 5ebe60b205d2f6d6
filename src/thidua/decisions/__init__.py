"""Quyết định khen thưởng, số và chữ ký, bằng (Luật 06/2022/QH15; thể thức: NĐ 30/2020/NĐ-CP).

Only awards that the law leaves to the head of the body are decided here; higher ones are submitted
upward with the council's vote (tờ trình).

Where to look:
- `states.py`: the life of a decision as a table; `actions/`: draft, send to sign, issue, forward;
- `queries/`: lists, who may be awarded here, rewards, fairness mirror, the papers;
- `signing.py`: the key behind the QR codes.
"""
