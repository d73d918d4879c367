"""`newshound summarize`."""

from bot.summaries.command import run_summarize

__all__ = ["run_summarize"]
