"""The conversation: all that a person types, taps or reads."""
