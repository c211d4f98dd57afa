"""The service desk: whom to call today, what to say, what came of it, and how well that goes."""
