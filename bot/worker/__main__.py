"""Start of a worker process; only `bot.worker.pool` starts one."""

from bot.worker.child import main

if __name__ == "__main__":
    main()
