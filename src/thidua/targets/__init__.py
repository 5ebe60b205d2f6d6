"""Chỉ tiêu thi đua, chỉ tiêu công tác: a body's targets of a year and what was reached (Điều 17).

Where to look: `measures.py` (percent of plan and statuses, no database), `states.py` (a year's
set on its way), `queries/achievement.py` (what other apps ask), `actions/reporting.py`.
"""
