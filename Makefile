# ganloss -- see `make help`. One non-recursive makefile; everything it makes is under build/$(CONFIG).

CONFIG ?= release
CC     ?= cc
PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
B      := build/$(CONFIG)
Q      := $(if $(V),,@)# make V=1 shows the commands

# For another machine: its compiler and tools, and its libraries, which make deps-qemu puts there.
ifeq ($(CONFIG),aarch64)
CROSS   := aarch64-linux-gnu-
SYSROOT := $(B)/sysroot/usr
CC      := $(CROSS)gcc
LD      := $(CROSS)ld
AR      := $(CROSS)ar
endif
NM      := $(CROSS)nm
OBJCOPY := $(CROSS)objcopy

# The lists of Debian packages: what building, testing and reporting need; and what else takes more.
PACKAGES     := gcc g++ libc6-dev make pkg-config libmpfr-dev libjansson-dev libxxhash-dev libpng-dev libcriterion-dev libflint-arb-dev \
                gnuplot-nox bats parallel strace groff-base libsqlite3-dev sqlite3 python3-jsonschema libxml2-utils
LINT_PACKAGES     := clang-format clang-tidy libomp-14-dev
COVERAGE_PACKAGES := gcovr
FUZZ_PACKAGES     := clang libclang-rt-14-dev libomp-14-dev
TSAN_PACKAGES     := $(FUZZ_PACKAGES)
PROVE_PACKAGES    := sollya gappa
VALGRIND_PACKAGES := valgrind
TORCH_PACKAGES    := $(PACKAGES) python3-torch g++ libtorch-dev libsleef-dev
QEMU_PACKAGES     := qemu-user gcc-aarch64-linux-gnu libc6-dev-arm64-cross dpkg
# Of the other machine: unpacked, not installed.
CROSS_PACKAGES    := libmpfr-dev libmpfr6 libgmp-dev libgmp10 libjansson-dev libjansson4 libxxhash-dev libxxhash0 \
                      libsqlite3-dev libsqlite3-0 libpng-dev libpng16-16 zlib1g-dev zlib1g
# What adapters need (harness/adapters): of Debian, and of npm, into build/adapters, javascript/package.json's.
ADAPTER_PACKAGES  := python3-torch python3-scipy libsleef-dev
# What looks at the page (tests/page), beside the validator, which npm brings.
PAGE_PACKAGES     := chromium poppler-utils
DEV_PACKAGES      := $(LINT_PACKAGES) $(COVERAGE_PACKAGES) $(PROVE_PACKAGES) $(ADAPTER_PACKAGES) clang valgrind

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wdouble-promotion -Wstrict-prototypes \
            -Wmissing-prototypes -Wvla
# A function without a prototype, called or defined, is always an error: so a kernel needs its row. The rest is one where
# the compiler is known.
WARNINGS += -Werror=implicit -Werror=missing-prototypes $(if $(filter-out 0,$(WERROR)),-Werror)
# Never -ffast-math; fma only where it is written; the last two are what vectorisation needs.
FLOAT    := -ffp-contract=off -fno-math-errno -fno-trapping-math
UNSAFE   := -ffast-math -Ofast -funsafe-math-optimizations -ffinite-math-only -fassociative-math -freciprocal-math \
            -fno-signed-zeros -fsingle-precision-constant -fno-honor-nans -fno-honor-infinities -fapprox-func \
            -ffp-model=fast -ffp-model=aggressive -mdaz-ftz
# What CFLAGS cannot undo, since it stands behind them. Never in link time optimisation: the twins of kernels are copies
# of their machine code.
ALWAYS   := -std=c17 -D_GNU_SOURCE $(FLOAT) -fno-lto -fopenmp -fPIC -MMD -MP$(if $(SYSROOT), -isystem $(SYSROOT)/include -isystem $(SYSROOT)/include/aarch64-linux-gnu)
OPTIMISE_release  := -O2 -g
OPTIMISE_sanitize := -O1 -g -fsanitize=address,undefined,float-cast-overflow -fno-sanitize-recover=all -fno-omit-frame-pointer
OPTIMISE_coverage := -O0 -g --coverage
OPTIMISE_fuzz     := -O2 $(filter-out -O1,$(OPTIMISE_sanitize)) -fsanitize=fuzzer-no-link
OPTIMISE_thread   := -O1 -g -fsanitize=thread
OPTIMISE_aarch64  := $(OPTIMISE_release)
OPTIMISE := $(OPTIMISE_$(CONFIG))
ifeq ($(OPTIMISE),)
$(error CONFIG=$(CONFIG): it is release, sanitize, coverage, fuzz, thread or aarch64)
endif

