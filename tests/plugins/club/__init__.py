"""A plugin with everything whose life is tried: enabled, disabled, removed, restored, killed in between."""
