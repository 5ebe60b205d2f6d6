"""Distinct names: found by words in any order, begun or inside, in time that grows with nothing.

Records repeat names, so names are indexed and not records. A model takes part by inheriting
`named.Named` and saying which of its columns hold the name; nothing else need be called.

Where to look: `writing` keeps the tables, `reading` reads them, `ranking` says what fits and how
well, `finding` walks from the best name to the rows. Why so: docs/adr, "Distinct names".
"""
