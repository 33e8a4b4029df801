# long.mk -- what takes longer than `make check`: the part of the Makefile that only looks for faults. `make help` tells of each.

# At length; GANLOSS_TEST_LENGTH is what tests/support/length.h reads. One after the other: some of it times.
long:
	@+for goal in 'GANLOSS_TEST_LENGTH=long check' prove exhaustive planted-short planted planted-orders kill allocations failing-io screen-audit \
	    trials trials-cli 'fuzz TIME=300' tsan valgrind qemu torch adapters-short peers-short ranks ranks-whole deb-short report page-check \
	    'GANLOSS_TEST_LENGTH=long sanitize' lint mutants; do \
	    echo "make $$goal"; \
	    $(MAKE) --no-print-directory $$goal || exit; \
	done

# A share I/N is one of N parts of what there is.
SHARE :=
exhaustive: $(B)/ganloss
	$(B)/ganloss verify '*/stable/f32' '*/fused/f32' --level exhaustive $(SHARE:%=--shard %) --save $(B)/exhaustive.json

# The figures that reports take where they are of the same machine code and libm (harness/report/exact.h).
EXACT := '*/stable/f32' '*/fused/f32' 'nonsaturating.g/*/f32' 'nonsaturating.d_*/*/f32'
exact: $(B)/ganloss
	$(B)/ganloss verify $(EXACT) --level exhaustive --save $(B)/exact.json -q
	$(B)/ganloss merge $(B)/exact.json --exact --save reports/exact.json
	@$(B)/ganloss doctor | grep '^figures'

# The bounds of the fused kernels in double, proved from the sources; then what must not be proved.
prove: prove-short
	@sh tests/prove/loosened.sh $(B)/prove
prove-short:
	@sh tests/prove/prove.sh $(B)/prove

planted: $(B)/planted_table
	$(B)/planted_table

# The same kernels in other orders: none is blamed, or spared, for what another one leaves behind.
ORDERS := 100
planted-orders: $(B)/planted_table
	$(B)/planted_table --levels quick --orders $(ORDERS) -q

planted-short: $(B)/planted_table $(B)/planted.so
	@sh tests/tools/planted_short.sh $(B)

# Which test caught each row is kept in tests/mutants/caught.txt, and that one is tried first: make mutants-keep.
.PHONY: mutants-keep
mutants-keep:
	@sh tests/mutants/mutants.sh --keep
# Which tests reach which lines, for the order in which a row's tests are run.
.PHONY: mutants-reach reached
mutants-reach:
	@$(MAKE) --no-print-directory CONFIG=coverage reached
reached: all $(TESTS)
	@sh tests/mutants/reach.sh $(B)
mutants: all $(TESTS)
	@ROOMS='$(ROOMS)' sh tests/mutants/mutants.sh $(SHARE:%=-n %) $(if $(ONLY),'$(ONLY)')

# Refuses the program its requests for memory, one after the other: all of them (STEP=N: every N-th).
STEP := 1
allocations: $(B)/ganloss
	@CC='$(CC)' sh tests/tools/allocations.sh $(B) $(STEP)

# Every command that writes, on small inputs: nothing is half-written, or left over for good, whatever kills it,
COUNT := 500
kill: $(B)/ganloss
	@bash tests/tools/kill.sh $(B) $(COUNT)
# and whatever fails.
failing-io: $(B)/ganloss
	@bash tests/tools/failing_io.sh $(B) $(STEP)

# Every reader, each for so many seconds, with inputs that libFuzzer makes up (ONLY=NAME: one reader).
TIME := 60
fuzz:
	@$(MAKE) --no-print-directory CONFIG=fuzz CC=clang build/fuzz/fuzz_readers
	@sh tests/fuzz/fuzz.sh build/fuzz $(TIME) $(ONLY)
$(B)/fuzz_readers: $(B)/tests/fuzz/entry.o $(FUZZ) $(HARNESS) $(REFERENCE) $(LOSSES) $(B)/objects
	@echo LD $@
	$(Q)$(LINK) -fsanitize=fuzzer -o $@ $(filter %.o,$^) $(LDLIBS)

# Short runs of every command, watched: by ThreadSanitizer, by memcheck, on other processors.
tsan:
	@$(MAKE) --no-print-directory CONFIG=thread CC=clang build/thread/ganloss
	@sh tests/tools/tsan.sh build/thread
valgrind: $(B)/ganloss $(TESTS)
	@sh tests/tools/valgrind.sh $(B)
qemu: $(B)/ganloss
	@$(MAKE) --no-print-directory CONFIG=aarch64 build/aarch64/ganloss
	@sh tests/tools/qemu.sh $(B) build/aarch64

# Tries to break the screens' proved bounds.
screen-audit: $(B)/screen_audit
	$(B)/screen_audit $(COMPARISONS)

speed: $(B)/exhaustive_speed
	$(B)/exhaustive_speed

# About a quarter of an hour; make trials TRIALS='20 20 20' is a short one.
TRIALS :=
trials: $(B)/trials
	$(B)/trials $(TRIALS)

# Some minutes; make trials-cli TRIALS='5 5' is a short one.
trials-cli: $(B)/ganloss
	sh tests/tools/trials_cli.sh $(B)/ganloss $(TRIALS)

# The example for PyTorch, by Debian's python3-torch.
PYTHON := /usr/bin/python3
LIBRARY_FOR_TORCH = GANLOSS_LIBRARY=$(abspath $(B)/libganloss_omp.so)
torch: all
	@$(PYTHON) -c 'import torch' || { echo 'torch is missing; make deps-torch installs it' >&2; exit 69; }
	$(LIBRARY_FOR_TORCH) $(PYTHON) tests/torch/training.py
torch-speed: all
	$(LIBRARY_FOR_TORCH) $(PYTHON) tests/torch/speed.py

# The same in C++ (libtorch-dev), and beside a loop of SLEEF's functions of 1 ulp (libsleef-dev): six minutes.
SLEEF_LOOPS := $(foreach set,avx2 avx512,$(foreach format,f32 f64,$(B)/torch/sleef_$(set)_$(format).o))
$(SLEEF_LOOPS): $(B)/torch/sleef_%.o: tests/torch/sleef_loop.c
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c17 -O3 $(FLAGS_$(firstword $(subst _, ,$*))) $(if $(filter %_f32,$*),-DREAL_F32) -DNAME=sleef_$* -c $< -o $@
$(B)/torch/speed: tests/torch/speed.cpp $(SLEEF_LOOPS) $(B)/libganloss.a
	$(Q)$(CXX) -std=c++17 -O2 -w -I. -isystem /usr/include/torch/csrc/api/include $^ -o $@ -ltorch -ltorch_cpu -lc10 -lsleef -lm
.PHONY: torch-speed-cpp
torch-speed-cpp: $(B)/torch/speed
	GANLOSS_ISA=avx512 $(B)/torch/speed 180
	GANLOSS_ISA=avx2 $(B)/torch/speed 180

sanitize:
	@$(MAKE) --no-print-directory CONFIG=sanitize check

coverage:
	@$(MAKE) --no-print-directory CONFIG=coverage check
	gcovr --root . --filter losses/ --filter reference/ --filter harness/ build/coverage
