"""Lễ trao thưởng và hiện vật: ceremonies and the stock of blanks, frames, medals, boxes.

Serves the handing over after a decision (NĐ 152/2025/NĐ-CP leaves its course to the body).

Where to look:
- `actions/planning.py`: who hands what to whom in which order, groups on stage, seats;
- `actions/stock.py`: receipts and issues, a balance that is never below nought;
- `papers.py`: the script, seat cards; `queries/`: lists, what a decision needs of the stock.
"""
