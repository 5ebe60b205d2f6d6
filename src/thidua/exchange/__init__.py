"""Nhập, đối chiếu, xuất: staff lists, legacy registers, matching of people, screening of a file."""
