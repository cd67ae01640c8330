"""Telling people: messages are rows written with the act that causes them, and sent later by a worker."""
