# `make` lists what there is. Settings come from the environment: PORT=8001 make run
.DEFAULT_GOAL := help
.PHONY: help run test check bench faults lock messages format
export PYTHONPATH := $(CURDIR)
PYTHON_HERE := .venv/bin/python

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## set everything up and serve on PORT (8000): the site, the desk and the worker
	@exec bin/run

test: ## run the tests, on SQLite or on DATABASE_URL; ARGS="-k words" for some of them
	@bin/set-up dev
	@exec $(PYTHON_HERE) -m pytest --numprocesses auto --maxprocesses 4 $(ARGS)

check: ## lint, types, floors, templates, missing migrations, check --deploy, messages
	@bin/set-up dev
	@exec bin/check

bench: ## run the benchmarks; prints ratios measured in one run
	@bin/set-up dev
	@exec $(PYTHON_HERE) -m bench $(ARGS)

faults: ## break things under load and look at what is left; ARGS="killed disk" for some of them
	@bin/set-up dev
	@exec $(PYTHON_HERE) -m faults $(ARGS)

format: ## let ruff put the code in order
	@bin/set-up dev
	@$(PYTHON_HERE) -m ruff check --fix --quiet . ; $(PYTHON_HERE) -m ruff format .

messages: ## gather the texts for translation, and compile them (needs gettext)
	@bin/set-up dev
	@exec bin/messages

lock: ## write requirements*.txt anew from requirements*.in; ARGS=--upgrade for newer versions
	@bin/set-up dev
	@exec bin/lock $(ARGS)
