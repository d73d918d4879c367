"""The commands, a family a file. Each function takes a request that the gate has let through.

These files never import each other; what they share stands beside this folder: what words mean
(`naming`, `places`), how things look (`cards`, `problems`, `keyboards`) and whole views that several
commands show (`feed_list`, `subscription_list`).
"""
