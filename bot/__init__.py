"""The machine: starts, fetches, keeps time, delivers."""
