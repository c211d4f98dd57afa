"""`guanxi doctor`: checks, run one after the other, none of which can stop the others."""
