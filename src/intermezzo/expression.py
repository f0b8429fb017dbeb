"""placeholder until the study room's lands here"""
def evaluate(text, names): raise ValueError
