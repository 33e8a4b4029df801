"""mine.py -- a user's own functions: FILE.py:NAME."""
import importlib.util
import inspect
import os
import sys

import blocks


def load(text):
    """The function (or an instance of the class) that FILE.py:NAME names."""
    path, colon, name = text.rpartition(":")
    if not colon or not name:
        blocks.refuse(f"{text}: FILE.py:NAME is expected")
    if not os.path.isfile(path):
        blocks.refuse(f"{path}: there is no such file")
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    for ours in ("blocks", "mine", "terms"):  # names that modules of theirs may have
        sys.modules.pop(ours, None)
    try:
        spec = importlib.util.spec_from_file_location("mine_" + os.path.basename(path).removesuffix(".py"), path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found = getattr(module, name)
        return found() if inspect.isclass(found) else found
    except Exception as error:
        blocks.refuse(f"{text}: {type(error).__name__}: {error}".splitlines()[0])


def variant(text):
    return text.rpartition(":")[2]


def pairs(words):
    return zip(words[::2], words[1::2])


def probe(text, function, arrays, reduction="none"):
    """What it gives at two inputs: (loss, gradient or None). An error ends the program before it says hello."""
    try:
        result = function(*arrays)
    except Exception as error:
        blocks.refuse(f"{text}: it raised at {arrays[0].tolist()}: {type(error).__name__}: {error}".splitlines()[0])
    loss, grad = result if isinstance(result, tuple) else (result, None)
    for what, array in (("loss", loss), ("gradient", grad)):
        if array is None:
            continue
        if what == "loss" and reduction == "mean":
            if getattr(array, "shape", None) != arrays[0].shape[:0]:
                blocks.refuse(f"{text}: one mean is expected (--reduction mean), for 2 elements it gave "
                              f"{'shape ' + str(tuple(array.shape)) if hasattr(array, 'shape') else type(array).__name__}")
        elif getattr(array, "shape", None) != arrays[0].shape:
            blocks.refuse(f"{text}: a {what} of each element is expected (reduction='none'), for 2 elements it gave "
                          f"{'one of shape ' + str(tuple(array.shape)) if hasattr(array, 'shape') else type(array).__name__}")
        if array.dtype != arrays[0].dtype:
            print(f"{text}: its {what} is {array.dtype} for inputs of {arrays[0].dtype}, and is rounded before it is judged",
                  file=sys.stderr)
    return loss, grad
