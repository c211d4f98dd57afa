"""Property tests are not timed: the first example of each loads its library's tables."""

from hypothesis import settings

settings.register_profile("formats", deadline=None)
settings.load_profile("formats")
