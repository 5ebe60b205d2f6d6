"""Trang công khai: anyone checks a certificate by its code, its QR code, or without a network.

Shown: name, office, unit, award, decision. Never: identity number, birth date, address, rating.
A lookup needs a 60-bit code, or decision number and exact name together, so that nobody can list
the people of a decision; and one address may ask only so often.

Where to look: `queries.py` (the four answers), `throttle.py`, `views.py`.
"""
