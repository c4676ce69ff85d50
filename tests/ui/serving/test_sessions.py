"""Sessions are forgotten: those of programs soon, those of closed tabs in an hour, those of open tabs never."""

import asyncio
import gc
import threading
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from ui.serving.sessions import Sessions

NOW = datetime(2024, 3, 1, 12)


def holder(**sessions: tuple[int, bool]) -> Any:
    """Sessions by name: minutes since they were used, and whether their tab was closed."""
    return SimpleNamespace(
        lock=threading.Lock(),
        session_data={name: SimpleNamespace(is_closed=closed) for name, (_, closed) in sessions.items()},
        time_last_used={name: NOW - timedelta(minutes=minutes) for name, (minutes, _) in sessions.items()},
    )


def test_who_is_forgotten() -> None:
    kept = holder(now=(0, False), called=(2, False), left=(59, True), gone=(61, True), open=(600, False))
    kept.time_last_used["evicted"] = NOW
    sessions = Sessions(lambda: kept)
    sessions.open["open"] = 1
    sessions.sweep(NOW)
    assert set(kept.session_data) == set(kept.time_last_used) == {"now", "left", "open"}


def test_a_tab_is_open_while_its_heart_beats() -> None:
    sessions, seen = Sessions(lambda: holder()), list[dict[str, int]]()

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        seen.append(dict(sessions.open))
        if scope["path"].endswith("two"):
            raise ConnectionError

    async def ask(path: str, kind: str = "http") -> None:
        await sessions.before(app)({"type": kind, "path": path}, None, None)  # type: ignore[arg-type]

    asyncio.run(ask("/gradio_api/heartbeat/one"))
    asyncio.run(ask("/gradio_api/queue/join"))
    asyncio.run(ask("", "lifespan"))
    with pytest.raises(ConnectionError):
        asyncio.run(ask("/gradio_api/heartbeat/two"))
    assert seen == [{"one": 1}, {}, {}, {"two": 1}]
    assert sessions.open == {}


def test_one_fault_does_not_end_the_forgetting(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, asked, again = holder(called=(2, False)), list[int](), threading.Event()

    def faulty() -> Any:
        asked.append(1)
        if len(asked) == 1:
            raise RuntimeError("dictionary changed size during iteration")
        again.set()
        return kept

    monkeypatch.setattr("ui.serving.sessions.SWEEP_S", 0.001)
    sessions = Sessions(faulty)
    sessions.start()
    assert again.wait(5.0)
    sessions.close()


@pytest.mark.models
@pytest.mark.filterwarnings("default")
def test_gradio_keeps_sessions_as_they_are_taken_for() -> None:
    keeps_and_makes_anew()
    asyncio.set_event_loop(None)  # the one that making a page left behind
    gc.collect()  # it ends here, where the filter holds


def keeps_and_makes_anew() -> None:
    """What ``sweep`` reads and takes away is what Gradio has, and Gradio makes anew what was forgotten."""
    import gradio as gr
    from gradio.state_holder import StateHolder

    with gr.Blocks(analytics_enabled=False) as page:
        gr.State(())
    kept: Any = StateHolder()
    kept.set_blocks(page)
    assert kept["one"].is_closed is False
    Sessions(lambda: kept).sweep(datetime.now() + timedelta(minutes=2))
    assert "one" not in kept
    assert kept["one"].is_closed is False
    page.close(verbose=False)
