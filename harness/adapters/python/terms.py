"""terms.py -- ../terms.json: each term as a function of a logit, of D or of a critic's output, for a label (of a real or a
fake sample, or the target y), times a factor."""
import json
import os

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "terms.json"), encoding="utf-8") as file:
    TERMS = json.load(file)


def takes_label(term):
    """Whether its functions are called with x and y. Of a term that is not known here ganloss says that it skips it."""
    return TERMS.get(term, {}).get("label") == "target"


def functions(table):
    """(term, variant, function, factor) of a table {input: {variant: {label: function}}}."""
    for term, what in TERMS.items():
        for variant, by_label in table.get(what["input"], {}).items():
            if what["label"] in by_label:
                yield term, variant, by_label[what["label"]], what["factor"]
