"""Phong trào thi đua: launch, answers, reviews; registrations of titles (Luật 06/2022 Điều 16-18).

Where to look: `states.py` (a movement's way), `queries/plan.py` (what a plan must hold),
`actions/launching.py` (from the desk to the bodies below), `actions/registering.py`.
"""
