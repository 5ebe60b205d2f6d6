"""Sổ khen thưởng: awards held, in a hash chain, and claims checked against them.

Serves Luật 06/2022 Điều 95 (awards given before keep their validity) and Điều 93 (cancellation).
"""
