"""numpy_losses.py -- what NumPy and SciPy have for the losses, and your own, for ganloss: ganloss-numpy --help."""
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # a program is run for each thread of ganloss

import blocks
import mine
import terms

try:
    import numpy as np
    import scipy
    from scipy import special
except ImportError as error:
    blocks.refuse(f"NumPy and SciPy cannot be imported ({error}): GANLOSS_PYTHON or --python names the Python that has them")

TYPES = {"f32": np.float32, "f64": np.float64}


def columns(x):
    """The logits of the two classes are 0 and x."""
    return np.stack((np.zeros_like(x), x))


# Losses. NumPy and SciPy know no gradients; what one writes for them is expit, the sigmoid.
FUNCTIONS = {
    "logit": {
        "scipy.log_expit": {"real": lambda x: -special.log_expit(x), "fake": lambda x: -special.log_expit(-x),
                      "target": lambda x, y: -(y * special.log_expit(x) + (1 - y) * special.log_expit(-x))},
        "numpy.logaddexp": {"real": lambda x: np.logaddexp(0, -x), "fake": lambda x: np.logaddexp(0, x),
                      "target": lambda x, y: np.logaddexp(0, x) - y * x},
        "numpy.log1p_exp": {"real": lambda x: np.log1p(np.exp(-x)), "fake": lambda x: np.log1p(np.exp(x)),
                      "target": lambda x, y: np.log1p(np.exp(x)) - y * x},
        "scipy.log_of_expit": {"real": lambda x: -np.log(special.expit(x)), "fake": lambda x: -np.log(special.expit(-x))},
        "scipy.xlogy": {"real": lambda x: -special.xlogy(1, special.expit(x)), "fake": lambda x: -special.xlog1py(1, -special.expit(x)),
                  "target": lambda x, y: -(special.xlogy(y, special.expit(x)) + special.xlog1py(1 - y, -special.expit(x)))},
        "scipy.log_softmax": {"real": lambda x: -special.log_softmax(columns(x), 0)[1],
                        "fake": lambda x: -special.log_softmax(columns(x), 0)[0]},
        "scipy.logsumexp": {"real": lambda x: special.logsumexp(columns(-x), 0), "fake": lambda x: special.logsumexp(columns(x), 0)},
    },
    "D": {
        "numpy.log": {"real": lambda p: -np.log(p), "fake": lambda p: -np.log(1 - p)},
        "numpy.log1p": {"fake": lambda p: -np.log1p(-p)},
        "scipy.xlogy": {"real": lambda p: -special.xlogy(1, p), "fake": lambda p: -special.xlog1py(1, -p)},
    },
    "critic": {"numpy.plain": {"real": np.negative, "fake": np.copy}},
}

# Gradients of the variants that SciPy's expit is the natural one of.
GRADIENTS = {
    "logit": {"real": lambda x: -special.expit(-x), "fake": special.expit, "target": lambda x, y: special.expit(x) - y},
    "D": {"real": lambda p: -1 / p, "fake": lambda p: 1 / (1 - p)},
    "critic": {"real": lambda x: -np.ones_like(x), "fake": np.ones_like},
}
WITH_GRADIENT = {"scipy.log_expit", "numpy.log", "numpy.plain"}


def caller(function, gradient, factor=1):
    """The protocol's call, by a loss and, if there is one, its gradient, or by a function that gives both."""
    def call(x, y, loss, grad):
        arrays = (x,) if y is None else (x, y)
        result = function(*arrays)
        value, slope = result if isinstance(result, tuple) else (result, gradient(*arrays) if gradient else None)
        for to, what in ((loss, value), (grad, slope)):
            if what is None:
                continue
            if np.shape(what) != x.shape:
                raise ValueError(f"{x.shape[0]} results are expected, it gave shape {np.shape(what)}")
            if factor == 1:
                to[:] = what
            else:
                np.multiply(what, to.dtype.type(factor), out=to)
    return call


def mean_caller(function):
    """Of kind `mean`: one number for the block, which is loss[0], and its gradient if there is one."""
    def call(x, y, loss, grad):
        result = function(x) if y is None else function(x, y)
        value, slope = result if isinstance(result, tuple) else (result, None)
        if np.shape(value) != () or (slope is not None and np.shape(slope) != x.shape):
            raise ValueError(f"one mean, and {x.shape[0]} gradients, are expected")
        loss[:1] = value
        if slope is not None:
            grad[:] = slope
    return call


def averaged(function, gradient, factor):
    """The mean of a function's losses, by numpy.mean, with the gradient over n."""
    def mean(*arrays):
        n = arrays[0].dtype.type(arrays[0].shape[0])
        factor_of = arrays[0].dtype.type(factor)
        value = np.mean(factor_of * function(*arrays)) if factor != 1 else np.mean(function(*arrays))
        return (value, gradient(*arrays) * factor_of / n) if gradient else value
    return mean_caller(mean)


def own(text, term, format, prefix, options):
    """The row and the call of a user's function."""
    function = mine.load(text)
    arrays = [np.array([0.25, 0.75], TYPES[format])]
    if terms.takes_label(term):
        arrays.append(np.array([1, 0], TYPES[format]))
    _, grad = mine.probe(text, function, arrays, options.reduction)
    kind = "mean" if options.reduction == "mean" else "element"
    return (blocks.row(term, prefix + mine.variant(text), format, kind=kind, grad=grad is not None,
                       loss_ulp=options.loss_ulp, grad_ulp=options.grad_ulp),
            mean_caller(function) if kind == "mean" else caller(function, None))


def kernels(options):
    prefix = options.variant_prefix or ""
    for format in options.formats:
        if options.mine:
            yield from (own(text, term, format, prefix, options) for text, term in mine.pairs(options.mine))
            continue
        for term, variant, function, factor in terms.functions(FUNCTIONS):
            what = terms.TERMS[term]
            gradient = GRADIENTS[what["input"]][what["label"]] if variant in WITH_GRADIENT else None
            has_grad = gradient is not None
            if options.reduction != "mean":
                yield blocks.row(term, prefix + variant, format, grad=has_grad), caller(function, gradient, factor)
            if options.reduction != "none":
                yield (blocks.row(term, prefix + variant + ".mean", format, kind="mean", grad=has_grad),
                       averaged(function, gradient, factor))


def view(memory, format, n, at):
    return np.frombuffer(memory, TYPES[format], n, at)


def main():
    parser = blocks.Options("ganloss-numpy", "Losses by functions of NumPy and SciPy.")
    options = parser.read(TYPES)
    np.seterr(all="ignore")
    blocks.serve("NumPy", f"{np.__version__}, SciPy {scipy.__version__}", list(kernels(options)), view)


main()
