"""formats: how a kind of task meets the model, one format a file, without torch.

In            examples and a tokenizer.
Out           rows: flat arrays of token ids with limits, labels, and what is needed to read predictions back.
Start at      extractive_qa.py.
"""
