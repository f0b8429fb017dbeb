"""models: encoders and what stands around them.

In            examples, a tokenizer, an encoder's directory or sizes.
Out           rows (flat arrays of tokens), hidden states, logits, answers.
Leaves alone  optimisers, metrics, the store.
Start at      formats/extractive_qa.py (how rows are cut), packed.py (how they meet the encoder).

`formats/` knows no torch; `heads/`, `packed.py` and `encoder.py` do.
"""
