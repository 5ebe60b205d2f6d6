"""The law on the screen (văn bản, tiêu chuẩn): browse, compare, and load what nobody had read.

Serves NĐ 152/2025/NĐ-CP Điều 3 and the duty of a legal officer (cán bộ pháp chế) to check texts.
Holds no table: the rulebook is the law as data, official texts are files of the own folder.

Where to look: `queries/` for what the pages show, `actions.py` for loading, confirming and
withdrawing a text, `thidua.law.book.texts` for the format of the files.
"""
