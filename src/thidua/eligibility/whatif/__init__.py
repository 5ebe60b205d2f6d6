"""What if a rule were another: a change tried on past years, which changes nothing.

Where to look: `change.py` the file that says what is other; `rules.py` the rulebook with it;
`replay.py` who has what under each, year by year; `findings.py` gains, losses, groups and money.
"""
