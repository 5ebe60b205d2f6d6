"""Pages drawn by position in millimetres: text fitted into boxes, QR codes, rulers, backgrounds.

`fonts.py` shapes words with HarfBuzz, `fitting.py` shrinks and breaks text to fit its box,
`marks.py` says what lies on a page, `pdf.py` writes pages one after another at constant memory,
`svg.py` draws the same page for the screen.
"""
