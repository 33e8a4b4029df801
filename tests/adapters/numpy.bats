# NumPy and SciPy under judgement.

load ../cli/common
load adapters

@test "NumPy: there are kernels of every term, and what is known of them shows" {
    diff <(terms_of "$numpy" NumPy) <("$ganloss" list terms | awk 'NR > 1 { print $1 }' | sort)
    judged "$numpy" 'nonsaturating.g/*.*/*' 'bce.*/scipy.log_expit/f32' 'minimax.g/scipy.log_expit/f64'
    shows nonsaturating.g/scipy.log_expit/f32 'loss .* max >= 1\.5'
    shows nonsaturating.g/scipy.log_expit/f32 'vanished .* from 0x1.62e43p+6'
    shows nonsaturating.g/numpy.logaddexp/f64 'loss .* max >= 1\.5'
    shows nonsaturating.g/numpy.log1p_exp/f32 'overflow .* up to -0x1.62e43p+6'
    shows nonsaturating.g/scipy.log_of_expit/f64 'lost'
    shows bce.d_real/scipy.log_expit/f32 'grad .* max >= 2\.'
    shows minimax.g/scipy.log_expit/f64 'grad .* max >= 2\.'
}

@test "NumPy: a function of one's own: loss and gradient, or loss alone" {
    cat >my.py <<'EOP'
import numpy as np

def loss(x):
    return np.maximum(-x, 0) + np.log1p(np.exp(-np.abs(x)))

def both(x):
    e = np.exp(-np.abs(x))
    return loss(x), -np.where(x < 0, np.ones_like(x), e) / (1 + e)

def scalar(x):
    return 1.0

def wider(x):
    return np.log1p(np.exp(-x.astype(np.float64)))
EOP
    judged "$numpy my.py:both nonsaturating.g --loss-ulp 2.8 --grad-ulp 3" --level full
    grep -q ' 2 within their bounds, 0 outside' out || { cat out; false; }
    judged "$numpy my.py:loss nonsaturating.g" --format json
    [ "$(grep -c '"loss": {' out)" -eq 2 ]
    refused 'a loss of each element is expected' "$numpy my.py:scalar nonsaturating.g"
    "$ganloss" list kernels --exec "$numpy my.py:wider nonsaturating.g" 2>err >out
    [ "$(grep -c 'float64 for inputs of float32' err)" -ge 1 ]
}

@test "NumPy: means, the library's and a function's of one's own" {
    cat >my.py <<'EOP'
import numpy as np

def mean(x, y):
    e = np.exp(-np.abs(x))
    sigmoid = np.where(x < 0, e, 1) / (1 + e)
    return np.mean(np.maximum(x, 0) - y * x + np.log1p(e)), (sigmoid - y) / np.float32(len(x))

def loss(x):
    return np.mean(np.logaddexp(0, -x))

def elements(x):
    return np.logaddexp(0, -x)
EOP
    "$ganloss" batch --exec "$numpy --reduction mean my.py:mean bce.target my.py:loss nonsaturating.g --formats f32 --loss-ulp 2 --grad-ulp 20" \
        --batch 1,100 --regime equilibrium --jobs 1 >out
    grep -q '^bce.target/mean/f32 .* [0-9.]* *0$' out
    grep -q '^nonsaturating.g/loss/f32 .* - *-$' out
    grep -q '^4 batch means: 4 within' out
    "$ganloss" batch 'bce.*/scipy.log_expit.mean/f32' --exec "$numpy --reduction both --formats f32" --batch 100 --regime equilibrium --max-ulp 8 --jobs 1 >out
    [ "$(grep -c '^bce\.[dg_realfk]*/scipy.log_expit.mean/f32 ' out)" -eq 3 ]
    refused 'one mean is expected' "$numpy --reduction mean my.py:elements nonsaturating.g"
}
