"""Run ``python -m eval.fit.choice``."""

from eval.fit.choice import main

if __name__ == "__main__":
    raise SystemExit(main())
