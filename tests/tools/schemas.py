"""Holds documents against the JSON Schema files of a folder: each must be valid, and no change to it may be.

Usage: python3 schemas.py SCHEMAS DOCUMENT...

A document is taken apart: at every place of it (of a list, its first element), a member that is always there is taken away, a
value becomes one of another type, and a member that nobody knows is added. What passes then is printed, and the status is 1.
"""
import glob
import json
import os
import sys

from jsonschema import Draft202012Validator

# What a document may lack, by the object that it is in (of a list, the list's name; of a map, "*").
OPTIONAL = set("""
    *.before *.got *.state *.target *.targets *.unwritten *.x against.larger beyond.targets classes.* compare.curves
    compare.differences compare.kernels curves.target differences.a differences.b differences.complete differences.grad
    differences.inputs differences.loss differences.refused differences.unanswered divide.target document.exact document.kernels
    document.losses document.regimes document.terms down.grad_target down.loss_target faults.* faults.library grad.beyond grad.binades
    grad.bound_ulp grad.first grad.given grad.histogram grad.largest grad.lost grad.target invalid.target kernels.faults
    kernels.library kernels.modes kernels.same_as kernels.search key.cpu key.foreign key.isa key.kernel_code key.level key.libm
    key.libm_code key.modes key.positions key.program key.seed key.selection key.shards key.worst largest.ulp loss.beyond loss.binades
    loss.bound_ulp loss.first loss.histogram loss.largest loss.lost loss.target lost.targets nearest.grad_target nearest.loss_target
    options.fail_on options.level options.precision options.rounds options.same_as options.selectors options.shard options.trace_hash pairs.a_library
    pairs.a_ns pairs.again_high pairs.again_low pairs.again_ratio pairs.b_ns pairs.calls pairs.high pairs.low pairs.quads pairs.ratio
    parts.y points.target provenance.of same_as.complete same_as.grad same_as.id same_as.inputs same_as.loss same_as.unanswered
    search.uncounted search.widths skipped.library skipped.reduction traces.labels_hash up.grad_target up.loss_target verify.against
    verify.bench verify.curves verify.faults verify.machines zero.grad_target zero.loss_target
    """.split())
FREE = {"drawn", "trace_hash", "copy_bytes_per_ns", "fma_per_ns", "figures", "samples", "around", "isa"}  # names of their own
MAPS = {"faults", "classes"}  # their members are objects


def shortened(value):
    """With the first of a list's objects, or three of its numbers, alone: so that it is soon read again and again."""
    if isinstance(value, dict):
        return {name: shortened(member) for name, member in value.items()}
    if isinstance(value, list):
        return [shortened(member) for member in value[: 1 if value and isinstance(value[0], dict) else 3]]
    return value


def name_of(document, path, name):
    """As "loss.max_ulp", "classes.*", "verify.kernels" """
    named = [step for step in path if isinstance(step, str)]
    within = named[-1] if named else document.get("command", "document")
    if len(named) > 1 and named[-2] in MAPS:
        within = "*"
    return within + "." + ("*" if within in MAPS and not isinstance(path[-1], int) else name)


def places(value, path=()):
    """The paths of all objects, of a list those in its first element."""
    if isinstance(value, dict):
        yield path
        for name, member in value.items():
            if name not in FREE:
                yield from places(member, path + (name,))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        yield from places(value[0], path + (0,))


def at(document, path):
    for step in path:
        document = document[step]
    return document


def changes(document):
    """What is changed, for each change; it is in the document until the next one is asked for."""
    for path in list(places(document)):
        within = at(document, path)
        for name, member in list(within.items()):
            exact_option = "provenance" not in document and path == ("options",)
            if not exact_option and name_of(document, path, name) not in OPTIONAL:
                del within[name]
                yield "/".join(map(str, path + (name,))) + " gone"
            within[name] = "text" if isinstance(member, dict) else {"nobody": "knows"}
            yield "/".join(map(str, path + (name,))) + " another type"
            within[name] = member
        within["nobody_knows"] = 1
        yield "/".join(map(str, path)) + " has one more"
        del within["nobody_knows"]


def main(folder, paths):
    validators, bad = {}, 0
    for path in glob.glob(os.path.join(folder, "*.schema.json")):
        with open(path) as file:
            schema = json.load(file)
        Draft202012Validator.check_schema(schema)
        validators[os.path.basename(path).split(".")[0]] = Draft202012Validator(schema)
    for path in paths:
        with open(path) as file:
            document = json.load(file)
        name, tried = document["schema"].removeprefix("ganloss-").split("/")[0], 0
        validator = validators[name if name != "result" or "provenance" in document else "exact"]
        for error in validator.iter_errors(document):
            bad += 1
            print(f"{path}: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")
        short = shortened(document)
        for what in changes(short):
            tried += 1
            if validator.is_valid(short):
                bad += 1
                print(f"{path}: valid, though {what}")
        print(f"{path}: {document['schema']}, {tried} changes")
    return bad > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
