"""heads: what stands on an encoder, one head a file.

In            hidden states of the tokens of a batch, [T, H], fp32.
Out           logits, fp32.
"""
