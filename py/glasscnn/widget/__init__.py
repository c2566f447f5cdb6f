"""The page in a notebook, both ways: what is drawn there reaches Python, and what Python sets is shown there."""