# CPPFLAGS, CFLAGS and LDFLAGS are the user's, by command line or environment.
ifneq ($(filter $(UNSAFE),$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS)),)
$(error $(filter $(UNSAFE),$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS)): it changes the results that are to be judged)
endif
VECTORISED :=
OWN :=
COMPILE = $(CC) -I. $(OPTIMISE) $(VECTORISED) $(WARNINGS) $(CPPFLAGS) $(CFLAGS) $(ALWAYS) $(OWN)
LINK    = $(CC) $(OPTIMISE) $(CFLAGS) -fno-lto -fopenmp $(LDFLAGS)
LDLIBS := $(if $(SYSROOT),-L$(SYSROOT)/lib/aarch64-linux-gnu -Xlinker -rpath-link=$(SYSROOT)/lib/aarch64-linux-gnu )-lmpfr -lgmp -ljansson -lxxhash -lsqlite3 -lpng -lm

# In parallel, with or without -j; where `deps` is among the goals, everything else waits for it.
DEPS := $(filter deps deps-%,$(MAKECMDGOALS))
ifneq ($(DEPS),)
ifneq ($(filter-out $(DEPS),$(MAKECMDGOALS)),)
$(filter-out $(DEPS),$(MAKECMDGOALS)): | $(DEPS)
endif
endif
ifeq ($(filter -j% --jobs% --jobserver%,$(MAKEFLAGS)),)
MAKEFLAGS += -j$(shell nproc 2>/dev/null || echo 1)
endif
$(B)/flags: | $(DEPS)

VERSION  := $(shell sed -n 's/^.define GANLOSS_VERSION_[A-Z]* *//p' losses/ganloss.h | paste -sd.)
# libganloss.so, for the linker, and libganloss.so.0, for programs that run, lead to libganloss.so.0.1.0.
SHARED   := libganloss.so.$(VERSION)
SONAME   := libganloss.so.$(firstword $(subst ., ,$(VERSION)))
# So is libganloss_omp.so, which finds the other one beside it.
OMP_SHARED := $(SHARED:libganloss%=libganloss_omp%)
OMP_SONAME := $(SONAME:libganloss%=libganloss_omp%)
DESCRIPTION := $(shell git describe --always --dirty 2>/dev/null || echo unknown)
# A text for the shell, and one that is a string of C.
shell_text = '$(subst ','\'',$1)'
c_text     = $(call shell_text,"$(subst ",\",$(subst \,\\,$1))")
# How the program was built, for its results and for `doctor`.
BUILD_INFO = -DGANLOSS_DESCRIPTION=$(call c_text,$(DESCRIPTION)) \
             -DGANLOSS_FLAGS=$(call c_text,$(strip $(OPTIMISE) $(CPPFLAGS) $(CFLAGS) $(FLOAT)))

