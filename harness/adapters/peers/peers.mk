# peers.mk -- plugins for other people's libraries: the part of the Makefile that builds harness/adapters/peers.

CXX ?= c++
PEERS :=
PEER_PACKAGES :=
PEER_ISAS := $(SCREEN_ISAS)

# An object's name has four parts, sleef.u10.avx2.f32.o, which say what it is compiled for; `plain` and `any` do not
# show in the variant's name: sleef-u10-avx2, eigen.
peer_part    = $(word $1,$(subst ., ,$(@F)))
peer_variant = $1$(if $(filter plain,$2),,-$2)$(if $(filter any,$3),,-$3)
peer_table   = peer_$(subst .,_,$(basename $(notdir $1)))
PEER_MACROS  = $(if $(filter f32,$(call peer_part,4)),-DREAL_F32) -DPEER_STYLE_$(call peer_part,2) -DPEER_ISA=$(call peer_part,3) \
               -DPEER_VARIANT='"$(call peer_variant,$(call peer_part,1),$(call peer_part,2),$(call peer_part,3))"' \
               -DPEER_TABLE=$(call peer_table,$@) $(FLAGS_$(call peer_part,3)) $(HIDDEN)

# As the kernels are compiled; what a library's headers do is not for our warnings, and a new one of them rebuilds.
PEER_COMPILE     = $(patsubst -MMD,-MD,$(COMPILE))
PEER_COMPILE_CXX = $(CXX) -I. $(OPTIMISE) -Wall -Wextra -Wshadow -Wno-uninitialized -Wno-maybe-uninitialized $(if $(filter-out 0,$(WERROR)),-Werror) \
                   $(CPPFLAGS) $(CXXFLAGS) $(patsubst -MMD,-MD,$(patsubst -std=c17,-std=c++20,$(ALWAYS))) -isystem /usr/include/eigen3

# peer NAME,HEADER,LIBRARIES,PACKAGES,FORMATS,INSTRUCTION SETS,STYLES
define peer
PEERS += $1
PEER_PACKAGES += $4
PEER_HEADER_$1 := $2
PEER_LIBRARIES_$1 := $3
PEER_PACKAGE_$1 := $4
PEER_OBJECTS_$1 := $(foreach style,$7,$(foreach set,$6,$(foreach format,$5,$(B)/peers/$1.$(style).$(set).$(format).o)))
$$(PEER_OBJECTS_$1): $(wildcard harness/adapters/peers/$1.c harness/adapters/peers/$1.cpp) $(B)/peers/flags
	@echo CC $$@
	$$(Q)$$(if $$(filter %.cpp,$$<),$$(PEER_COMPILE_CXX),$$(PEER_COMPILE)) $$(PEER_MACROS) -c $$< -o $$@
$(B)/peers/$1.plugin.o: harness/adapters/peers/plugin.c $(B)/peers/flags
	@echo CC $$@
	$$(Q)$$(COMPILE) $(HIDDEN) -DPEERS='$$(foreach object,$$(PEER_OBJECTS_$1),PEER($$(call peer_table,$$(object))))' -c $$< -o $$@
$(B)/peers/$1.so: $(B)/peers/$1.plugin.o $$(PEER_OBJECTS_$1)
	@echo LD $$@
	$$(Q)$(if $(wildcard harness/adapters/peers/$1.cpp),$(CXX) $(OPTIMISE) $(CXXFLAGS) -fno-lto $(LDFLAGS),$(LINK)) -shared -o $$@ $$^ $3 -lm
endef

#                  name     header                     libraries  package           formats  sets              styles
$(eval $(call peer,libmvec,gnu/libc-version.h,-lmvec,libc6-dev,f32 f64,$(PEER_ISAS),plain log))
$(eval $(call peer,sleef,sleef.h,-lsleef,libsleef-dev,f32 f64,$(PEER_ISAS),u10 u35))
$(eval $(call peer,onednn,oneapi/dnnl/dnnl.h,-ldnnl,libdnnl-dev,f32,any,plain logistic))
$(eval $(call peer,eigen,Eigen/Core,,libeigen3-dev,f32 f64,$(PEER_ISAS),plain))
$(eval $(call peer,highway,hwy/contrib/math/math-inl.h,,libhwy-dev,f32 f64,$(PEER_ISAS),plain))
$(eval $(call peer,xsimd,xsimd/xsimd.hpp,,libxsimd-dev,f32 f64,$(PEER_ISAS),plain))
$(eval $(call peer,boost,boost/math/distributions/logistic.hpp,,libboost-math-dev,f32 f64,any,plain))
$(eval $(call peer,dlib,dlib/dnn.h,-ldlib,libdlib-dev,f32,any,plain))
$(eval $(call peer,gsl,gsl/gsl_cdf.h,-lgsl -lgslcblas,libgsl-dev,f64,any,plain))
$(eval $(call peer,rmath,Rmath.h,-lRmath,r-mathlib,f64,any,plain))

$(B)/peer_check: $(B)/tests/tools/peer_check.o $(B)/harness/metric/metric.o $(REFERENCE) $(LOSSES) $(B)/objects
	@echo LD $@
	$(Q)$(LINK) -o $@ $(filter %.o,$^) $(LDLIBS)

$(B)/peers/flags: FORCE
	$(call record,$(PEER_COMPILE) $(PEER_COMPILE_CXX) $(LINK) $(FLAGS_avx2) $(FLAGS_avx512) $(foreach name,$(PEERS),$(PEER_OBJECTS_$(name)) $(PEER_LIBRARIES_$(name))))

# Which libraries are there is found out by a make of its own: what deps-peers installs before it counts.
.PHONY: deps-peers peers peers-short peers-found peers-short-found
deps-peers:
	@sh tests/tools/deps.sh $(PACKAGES) $(PEER_PACKAGES)
peers peers-short:
	@$(MAKE) --no-print-directory $@-found

ifneq ($(filter %-found,$(MAKECMDGOALS)),)
hash := \#
ifndef PEERS_FOUND
peer_is_there = $(shell printf '%s\n' '$(hash)include <$(PEER_HEADER_$1)>' 'int main() { return 0; }' | \
    $(CXX) -std=c++20 -isystem /usr/include/eigen3 -DMATHLIB_STANDALONE -x c++ -w - -o /dev/null $(PEER_LIBRARIES_$1) 2>/dev/null && echo yes)
PEERS_FOUND := $(foreach name,$(PEERS),$(if $(call peer_is_there,$(name)),$(name)))
endif
PEERS_MISSING := $(filter-out $(PEERS_FOUND),$(PEERS))
endif
PEERS_BUILT = $(PEERS_FOUND:%=$(B)/peers/%.so)

peers-found: $(B)/peer_check $(PEERS_BUILT)
	@$(B)/peer_check --list $(PEERS_BUILT)
	@$(foreach name,$(PEERS_MISSING),printf '%-8s  missing: Debian has it in %s\n' $(name) '$(PEER_PACKAGE_$(name))';)

peers-short-found: $(B)/peer_check $(PEERS_BUILT)
	@[ -z '$(PEERS_MISSING)' ] || { echo 'peers: missing: $(PEERS_MISSING); make deps-peers installs them' >&2; exit 69; }
	@$(B)/peer_check $(PEERS_BUILT)
