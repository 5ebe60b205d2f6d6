"""The practice department: a fictional Sở Nội vụ of 240 people, loaded through the real actions.

Where to look: `place.py` where it is kept and whether it may be touched; `loader.py` the steps of
loading; the two workbooks are the files an officer would bring.
"""
