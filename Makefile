# Two commands do all set-up: `make demo` and `make test`.

SWIFT ?= swift

.PHONY: demo test build setup setup-test lint check bench clean

demo: build
	Scripts/demo.sh "$$($(SWIFT) build --show-bin-path)/stepwell"

test: setup-test
	$(SWIFT) build --build-tests
	$(SWIFT) test

build: setup
	$(SWIFT) build --product stepwell

# Installs the system packages that are missing, or says which.
setup:
	Scripts/setup.sh

setup-test:
	Scripts/setup.sh test

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Plugins Tests Pathways Benchmarks
	$(SWIFT) build --explicit-target-dependency-import-check error

# What a clinic would do before it uses the pathways that come with the program.
check: build
	"$$($(SWIFT) build --show-bin-path)/stepwell" check --strict Pathways
	"$$($(SWIFT) build --show-bin-path)/stepwell" test Pathways

bench: setup
	$(SWIFT) run -c release benchmarks

clean:
	rm -rf .build
