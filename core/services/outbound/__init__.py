"""Outbound: the one way in which requests leave the house. It reaches no private address unless allowed."""

from core.services.outbound.client import Answer, Client, client

__all__ = ["Answer", "Client", "client"]
