"""The practice province: a synthetic province of any size, the same for the same seed.

Where to look: `shape.py` the distributions it is drawn from; `bodies.py` and `people.py` who there
is; `history.py` fifteen years of facts as columns; `tables.py` the columns and their files;
`storing.py` the same in the database, through the actions of the apps. All of it is invented.
"""
