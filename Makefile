# The commands of the README. `make` alone lists them.

VENV ?= .venv
INDEX ?= index
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
SEEDED := $(INDEX)/.seeds
PYTHONS := $(PYTHON) python3.11 python3.12 python3.13 python3
# as it was typed: a $5 in a question is no variable of make
export QUESTION := $(value Q)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup lock ask chat test test-models lint format eval gate mutants mutated kills damages odd faults asked
help:
	@echo 'make ask Q="..."   answer a question from seeds/, or from what you ingested'
	@echo 'make chat          open the chat page'
	@echo 'make setup         make the virtual environment in $(VENV)'
	@echo 'make lock          bring requirements.lock up to date with pyproject.toml; ARGS=--upgrade for the newest of everything'
	@echo 'make test          run the fast tests      make test-models   run those with real models and the page'
	@echo 'make lint          check style and types   make format        apply the style'
	@echo 'make eval          measure on eval/sets/seeds.jsonl, or SET=...'
	@echo 'make gate          fail if the seeds suite fell under its pinned figures'
	@echo 'make mutants       list changed rules that no fast test notices; half an hour'
	@echo 'make mutated       run the ingest over 10,000 spoilt files, or FILES=...; an hour'
	@echo 'make kills         kill the ingest at 300 random points, or KILLS=...; an hour'
	@echo 'make damages       damage an index in every way and see what the commands say; an hour'
	@echo 'make odd           ask 3,000 odd questions, or QUESTIONS=...; some minutes'
	@echo 'make faults        ask while the language model misbehaves in 187 ways; some minutes'

setup: $(INSTALLED)

# Everything but torch as locked, by hash, nothing built. torch by its version, as its builds differ (CUDA or none); what it needs is there by
# then. No build isolation: the setuptools of the lock. Only what is imported gets compiled.
$(INSTALLED): pyproject.toml requirements.lock
	@found=; for p in $(PYTHONS); do \
	  if "$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' >/dev/null 2>&1; then found=$$p; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "error: Python 3.11 to 3.14 is needed, and $$(python3 --version 2>&1 || echo none) was found." \
	       "Install one, or name it: make setup PYTHON=/path/to/python3.11" >&2; exit 1; \
	fi; \
	"$(BIN)/python" -c '' 2>/dev/null || "$$found" -m venv --clear "$(VENV)"
	@echo "Installing into $(VENV), once; some minutes. Log: $(VENV)/pip.log" >&2
	@for what in "--no-deps --only-binary=:all: --require-hashes -r requirements.lock" \
	  "$$(sed -n 's/.*"\(torch==[0-9.]*\)".*/\1/p' pyproject.toml)" "--no-deps --no-build-isolation -e ."; do \
	  echo "  pip install $$what" >&2; \
	  "$(BIN)/python" -m pip install -qq --no-compile --no-input --log "$(VENV)/pip.log" $$what >"$(VENV)/pip.out" 2>&1 </dev/null || \
	  { grep -v '^WARNING' "$(VENV)/pip.out" | tail -n 20 >&2; echo "error: the installation failed; mend the cause above, then: make setup" >&2; exit 1; }; \
	done
	@touch $@

# Versions that still fit stay as they are; no index or path is written into it. torch's own packages stay out, see above.
lock:
	@[ -x "$(BIN)/uv" ] || $(MAKE) setup
	$(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --fork-strategy fewest --all-extras --no-build \
	  --generate-hashes --no-annotate --custom-compile-command "make lock" --no-emit-package torch -o requirements.lock $(ARGS)

# An index that was not made here is left alone: it holds somebody's own articles.
$(SEEDED): seeds $(wildcard seeds/*) | $(INSTALLED)
	@if [ ! -e $(INDEX)/articles.db ] || [ -e $@ ]; then \
	  mkdir -p $(INDEX) && { [ -e $@ ] || touch -t 200001010000 $@; } && \
	  $(BIN)/dateline ingest seeds --prune --index $(INDEX) >&2 && touch $@; \
	fi

asked:
	@[ -n "$$QUESTION" ] || { echo 'error: no question. Ask one: make ask Q="How many attacks had been counted?"' >&2; exit 2; }

# that the articles do not say (exit code 3) is an answer, not a failed make
ask: asked $(INSTALLED) $(SEEDED)
	@$(BIN)/dateline ask --index $(INDEX) $(ARGS) -- "$$QUESTION" || [ $$? -eq 3 ]

chat: $(INSTALLED) $(SEEDED)
	@$(BIN)/dateline chat --index $(INDEX) $(ARGS)

test: $(INSTALLED)
	$(BIN)/python -m pytest $(ARGS)

test-models: $(INSTALLED)
	$(BIN)/dateline models --all
	$(BIN)/python -m pytest -m models $(ARGS)

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(INSTALLED)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

SET ?= eval/sets/seeds.jsonl
eval: $(INSTALLED)
	$(BIN)/dateline eval $(SET) $(ARGS)

gate: $(INSTALLED)
	$(BIN)/dateline eval --gate $(ARGS)

mutants: $(INSTALLED)
	$(BIN)/python -m tests.mutants $(ARGS)

FILES ?= 10000
mutated: $(INSTALLED)
	$(BIN)/python -m tests.mutated_files $(FILES) $(ARGS)

KILLS ?= 300
kills: $(INSTALLED)
	$(BIN)/python -m tests.kills $(KILLS) $(ARGS)

damages: $(INSTALLED)
	$(BIN)/python -m tests.damages $(ARGS)

QUESTIONS ?= 3000
odd: $(INSTALLED)
	$(BIN)/python -m tests.odd_questions $(QUESTIONS) $(ARGS)

faults: $(INSTALLED)
	$(BIN)/python -m tests.llm_faults $(ARGS)
	$(BIN)/dateline models --tiny
	$(BIN)/python -m tests.llm_faults --models $(ARGS)
