"""Dòng lệnh: the `thidua` commands; those about the law need no Django and no database.

Where to look: `main.py` the list of commands; `demo.py` and `practice/` the practice department;
`manage.py` Django's own commands.
"""
