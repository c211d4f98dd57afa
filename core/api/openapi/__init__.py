"""The OpenAPI 3.1 description, made from the operations and record types that routes are made from."""
