"""Tiền thưởng: payment lists of issued decisions (NĐ 152/2025/NĐ-CP Điều 46 đến 55).

Amounts come frozen from the decision; nothing is computed here.

Where to look:
- `actions.py`: payments made when a decision is issued, marked as paid, taken back;
- `queries.py`: sums and lists; `views.py`: the list and its Excel and Word forms.
"""
