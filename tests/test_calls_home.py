"""Watches the program from outside: in a network of its own it calls no other machine, and it leaves nothing but its own cache."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pytest

from rag.errors import DatelineError
from rag.settings import CACHE, Settings
from tests.conftest import ROOT, is_loopback

MODELS = Path(os.environ.get("DATELINE_MODELS_DIR") or CACHE / "models").absolute()
QUESTION = "How many attacks on US forces in Iraq and Syria had there been by January 2024?"
DNS = 53
PATIENCE_S = 180  # for one program; each takes some seconds on two quiet cores
LINGER_S = 15  # onnxruntime reports for the first time about ten seconds after its import
# a user who is not root may make a network as the root of a user namespace; where the kernel refuses, the tests are skipped
APART = ["unshare", "--net", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
# only the calls of interest stop (--seccomp-bpf), else each program takes twice as long
TRACE = ["strace", "-f", "-q", "--seccomp-bpf", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-e", "signal=none", "-o"]
# Without a nameserver nobody would be seen asking for a name; and a name must be asked of it, not of a daemon outside the namespace.
NAMES = {"resolv.conf": "nameserver 192.0.2.53\noptions timeout:1 attempts:1\n", "nsswitch.conf": "hosts: files dns\n"}
INSIDE = """
import fcntl, os, socket, struct, subprocess, sys
folder, *command = sys.argv[1:]
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:  # `ip link set lo up`, which is not installed everywhere
    fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh22x", b"lo", 1))  # SIOCSIFFLAGS, IFF_UP
for name in ("resolv.conf", "nsswitch.conf"):
    place = "/etc/" + name
    if os.path.exists(place) and subprocess.run(["mount", "--bind", os.path.join(folder, name), place]).returncode:
        sys.exit(f"{place} cannot be replaced by one of its own")
os.execvp(command[0], command)
"""
VISIT = f"""
import signal, subprocess, sys, time, urllib.request
page = subprocess.Popen([sys.executable, "-m", "ui.cli", sys.argv[1], "--port", "0", *sys.argv[2:]], stderr=subprocess.PIPE, text=True)
for line in page.stderr:
    print(line, file=sys.stderr)
    if line.startswith("Dateline on "):
        print("Dateline" in urllib.request.urlopen(line.split()[2], timeout=60).read().decode() and "visited")
        time.sleep({LINGER_S})
        page.send_signal(signal.SIGINT)
        break
print(page.communicate()[1], file=sys.stderr)
sys.exit(page.returncode not in (0, 130))
"""
CALLS_OUT = """
import pathlib, socket
for call in (lambda: socket.getaddrinfo("news.example", 80), lambda: socket.create_connection(("192.0.2.1", 80), 1)):
    try:
        call()
    except OSError as err:
        print(err)
