"""The tests that reach a line of a source: TEST|PATTERN of each, those of its folder first, then the quickest; PATTERN is of the
names of the command line's tests in one file, which are set up together; the slow ones of a file are a line of their own.

Usage: python3 tests/mutants/reaching.py PLACE FILE LINE..., with what `make mutants-reach` left in PLACE, build/mutants/reach.
"""
import contextlib
import json
import pathlib
import re
import subprocess
import sys

place, source = pathlib.Path(sys.argv[1]), sys.argv[2]
wanted = [int(line) for line in sys.argv[3:]]
root = place.parent.parent.parent.resolve()
notes = root / "build/coverage" / pathlib.Path(source).with_suffix(".gcno")
if not notes.exists():
    sys.exit(0)

# gcov reads its notes beside the counts of each test.
tests = {}
for line in (place / "tests").read_text().splitlines():
    ms, test, name, folder = line.split("|")
    counts = pathlib.Path(folder + str(notes.with_suffix(".gcda")))
    if counts.exists():
        beside = counts.with_suffix(".gcno")
        with contextlib.suppress(FileExistsError):  # another row may look at the same file
            beside.symlink_to(notes)
        tests[str(counts)] = (int(ms), test, name)


def reached(lines):
    """Whether one of the wanted lines was, or the last statement that begins above it."""
    counted = sorted((line["line_number"], line["count"]) for line in lines)
    for line in wanted:
        begins = max((number for number, _ in counted if number <= line), default=0)
        if any(count for number, count in counted if number == begins):
            return True
    return False


SLOW = 1500  # ms
found = {}
told = subprocess.run(["gcov", "--json-format", "-t", *tests], cwd=root, capture_output=True, text=True).stdout if tests else ""
for report in map(json.loads, told.splitlines()):  # one for each test
    if any(one["file"] == source and reached(one["lines"]) for one in report["files"]):
        ms, test, name = tests[report["data_file"]]
        found.setdefault((test, ms > SLOW), []).append((ms, name))
own = "tests/unit/" + source.split("/")[1] + "/"
by_time = sorted((not test.startswith(own), sum(ms for ms, _ in some), test, [name for _, name in some])
                 for (test, _), some in found.items())
for _, _, test, names in by_time:
    escaped = [re.sub(r"([][\\.*^$+?(){}|])", r"\\\1", name) for name in names]
    print(test, "" if "" in names else "^(" + "|".join(escaped) + ")$", sep="|")
