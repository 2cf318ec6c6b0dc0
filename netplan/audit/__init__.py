"""Recompute a plan from the raw files, sharing no code with what made it."""

from netplan.audit.auditor import verify
from netplan.audit.verdict import Check, Verdict

__all__ = ["Check", "Verdict", "verify"]