(pathlib.Path.home() / ".cache" / "other").mkdir(parents=True)
"""
ONNX = f"""
import onnxruntime, sys, time
session = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
time.sleep({LINGER_S})
"""
SAMPLE = """\
41 connect(3, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT (No such file or directory)
41 connect(3, {sa_family=AF_INET, sin_port=htons(7860), sin_addr=inet_addr("127.0.0.1")}, 16) = 0
42 connect(5, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("192.0.2.53")}, 16 <unfinished ...>
41 sendto(3, "GET / HTTP/1.1\\r\\nHost: 127.0.0.1"..., 90, 0, NULL, 0) = 90
42 <... connect resumed>)            = -1 ENETUNREACH (Network is unreachable)
41 sendmsg(3, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="x", iov_len=1}], msg_iovlen=1, msg_controllen=0, msg_flags=0}, 0) = 1
41 connect(4, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), \
sin6_scope_id=0}, 28) = 0
41 connect(4, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), \
sin6_scope_id=0}, 28) = -1 ENETUNREACH (Network is unreachable)
43 sendto(6, "inet_addr(\\"192.0.2.9\\")", 22, 0, {sa_family=AF_INET, sin_port=htons(123), sin_addr=inet_addr("192.0.2.1")}, 16) = 22
43 sendmsg(6, {msg_name={sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("192.0.2.2")}, msg_namelen=16, msg_iov=[], \
msg_iovlen=0, msg_controllen=0, msg_flags=0}, 0) = 0
43 sendto(7, [{nlmsg_len=20, nlmsg_type=RTM_GETADDR}, {ifa_family=AF_UNSPEC}], 20, 0, {sa_family=AF_NETLINK, nl_pid=0}, 12) = 20
44 <... sendmmsg resumed>[{msg_hdr={msg_name={sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.53")}, \
msg_namelen=16}, msg_len=30}, {msg_hdr={msg_name={sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("192.0.2.3")}, \
msg_namelen=16}, msg_len=30}], 2, MSG_NOSIGNAL) = 2
45 connect(3, {sa_family=AF_INET, sa_data="unheard of"}, 16) = 0
46 connect(3, {sa_family=AF_UNSPEC, sa_data="\\0\\0\\0\\0"}, 16) = 0
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a program from outside; ``left`` is what lies in its home but in Dateline's own cache folder."""

    code: int
    out: str
    err: str
    addressed: list[tuple[str, int]]
    left: list[str]

    @property
    def outward(self) -> list[tuple[str, int]]:
        """Hosts and ports on other machines, and nameservers wherever they are: they pass on what they are asked."""
        return [(host, port) for host, port in self.addressed if port == DNS or not is_loopback(host)]


Watch = Callable[..., Seen]


def addressed(trace: str) -> list[tuple[str, int]]:
    """Return the internet addresses and ports that system calls name in what strace wrote; ("", 0) for one it wrote in another way.

    An address stands once, on the line that begins a call or on the one that ends it; what is sent on without one was connected before.
    """
    found = re.finditer(r'\bsa_family=AF_INET6?\b(?:[^}]*?htons\((\d+)\)[^}]*?"([^"]+)")?', trace)
    return [(match[2] or "", int(match[1] or 0)) for match in found]


def finished(command: Sequence[str], folder: Path, env: dict[str, str]) -> tuple[int, str, str]:
    """Run a program to its end, and end it with all that it started when it takes too long; return exit code and both outputs."""
    with subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            out, err = process.communicate(timeout=PATIENCE_S)  # strace ends after all that it follows, so nothing is left then
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            out, err = process.communicate()
            err += f"\nIt did not end within {PATIENCE_S} seconds."
        except BaseException:  # such as Ctrl-C, which does not reach a session of its own
            os.killpg(process.pid, signal.SIGKILL)
            raise
    return process.returncode, out, err


def watched(folder: Path, *command: str) -> Seen:
    """Run a program in a network, home, cache and environment of its own, and note what it addresses and what it leaves."""
    home, work, trace = folder / "home", folder / "work", folder / "trace.txt"
    for made in (home, work, folder / "tmp"):
        made.mkdir()
    for name, text in NAMES.items():
        (folder / name).write_text(text, encoding="utf-8")
    trace.touch()
    # nothing of this environment: it holds what tells libraries to be silent, and may name a proxy
    env = {
        "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TMPDIR": str(folder / "tmp"),
        "HOME": str(home), "XDG_CACHE_HOME": str(home / ".cache"), "DATELINE_MODELS_DIR": str(MODELS), "DATELINE_LLM": "tiny",
    }  # fmt: skip
    inside = [sys.executable, "-I", "-S", "-c", INSIDE, str(folder)]
    code, out, err = finished([*APART, *inside, *TRACE, str(trace), *command], work, env)
    own = home / ".cache" / "dateline"
    left = [path for path in sorted(home.rglob("*")) if own not in {path, *path.parents} and path != own.parent]
    names = [str(path.relative_to(home)) for path in left]
    return Seen(code, out, err, addressed(trace.read_text(encoding="utf-8", errors="replace")), names)


def obstacle(folder: Path) -> str:
    """Say what keeps programs from being watched on this machine; empty when nothing does."""
    if missing := [name for name in ("strace", "unshare", "mount") if not shutil.which(name)]:
        return f"not installed: {', '.join(missing)}"
    for command in (["strace", "true"], [*APART, "true"]):
        code, _, err = finished(command, folder, {"PATH": os.environ["PATH"]})
        if code:
            return f"{' '.join(command)!r} fails here: {err.strip()}"
    seen = watched(folder, "true")
    return f"a network namespace cannot be set up here: {seen.err.strip()}" if seen.code else ""


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> Watch:
    """Return what runs a program and watches it; a visible skip where the machine does not allow that."""
    if reason := obstacle(tmp_path_factory.mktemp("probe")):
        pytest.skip(reason)
    return lambda *command: watched(tmp_path_factory.mktemp("watched"), *command)


@pytest.fixture(scope="module")
def encoders() -> Path:
    """Return the folder of the sentence encoder; skip where a model file is missing, which the program would fetch."""
    from rag.llm.client import model_file
    from rag.models.local import sentence_encoders

    settings = Settings(models_dir=MODELS, llm="tiny", offline=True)
    try:
        model_file(settings)
        return sentence_encoders(settings)
    except DatelineError as err:
        pytest.skip(str(err))


@pytest.fixture(scope="module")
def ingested(watch: Watch, encoders: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Seen, str]:
    """Return what was seen of ``dateline ingest seeds``, and the index it made."""
    index = str(tmp_path_factory.mktemp("ingested") / "index")
    return watch(*dateline("ingest", str(ROOT / "seeds"), "--index", index)), index


def dateline(*given: str) -> list[str]:
    """Return the command line of this checkout's ``dateline``, as its installed script runs it."""
    return [sys.executable, "-c", "import sys; from ui.cli import main; sys.exit(main())", *given]


def assert_calls_nobody(seen: Seen) -> None:
    """Fail with what the program said, whom it called, or what it left."""
    assert seen.code == 0, seen.out + seen.err
    assert seen.outward == [], f"it called another machine or looked up a name: {seen.outward}"
    assert seen.left == [], f"it wrote to the user's home beside Dateline's own cache folder: {seen.left}"


def test_addresses_in_a_trace() -> None:
    assert addressed(SAMPLE) == [
        ("127.0.0.1", 7860), ("192.0.2.53", 53), ("::1", 80), ("2001:db8::1", 443), ("192.0.2.1", 123), ("192.0.2.2", 80),
        ("127.0.0.53", 53), ("192.0.2.3", 9), ("", 0),
    ]  # fmt: skip
    seen = Seen(0, "", "", addressed(SAMPLE), [])
    assert [port for _, port in seen.outward] == [53, 443, 123, 80, 53, 9, 0]


@pytest.mark.models
def test_one_that_calls_out_is_caught(watch: Watch) -> None:
    seen = watch(sys.executable, "-c", CALLS_OUT)
    assert seen.code == 0, seen.err
    assert DNS in {port for _, port in seen.outward}, seen.out
    assert ("192.0.2.1", 80) in seen.outward, seen.out
    assert seen.left == [".cache/other"]


@pytest.mark.models
def test_onnxruntime_left_to_itself_is_caught(watch: Watch, encoders: Path) -> None:
    """Why ``rag`` tells libraries to be silent before they are imported, and why that is watched here."""
    seen = watch(sys.executable, "-c", ONNX, str(encoders / "minilm.onnx"))
    assert seen.code == 0, seen.err
    if not seen.outward:
        pytest.skip(f"onnxruntime {version('onnxruntime')} looks nothing up by itself")
    assert DNS in {port for _, port in seen.outward}


@pytest.mark.models
def test_ingest_calls_nobody(ingested: tuple[Seen, str]) -> None:
    assert_calls_nobody(ingested[0])


@pytest.mark.models
@pytest.mark.parametrize("llm", [False, True], ids=["quotes alone", "language model"])
def test_ask_calls_nobody(llm: bool, watch: Watch, ingested: tuple[Seen, str]) -> None:
    seen = watch(*dateline("ask", QUESTION, "--index", ingested[1], *([] if llm else ["--no-llm"])))
    assert_calls_nobody(seen)
    assert seen.addressed or not llm, "the language model, which answers on loopback, was not asked"


@pytest.mark.models
@pytest.mark.parametrize("command", ["chat", "serve"])
def test_the_page_calls_nobody(command: str, watch: Watch, ingested: tuple[Seen, str]) -> None:
    seen = watch(sys.executable, "-c", VISIT, command, "--index", ingested[1])
    assert_calls_nobody(seen)
    assert "visited" in seen.out, seen.out + seen.err


@pytest.mark.models
def test_eval_calls_nobody(watch: Watch, encoders: Path) -> None:
    seen = watch(*dateline("eval", "seeds", "--no-llm", "--limit", "3"))
    assert_calls_nobody(seen)
    assert "3 cases" in seen.out, seen.out
