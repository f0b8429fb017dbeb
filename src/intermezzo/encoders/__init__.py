"""encoders: the encoders that ship, each a directory as transformers writes it, with a card.

`world-tiny` is made by the study `world-tiny`, which ships too.
"""
