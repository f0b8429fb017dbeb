"""placeholder until the study room's lands here"""
def evaluate(text: str, names: object) -> float:
    raise ValueError
