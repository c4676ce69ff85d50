"""``python -m eval.fit``: fit the weights and thresholds."""

import sys

from eval.fit.steps import main

if __name__ == "__main__":
    sys.exit(main())