# Compiled once per format: the kernels, the batch reductions, and (CALLS) what is timed.
PER_FORMAT := $(wildcard losses/kernels/*.c) losses/batch.c losses/training/loss.c
# Compiled once per instruction set, and vectorised.
SCREEN_ISAS    := any $(if $(filter x86_64%,$(shell $(CC) -dumpmachine)),avx2 avx512)
FUSED          := $(SCREEN_ISAS:%=$(B)/losses/fused/f32.%.o)
TRAINING       := $(SCREEN_ISAS:%=$(B)/losses/training/f32.%.o)
TRAINING_F64   := $(SCREEN_ISAS:%=$(B)/losses/training/f64.%.o)
FUSED_F64      := $(SCREEN_ISAS:%=$(B)/losses/fused/f64.%.o)
LOSSES     := $(PER_FORMAT:%.c=$(B)/%.f32.o) $(PER_FORMAT:%.c=$(B)/%.f64.o) $(FUSED) $(FUSED_F64) $(TRAINING) $(TRAINING_F64) \
              $(patsubst %.c,$(B)/%.o,$(filter-out $(PER_FORMAT) losses/fused/f32.c losses/fused/f64.c losses/training/f32.c losses/training/f64.c, \
                                                   $(wildcard losses/*.c losses/fused/*.c losses/training/*.c)))
# A library of its own, over the other one.
OPENMP         := $(addprefix $(B)/losses/openmp/,loss.f32.o loss.f64.o)
SCREENS        := $(SCREEN_ISAS:%=$(B)/reference/screen_f32.%.o)
SCREENS_F64    := $(SCREEN_ISAS:%=$(B)/reference/screen_f64.%.o)
FLAGS_any      :=
FLAGS_avx2     := -mavx2 -mfma
FLAGS_avx512   := -mavx512f -mavx512dq -mavx512vl -mavx512bw -mfma -mprefer-vector-width=512
VECTORISE      := $(if $(filter release,$(CONFIG)),-O3)
REFERENCE  := $(patsubst %.c,$(B)/%.o,$(filter-out reference/screen_f32.c reference/screen_f64.c,$(wildcard reference/*.c))) \
              $(SCREENS) $(SCREENS_F64)
COMPARERS  := $(SCREEN_ISAS:%=$(B)/harness/metric/f32.%.o)
COMPARERS_F64 := $(SCREEN_ISAS:%=$(B)/harness/metric/f64.%.o)
# Twins of the float kernels, the same machine code but for what their calls of libm are bound to (exhaustive/memo.h).
MEMO       := $(B)/harness/exhaustive/memo_kernels.o
REMEMBERED := expf expm1f logf log1pf
CALLS      := $(addprefix $(B)/harness/bench/,calls.f32.o calls.f64.o)
HARNESS    := $(patsubst %.c,$(B)/%.o,$(filter-out $(addprefix harness/,ranks/mpi.c bench/calls.c metric/f32.c metric/f64.c), \
                                                   $(wildcard harness/*/*.c))) \
              $(CALLS) $(COMPARERS) $(COMPARERS_F64) $(MEMO)
