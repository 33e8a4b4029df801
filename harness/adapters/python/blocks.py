"""blocks.py -- what ganloss and a program in Python say to each other; harness/foreign/README.md is the protocol."""
import argparse
import json
import mmap
import os
import signal
import struct
import sys

REQUESTS, ANSWERS, INPUTS, RESULTS = 3, 4, 5, 6
REQUEST, ANSWER = struct.Struct("<QIIIIQQQQQ"), struct.Struct("<QII")
FINE, RAISED = 0, 1
MISSING = 69  # the exit status for a package or capability that is not there


def is_asked():
    """Whether ganloss started this program, or a person, by hand."""
    try:
        os.fstat(RESULTS)
        return True
    except OSError:
        return False


def say(line):
    text = (json.dumps(line) + "\n").encode()
    while text:
        text = text[os.write(ANSWERS, text):]


def refuse(why):
    """Ends the program. What it cannot do is its hello, so that ganloss says it in one line."""
    if is_asked():
        say({"ganloss": 1, "error": why})
    else:
        print(why, file=sys.stderr)
    sys.exit(MISSING)


class Options(argparse.ArgumentParser):
    """The options that all adapters have."""

    def __init__(self, name, what):
        super().__init__(name, formatter_class=argparse.RawDescriptionHelpFormatter, description=what + f"""

It is started by ganloss and answers blocks:
  ganloss verify 'nonsaturating.g/*' --exec {name}
  ganloss verify '*/my_loss/*' --exec '{name} my.py:my_loss nonsaturating.g'""")
        self.add_argument("mine", nargs="*", metavar="FILE.py:NAME TERM", help="judge these functions of your own instead")
        self.add_argument("--variant-prefix", metavar="TEXT", help="what variants' names begin with")
        self.add_argument("--formats", default="f32,f64", help="default: f32,f64")
        self.add_argument("--reduction", default="none", choices=("none", "mean", "both"),
                          help="what functions give: a loss of each element (none, the default), the mean of a batch, which "
                               "ganloss batch judges, or, of the library's, kernels of both kinds")
        self.add_argument("--loss-ulp", type=float, metavar="N", help="the bound that your own function's loss declares")
        self.add_argument("--grad-ulp", type=float, metavar="N", help="and the one of its gradient")

    def error(self, message):
        refuse(f"{self.prog}: {message}")

    def read(self, types):
        """types: the formats that there are."""
        options = self.parse_args()
        if len(options.mine) % 2:
            self.error("a function FILE.py:NAME and its TERM are expected in pairs")
        if options.mine and options.reduction == "both":
            self.error("--reduction both: a function of your own gives either")
        options.formats = options.formats.split(",")
        for format in options.formats:
            if format not in types:
                self.error(f"format {format}: there are {', '.join(types)}")
        return options


def row(term, variant, format, **more):
    """A kernel as the hello has it."""
    return {"term": term, "variant": variant, "format": format, **more}


def serve(library, version, kernels, view):
    """Says hello and answers until ganloss is done. kernels: pairs of a row and call(x, y, loss, grad), of which the last
    two are written to, and y is None without labels; view(memory, format, n, at): that array of a memory."""
    if not is_asked():
        refuse("this program answers blocks: start it by ganloss, with --exec (--help says more)")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ganloss ends it
    say({"ganloss": 1, "library": library, "version": version, "memory": True, "kernels": [row for row, _ in kernels]})
    inputs, results = mmap.mmap(INPUTS, 0, prot=mmap.PROT_READ), mmap.mmap(RESULTS, 0)
    told = set()
    while len(request := os.read(REQUESTS, REQUEST.size)) == REQUEST.size:
        number, kernel, n, repeat, _, x, y, loss, grad, _ = REQUEST.unpack(request)
        kernel, call = kernels[kernel]
        status = FINE
        try:
            arrays = [view(memory, kernel["format"], n, at) if at else None
                      for memory, at in ((inputs, x), (inputs, y), (results, loss), (results, grad))]
            for _ in range(repeat):
                call(*arrays)
        except Exception as error:
            status = RAISED
            text = f"{library}: {kernel['term']}/{kernel['variant']}/{kernel['format']}: {error}".splitlines()[0]
            if text not in told:
                told.add(text)
                print(text, file=sys.stderr)
        os.write(ANSWERS, ANSWER.pack(number, status, 0))
