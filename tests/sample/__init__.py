"""A small plugin of the tests' own: record types that core does not have, declared as any plugin would."""
