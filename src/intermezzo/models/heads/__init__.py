"""heads: what stands on an encoder, one format a file, under the format's own name; `HEAD` makes a new one.

In            hidden states of the tokens of a batch, [T, H], fp32.
Out           logits, fp32.
"""
