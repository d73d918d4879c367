"""The command line: words to calls, outcomes to exit statuses and single lines.

Exit status: 0 done; 2 wrong usage or configuration; 1 anything else; 130 interrupted. What a command
needs is imported when it runs, so that `--help` and the small commands stay quick.
"""

import argparse
import asyncio
import importlib.metadata
import logging
import os
import sys
from collections.abc import Callable, Coroutine, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

from bot import logs
from bot.config import Backup, Config, ConfigError, Telegram, load
from bot.usage import UsageError, command_line, look_for_command

DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130

_HOW_TO_BEGIN = (
    "telegram.token: is empty. @BotFather on Telegram gives you a token (send it /newbot); put it "
    "into config.toml below [telegram], or into the variable NEWSHOUND_TELEGRAM_TOKEN. "
    "To see the bot without a token: newshound try"
)

_log = logging.getLogger(__name__)


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the words (None: those of this process) say, and return the exit status."""
    try:
        status = _perform(sys.argv[1:] if argv is None else argv)
        sys.stdout.flush()
    except UsageError as error:
        _complain(f"newshound: {error}")
        return WRONG_USAGE
    except ConfigError as error:
        for mistake in error.mistakes:
            _complain(f"newshound: {mistake}")
        return WRONG_USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return _reader_left()
    return status


def _perform(words: Sequence[str]) -> int:
    look_for_command(words)
    try:
        args = command_line().parse_args(words, argparse.Namespace(config=None))
    except SystemExit:  # argparse has printed help; wrong words are UsageError
        return DONE
    if args.version:
        sys.stdout.write(f"newshound {importlib.metadata.version('newshound')}\n")
        return DONE
    if args.command is None:
        raise UsageError("say what to do, such as: newshound try (newshound --help lists all)")
    return _do(_WORK[args.command], args, load(args.config, os.environ))


def _do(work: "_Work", args: argparse.Namespace, config: Config) -> int:
    """Do the work with logging set up; what nobody expected becomes one line."""
    # Standard error is the log of `run`; with the other commands a person reads it, chatting.
    is_service = args.command == "run"
    level = config.log.level if is_service or config.log.level != "info" else "warning"
    logs.setup(level, config.log.format, secrets=config.secrets)
    if args.command != "check":  # which lists them among its findings
        for warning in config.warnings:
            _log.warning(warning)
    try:
        return asyncio.run(work(config, args))
    except ConfigError:
        raise
    except Exception as error:
        if isinstance(error, BrokenPipeError) and not is_service:
            raise
        cause = _innermost(error)
        is_bug = not _is_refusal(cause)
        logged = level == "debug" or (is_service and is_bug)
        if logged:
            _log.critical("Stopped by an unexpected error", exc_info=error)
        hint = ""
        if is_bug:
            again = f"NEWSHOUND_LOG_LEVEL=debug newshound {args.command} shows where"
            hint = "; details in the log" if logged else f"; {again}"
        _complain(f"Newshound stopped: {_in_words(cause)}{hint}", config.secrets)
        return FAILED


async def _try(config: Config, args: argparse.Namespace) -> int:
    from bot.local.trial import run_trial

    # The trial brings a Telegram of its own: a real token must not meet it. Nor must its copies stand among
    # those of the real bot, whose oldest would be deleted for them.
    harmless = replace(config, telegram=Telegram(), backup=Backup())
    return await run_trial(harmless, args.feed, args.data, args.port)


async def _run(config: Config, args: argparse.Namespace) -> int:
    if not config.telegram.token:
        raise ConfigError(_HOW_TO_BEGIN)
    from bot.app import run

    return await run(config)


async def _check(config: Config, args: argparse.Namespace) -> int:
    from bot.selfcheck import run_check

    return await run_check(config, rebuild_index=args.rebuild_index)


async def _inspect(config: Config, args: argparse.Namespace) -> int:
    from bot.inspection import run_inspect

    return await run_inspect(config, args.sources, as_json=args.json)


async def _summarize(config: Config, args: argparse.Namespace) -> int:
    from bot.summaries import run_summarize

    return await run_summarize(config, args.file, json_lines=args.json_lines)


async def _backup(config: Config, args: argparse.Namespace) -> int:
    from bot.backups import run_backup

    return await run_backup(config, args.file)


async def _restore(config: Config, args: argparse.Namespace) -> int:
    from bot.backups import run_restore

    return await run_restore(config, args.file)


async def _import(config: Config, args: argparse.Namespace) -> int:
    from bot.feedlists import run_import

    return await run_import(config, args.file)


async def _export(config: Config, args: argparse.Namespace) -> int:
    from bot.feedlists import run_export

    return await run_export(config)


_Work = Callable[[Config, argparse.Namespace], Coroutine[None, None, int]]
_WORK: dict[str, _Work] = {
    "try": _try,
    "run": _run,
    "check": _check,
    "inspect": _inspect,
    "summarize": _summarize,
    "backup": _backup,
    "restore": _restore,
    "import": _import,
    "export": _export,
}


def _innermost(error: BaseException) -> BaseException:
    """Return what a task group's error stands for: the first error in it."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _is_refusal(error: BaseException) -> bool:
    """Tell what the machine or the database refuses, and one line explains, from a bug.

    A full disk, a port in use, a database of a newer version. A connection that breaks or takes too
    long is somebody's to handle: where it ends up here, that was forgotten.
    """
    from storage import StorageError

    if isinstance(error, ConnectionError | TimeoutError):
        return False
    return isinstance(error, StorageError | OSError)


def _in_words(error: BaseException) -> str:
    """Return an exception as part of a line: the refusal's own words, or a bug's kind and words."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    first_line = str(error).partition("\n")[0]
    if _is_refusal(error) and first_line:
        return first_line
    return f"{type(error).__name__}: {first_line}" if first_line else type(error).__name__


def _complain(line: str, secrets: Iterable[str] = ()) -> None:
    """Write one line on standard error; a token pasted into the wrong place is not shown."""
    with suppress(OSError):  # nobody is left to read it
        sys.stderr.write(f"{logs.one_line(logs.Redactor(secrets)(line))}\n")
        sys.stderr.flush()


def _reader_left() -> int:
    """End quietly where the reader of standard output (`| head`) has left.

    Python would complain once more when it flushes at exit, so that goes nowhere
    (docs.python.org, signal, "Note on SIGPIPE").
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    return FAILED
