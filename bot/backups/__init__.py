"""Copies of the database: made, encrypted, kept for a while, and put back."""

from bot.backups.command import run_backup, run_restore
from bot.backups.keeper import BackupKeeper

__all__ = ["BackupKeeper", "run_backup", "run_restore"]
