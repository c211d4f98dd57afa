"""What plugins hand to core: record types, fields, resources, contributions, hook specs. No I/O."""
