# ranks.mk -- runs by several processes: the part of the Makefile that knows of MPI. The program itself needs none: what
# does is a module, made where pkg-config finds Open MPI, and loaded where mpirun started the program.
MPI   := $(if $(CROSS),,$(shell pkg-config --exists ompi-c 2>/dev/null && echo ompi-c))
RANKS := $(if $(MPI),$(B)/ranks_mpi.so)

$(B)/ranks_mpi.so: harness/ranks/mpi.c harness/ranks/engine.h $(B)/objects
	@echo LD $@
	$(Q)$(LINK) -std=c17 -D_GNU_SOURCE $(WARN) -fPIC -shared -I. $$(pkg-config --cflags $(MPI) | sed 's/-I/-isystem /g') -o $@ $< \
	    $$(pkg-config --libs $(MPI))

MPI_PACKAGES := libopenmpi-dev openmpi-bin
.PHONY: deps-mpi ranks ranks-short ranks-whole
deps-mpi:
	@sh tests/tools/deps.sh $(MPI_PACKAGES)

# Under mpirun, without which they fail. What deps-mpi has just installed, only a make of its own finds.
ranks-short ranks:
	@$(MAKE) --no-print-directory all
	@GANLOSS=$(abspath $(B)/ganloss) $(if $(filter ranks,$@),GANLOSS_TEST_LENGTH=long) bats tests/ranks

# Every float of a selection, by one process and by 1 to 4 ranks: half an hour, or KERNELS='SELECTOR...'.
ranks-whole:
	@$(MAKE) --no-print-directory all
	@GANLOSS=$(abspath $(B)/ganloss) bash tests/ranks/whole.sh $(foreach s,$(KERNELS),'$(s)')
