"""Newshound without Telegram: the Bot API endpoint on loopback, and the `try` chat that uses it."""