TESTS      := $(patsubst %.c,$(B)/%,$(wildcard tests/unit/*/*.c))
# Programs that measure at length what the tests check in short.
TOOLS      := schemas exhaustive_speed planted_table screen_audit trials
PLANT      := $(addprefix $(B)/tests/planted/,plant.f32.o plant.f64.o hostile.f32.o hostile.f64.o)
FUZZ       := $(patsubst %.c,$(B)/%.o,$(filter-out tests/fuzz/entry.c,$(wildcard tests/fuzz/*.c)))
TEST_UTILS := $(patsubst %.c,$(B)/%.o,$(filter-out tests/planted/plant.c tests/planted/hostile.c tests/planted/plugin.c, \
                                                   $(wildcard tests/support/*.c tests/oracle/*.c tests/planted/*.c))) $(PLANT) $(FUZZ)

# The rooms of harness/ in their order: each may include those before it (tests/tools/house.sh).
ROOMS := base ranks machine cli selection metric inputs record foreign judge trace bench batch exhaustive search compare verify grade \
         report gate history commands

.DEFAULT_GOAL := all
include harness/ranks/ranks.mk
.PHONY: FORCE all help deps deps-lint deps-coverage deps-fuzz deps-tsan deps-valgrind deps-qemu deps-torch deps-prove deps-adapters deps-page page-check deps-dev check slow adapters-short prove prove-short torch torch-speed fuzz tsan valgrind qemu long exhaustive exact planted planted-short planted-orders mutants allocations kill failing-io screen-audit speed \
        report bench schemas trials trials-cli sanitize coverage format lint lint-short install uninstall clean
.DELETE_ON_ERROR:
.SECONDARY:

LIBRARIES := libganloss.a $(SHARED) $(SONAME) libganloss.so libganloss_omp.a $(OMP_SHARED) $(OMP_SONAME) libganloss_omp.so
all: $(B)/ganloss $(LIBRARIES:%=$(B)/%) $(B)/house $(RANKS)

help:
	@echo 'make deps        install the Debian packages that building, testing and reporting need'
	@echo 'make             the program $(B)/ganloss and the library libganloss'
	@echo 'make check       the tests: unit tests and the command line (JOBS=N at once)'
	@echo 'make slow        those of them that take long (SHARE=I/N: one part)'
	@echo 'make long        everything there is to test, at length, one after the other: hours (what the targets below need is installed by their deps-)'
	@echo 'make exhaustive  the first-class kernels on all 2^32 floats: minutes (SHARE=I/N: one part)'
	@echo 'make exact       reports/exact.json anew, after a change to a kernel: a quarter of an hour (EXACT=SELECTOR...)'
	@echo 'make schemas     reports/schemas anew, after a change to what documents hold (harness/record/schema_*.c)'
	@echo 'make planted     which faults, planted into good kernels, each level finds: a quarter of an hour'
	@echo 'make planted-short  the levels quick and full alone, against reports/planted.md: seconds'
	@echo 'make planted-orders  the level quick in 100 other orders of the kernels: ten minutes (ORDERS=N)'
	@echo 'make mutants     do the tests find what is made wrong on purpose? Goes on after an interrupt (SHARE=I/N, ONLY=PATTERN)'
	@echo 'make mutants-reach  which tests reach which lines, so that make mutants tries those first'
	@echo 'make screen-audit  the screens against MPFR, 10,000,000 comparisons each (COMPARISONS=N)'
	@echo 'make allocations  small runs, in which memory runs out at every request in turn: half an hour (STEP=N: every N-th)'
	@echo 'make kill        kill -9 at 500 moments of every command that writes: ten minutes (COUNT=N)'
	@echo 'make failing-io  the same commands, their calls of the system failing one after the other: half an hour (STEP=N: every N-th)'
	@echo 'make fuzz        the readers of files and command lines, under libFuzzer, ASan and UBSan (TIME=SECONDS of each, ONLY=NAME)'
	@echo 'make tsan        short runs of every command under ThreadSanitizer; valgrind: under memcheck, and unit tests;'
	@echo '                 qemu: on x86-64 without AVX, and on aarch64; make deps-fuzz deps-tsan deps-valgrind deps-qemu'
	@echo 'make ranks-short  runs by several processes, under mpirun (make deps-mpi); make ranks: some are killed, 20 times;'
	@echo '                 ranks-whole: every float of KERNELS by 1 to 4 ranks, and by one process'
	@echo 'make adapters-short  PyTorch, NumPy and JavaScript under judgement, briefly (make deps-adapters)'
	@echo 'make torch       the example for PyTorch against PyTorch; make deps-torch first. make torch-speed, torch-speed-cpp: which is faster'
	@echo 'make prove       the bounds of the fused kernels in double, with Sollya and Gappa, and what must not be proved: a minute; make deps-prove'
	@echo 'make prove-short  the bounds alone: seconds'
	@echo 'make speed       ns per input of an exhaustive run: kernel, screen, metric, and MPFR alone'
	@echo 'make peers       plugins of other libraries, those that are there, and what is missing; deps-peers installs it'
	@echo 'make peers-short  all of them, each kernel on 4,096 inputs against the reference'
	@echo 'make report      verify, trace and time everything; the page is $(B)/report/index.html'
	@echo 'make page-check  that page, or PAGE=FILE, in a browser and on paper; screenshots in build/page (make deps-page)'
	@echo 'make bench       time the kernels'
	@echo 'make trials      500 comparisons of known outcome: does compare find 2 %, and cry wolf?'
	@echo 'make trials-cli  the same by command line: bench --against, compare --with a build 2 % slower'
	@echo 'make sanitize    the tests under ASan and UBSan     make coverage   line coverage of the tests'
	@echo 'make format      clang-format in place               make lint       clang-tidy and format check (SHARE=I/N)'
	@echo 'make lint-short  lint without clang-tidy'"'"'s analysis of paths, most of its time'
	@echo 'make deps-lint   what lint needs more; deps-coverage: what coverage does; deps-dev: both, clang, valgrind and what prove needs'
	@echo 'make install     to PREFIX=$(PREFIX), LIBDIR=$(LIBDIR), below DESTDIR=$(DESTDIR); make uninstall'
	@echo 'make deb         a Debian package, $(B)/ganloss_$(VERSION)_ARCHITECTURE.deb (make deps-deb); deb-short: install, use and remove it'
	@echo 'make clean       remove build/'
	@echo 'CONFIG=release|sanitize|coverage and CC=gcc|clang choose the build; CFLAGS= and LDFLAGS= add to it;'
	@echo 'WERROR=1 makes warnings errors'

deps:
	@sh tests/tools/deps.sh $(PACKAGES)

deps-lint:
	@sh tests/tools/deps.sh $(LINT_PACKAGES)

deps-fuzz:
	@sh tests/tools/deps.sh $(PACKAGES) $(FUZZ_PACKAGES)

deps-tsan:
	@sh tests/tools/deps.sh $(PACKAGES) $(TSAN_PACKAGES)

deps-valgrind:
	@sh tests/tools/deps.sh $(PACKAGES) $(VALGRIND_PACKAGES)

deps-qemu:
	@sh tests/tools/deps.sh $(PACKAGES) $(QEMU_PACKAGES)
	@sh tests/tools/sysroot.sh arm64 build/aarch64/sysroot $(CROSS_PACKAGES)

# Node and npm, wherever they come from.
deps-adapters:
	@sh tests/tools/deps.sh $(ADAPTER_PACKAGES) $$(command -v node >/dev/null && command -v npm >/dev/null || echo nodejs npm)
	@mkdir -p build/adapters
	@cmp -s harness/adapters/javascript/package.json build/adapters/installed.json || { \
	    cp harness/adapters/javascript/package.json build/adapters/package.json && \
	    npm install --prefix build/adapters --ignore-scripts --no-package-lock --no-audit --no-fund && \
	    cp build/adapters/package.json build/adapters/installed.json; }
deps-page:
	@sh tests/tools/deps.sh $(PAGE_PACKAGES) $$(command -v java >/dev/null || echo default-jre-headless) \
	    $$(command -v npm >/dev/null || echo npm)
	@[ -s build/page/node_modules/vnu-jar/build/dist/vnu.jar ] || { mkdir -p build/page && \
	    npm install --prefix build/page --ignore-scripts --no-package-lock --no-audit --no-fund vnu-jar@26.9.27; }
# The page of `make report`, or PAGE=FILE.
page-check:
	@bash tests/page/check.sh $(or $(PAGE),$(B)/report/index.html) build/page

deps-torch:
	@sh tests/tools/deps.sh $(TORCH_PACKAGES)

deps-prove:
	@sh tests/tools/deps.sh $(PROVE_PACKAGES)

deps-coverage:
	@sh tests/tools/deps.sh $(PACKAGES) $(COVERAGE_PACKAGES)

deps-dev:
	@sh tests/tools/deps.sh $(PACKAGES) $(DEV_PACKAGES)

# What debuggers are told of, too, has no path: the same sources give the same objects, wherever they are.
PATHLESS = $(call shell_text,-fdebug-prefix-map=$(CURDIR)=.)
define compile
@mkdir -p $(@D)
@echo CC $@
$(Q)$(COMPILE) $(PATHLESS) $1 -c $< -o $@
endef

$(B)/%.f32.o: %.c $(B)/flags
	$(call compile,-DREAL_F32)

$(B)/%.f64.o: %.c $(B)/flags
	$(call compile)

$(B)/%.o: %.c $(B)/flags
	$(call compile)

$(FUSED): $(B)/losses/fused/f32.%.o: losses/fused/f32.c $(B)/flags
	$(call compile,$(FLAGS_$*) -DFUSED_TABLE=fused_f32_$*)

$(TRAINING): $(B)/losses/training/f32.%.o: losses/training/f32.c $(B)/flags
	$(call compile,$(FLAGS_$*) -DTRAINING_TABLE=training_f32_$*)

$(TRAINING_F64): $(B)/losses/training/f64.%.o: losses/training/f64.c $(B)/flags
	$(call compile,$(FLAGS_$*) -DTRAINING_TABLE=training_f64_$*)

$(FUSED_F64): $(B)/losses/fused/f64.%.o: losses/fused/f64.c $(B)/flags
	$(call compile,$(FLAGS_$*) -DFUSED_TABLE=fused_f64_$*)

$(SCREENS): $(B)/reference/screen_f32.%.o: reference/screen_f32.c $(B)/flags
	$(call compile,$(FLAGS_$*) -DSCREEN_TABLE=screen_f32_$*)

$(SCREENS_F64): $(B)/reference/screen_f64.%.o: reference/screen_f64.c $(B)/flags
	$(call compile,$(FLAGS_$*) -DSCREEN_F64_TABLE=screen_f64_$*)

$(COMPARERS): $(B)/harness/metric/f32.%.o: harness/metric/f32.c $(B)/flags
	$(call compile,$(FLAGS_$*) -DCOMPARE_TABLE=metric_f32_$*)

$(COMPARERS_F64): $(B)/harness/metric/f64.%.o: harness/metric/f64.c $(B)/flags
	$(call compile,$(FLAGS_$*) -DCOMPARE_F64=metric_f64_$*)

# What some files have of their own; `private`, or what is made on their behalf would have it too.
$(FUSED) $(FUSED_F64) $(TRAINING) $(TRAINING_F64) $(SCREENS) $(SCREENS_F64) $(COMPARERS) $(COMPARERS_F64) $(B)/harness/judge/guard.o: private VECTORISED := $(VECTORISE)
# Of the library's names, only those of its header are for others to see.
HIDDEN := -fvisibility=hidden
$(LOSSES) $(OPENMP): private OWN := $(HIDDEN)
KNOWING := $(B)/harness/machine/machine.o
$(KNOWING): private OWN = $(BUILD_INFO)
$(KNOWING): $(B)/recorded

# The kernels' machine code in a word, for run keys: what becomes of their sources, wherever it is linked to.
$(B)/losses/kernel_code: $(filter $(B)/losses/kernels/% $(B)/losses/fused/% $(B)/losses/batch.%,$(LOSSES)) $(B)/objects
	$(Q)$(LD) -r -o $@.o $(filter %.o,$^)
	$(Q)$(OBJCOPY) -g -R .comment $@.o
	$(Q)sha256sum <$@.o | cut -c 1-32 | cmp -s - $@ || sha256sum <$@.o | cut -c 1-32 >$@
$(B)/harness/record/run_key.o: private OWN = -DGANLOSS_KERNEL_CODE='"$(shell cat $(B)/losses/kernel_code)"'
$(B)/harness/record/run_key.o: $(B)/losses/kernel_code

# The new names: of all that the kernels define, and of the functions that are remembered.
$(MEMO): $(patsubst %.c,$(B)/%.f32.o,$(wildcard losses/kernels/*.c)) $(B)/objects
	@mkdir -p $(@D)
	@echo OBJCOPY $@
	$(Q)$(LD) -r -o $@.plain $(filter %.o,$^)
	$(Q)$(NM) $@.plain | awk -v remembered=' $(REMEMBERED) ' '$$2 == "T" || index(remembered, " " $$NF " ") { \
	    print $$NF, "memo_" $$NF }' >$@.names
	$(Q)$(OBJCOPY) --redefine-syms=$@.names $@.plain $@

# An include against the order of the house fails the build; so, where tests are run, do names and calls.
$(B)/house: tests/tools/house.sh $(shell find losses reference harness tests -name '*.[ch]' -o -name '*.cpp') losses/losses.def
	@mkdir -p $(@D)
	@sh tests/tools/house.sh $(ROOMS) >&2
	@touch $@
$(B)/names: tests/tools/symbols.sh $(HARNESS)
	@sh tests/tools/symbols.sh '$(ROOMS)' $(HARNESS) >&2
	@touch $@

# Writes a text to the target, unless that is there already.
record = @mkdir -p $(@D); printf '%s\n' $(call shell_text,$1) | cmp -s - $@ || printf '%s\n' $(call shell_text,$1) >$@
# Another compiler or other flags, those of single files among them, rebuild everything;
$(B)/flags: FORCE
	$(call record,$(COMPILE) $(VECTORISE) $(FLAGS_avx2) $(FLAGS_avx512) $(HIDDEN))
# another description of the sources, only what knows it;
$(B)/recorded: FORCE
	$(call record,$(BUILD_INFO))
# a source file that goes away, or other flags of the linker, relink.
$(B)/objects: FORCE
	$(call record,$(LINK) $(LOSSES) $(OPENMP) $(REFERENCE) $(HARNESS) $(TEST_UTILS))
FORCE:

# One object, in which every other name is local: none can meet one of a program's own.
$(B)/libganloss.a: $(LOSSES) $(B)/objects
	@echo AR $@
	$(Q)$(LD) -r -o $(@:.a=.o) $(LOSSES)
	$(Q)$(OBJCOPY) --localize-hidden $(@:.a=.o)
	$(Q)rm -f $@ && $(AR) rcs $@ $(@:.a=.o)

$(B)/$(SHARED): $(LOSSES) $(B)/objects
	@echo LD $@
	$(Q)$(LINK) -shared -Wl,-soname,$(SONAME) -o $@ $(LOSSES) -lm

$(B)/libganloss_omp.a: $(OPENMP) $(B)/objects
	@echo AR $@
	$(Q)rm -f $@ && $(AR) rcs $@ $(OPENMP)

$(B)/$(OMP_SHARED): $(OPENMP) $(B)/objects | $(B)/libganloss.so
	@echo LD $@
	$(Q)$(LINK) -shared -Wl,-soname,$(OMP_SONAME) -Wl,-rpath,'$$ORIGIN' -o $@ $(OPENMP) -L$(B) -lganloss

$(B)/$(SONAME) $(B)/libganloss.so: $(B)/$(SHARED)
	$(Q)ln -sf $(SHARED) $@
$(B)/$(OMP_SONAME) $(B)/libganloss_omp.so: $(B)/$(OMP_SHARED)
	$(Q)ln -sf $(OMP_SHARED) $@

# What is for debuggers lies beside it: so the program that is installed is this one, byte for byte.
SPLIT := $(if $(filter release,$(CONFIG)),$(OBJCOPY) --only-keep-debug $(B)/ganloss $(B)/ganloss.debug && \
         $(OBJCOPY) --strip-all --add-gnu-debuglink=$(B)/ganloss.debug $(B)/ganloss)
$(B)/ganloss: $(B)/harness/main.o $(HARNESS) $(REFERENCE) $(LOSSES) $(B)/objects
	@echo LD $@
	$(Q)$(LINK) -o $@ $(filter %.o,$^) $(LDLIBS)
	$(Q)$(SPLIT)

# What tests and tools take what they need from; thin, it holds no copies.
$(B)/tests.a: $(TEST_UTILS) $(HARNESS) $(REFERENCE) $(OPENMP) $(LOSSES) $(B)/objects
	$(Q)rm -f $@ && $(AR) rcsT $@ $(filter %.o,$^)

TEST_LIBS := -Wl,--as-needed -lcriterion -lflint-arb -lflint $(LDLIBS)
$(TESTS): $(B)/tests/%: $(B)/tests/%.o $(B)/tests.a
	@echo LD $@
	$(Q)$(LINK) $(WRAP) -o $@ $^ $(TEST_LIBS)

# The tests themselves are optimised less, which takes longer than it saves; not at all, where their own code takes no time; but for
# the one whose own code is timed.
OPTIMISED := $(foreach room,losses reference metric inputs exhaustive search bench machine batch,$(B)/tests/unit/$(room)/%)
$(patsubst %,%.o,$(filter-out %/bench/timed,$(filter $(OPTIMISED),$(TESTS)))): private OWN := -O1
$(patsubst %,%.o,$(filter-out $(OPTIMISED),$(TESTS))): private OWN := -O0

# On an invented clock (tests/support/invented.h).
$(addprefix $(B)/tests/unit/,bench/bench bench/pairs gate/slower search/budget): WRAP := -Wl,--wrap=timing_now
$(B)/tests/unit/verify/estimate: WRAP := -Wl,--wrap=timing_of_process -Wl,--wrap=timing_of_thread
# Which counts parallel regions.
$(B)/tests/unit/losses/training_bits: WRAP := -Wl,--wrap=GOMP_parallel
# With a kernel of the test in the place of one (tests/unit/*/besides.c).
$(B)/tests/unit/batch/besides: WRAP := -Wl,--wrap=cross_entropy_real_stable_f32 -Wl,--wrap=ganloss_class_mean_f32
$(B)/tests/unit/trace/besides: WRAP := -Wl,--wrap=cross_entropy_real_stable_f32
$(B)/tests/unit/bench/besides: WRAP := -Wl,--wrap=cross_entropy_real_stable_f32 -Wl,--wrap=timing_now

$(TOOLS:%=$(B)/%): $(B)/%: $(B)/tests/tools/%.o $(B)/tests.a
	@echo LD $@
	$(Q)$(LINK) -o $@ $^ $(TEST_LIBS)

# What unit tests start as someone else's program.
$(B)/foreign_program: $(B)/tests/foreign/program.o
	@echo LD $@
	$(Q)$(LINK) -o $@ $^ -lm
$(patsubst %.c,$(B)/%,$(wildcard tests/unit/foreign/*.c)): | $(B)/foreign_program

# The planted faults as a plugin.
$(B)/planted.so: $(B)/tests/planted/plugin.o $(B)/tests.a
	@echo LD $@
	$(Q)$(LINK) -shared -Wl,-Bsymbolic -o $@ $^ -Wl,--as-needed $(LDLIBS)

# The programs of one part of the tests; what is in the other parts is not built for it.
TESTS_OF_SHARE = $(patsubst unit/%,$(B)/tests/unit/%,$(filter unit/%,$(shell SHARE=$(SHARE) \
                     $(if $(filter slow,$(MAKECMDGOALS)),TESTS=slow) sh tests/tools/run.sh --list $(B))))
check slow: all $(if $(filter release,$(CONFIG)),$(B)/names) $(if $(SHARE),$(TESTS_OF_SHARE),$(TESTS)) $(TOOLS:%=$(B)/%)
	@SHARE=$(SHARE) $(if $(filter slow,$@),TESTS=slow) sh tests/tools/run.sh $(B)

# The adapters, with the packages that deps-adapters installs: without one of them it fails.
adapters-short: all
	@GANLOSS=$(abspath $(B)/ganloss) NODE_PATH=$(abspath build/adapters/node_modules) bats tests/adapters

include tests/tools/long.mk
include harness/adapters/peers/peers.mk

# Everything the page shows: accuracy on many inputs, the recorded training runs, timing. A bench ends when its medians
# are precise, but three samples of each row of 2^24, which never are, take nearly all of the second one's budget.
REPORT := $(B)/report
TRACES := minimax nonsaturating wgan conditional
# Where a time budget left rows out, the page says so.
OR_UNFINISHED := || [ $$? -eq 75 ]
report: $(B)/ganloss
	@mkdir -p $(B)/results
	$(B)/ganloss verify --level full --save $(B)/results/verify.json -q
	@for run in $(TRACES); do \
	    labels=; [ $$run = conditional ] && labels='--labels tests/data/conditional-labels.npy'; \
	    echo "ganloss trace $$run"; \
	    $(B)/ganloss trace tests/data/$$run-real.npy tests/data/$$run-fake.npy $$labels \
	        --save $(B)/results/$$run.json >$(B)/results/$$run.txt || exit; \
	done
	$(B)/ganloss batch 'nonsaturating.g/stable/*' 'wasserstein.g/stable/*' --regime early,cancelling --time-budget 20 \
	    --save $(B)/results/batch.json -q $(OR_UNFINISHED)
	$(B)/ganloss bench '*' --batch 4096 --precision 5 --time-budget 20 --counters off --save $(B)/results/bench-all.json -q >/dev/null $(OR_UNFINISHED)
	$(B)/ganloss bench --precision 5 --time-budget 120 --accuracy $(B)/results/verify.json --counters off --save $(B)/results/bench.json -q >/dev/null $(OR_UNFINISHED)
	$(B)/ganloss report $(B)/results/verify.json $(TRACES:%=$(B)/results/%.json) \
	    $(B)/results/batch.json $(B)/results/bench-all.json $(B)/results/bench.json --out $(REPORT)
	@echo "the page is $(REPORT)/index.html"

bench: $(B)/ganloss
	$(B)/ganloss bench

# The JSON Schema files, from the tables that documents are read by.
schemas: $(B)/schemas
	$(B)/schemas reports/schemas

SOURCES := $(shell git ls-files '*.c' '*.h' '*.cpp' 2>/dev/null)
format:
	clang-format -i $(SOURCES)

TIDY_FLAGS = -I. -Ilosses -std=c17 -D_GNU_SOURCE $(BUILD_INFO) -DGANLOSS_KERNEL_CODE='""' -fopenmp
lint:
	@SHARE=$(SHARE) sh tests/tools/lint.sh all $(TIDY_FLAGS)

lint-short:
	@sh tests/tools/lint.sh short $(TIDY_FLAGS)

include harness/package/install.mk

clean:
	rm -rf build

-include $(shell find $(B) -name '*.d' 2>/dev/null)
