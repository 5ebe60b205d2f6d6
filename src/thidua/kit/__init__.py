"""Shared screen parts, text and date helpers without a word of the field.

Where to look: `text.py` folding and Vietnamese order; `errors.py` the three refusals;
`events.py` the named events; `lists.py` paging and sorting; `templates/kit/` the shell.
"""
