"""The REST API: decodes a request, calls one service, encodes its answer. No rules of its own."""
