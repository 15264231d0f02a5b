"""Three nodes of PostgreSQL on this machine, led by Patroni, which agree in etcd; HAProxy shows the
one that leads. Each node has a network of its own (a network namespace of Linux) on one bridge: it
can be killed, cut off and brought back as a machine would. Needs root.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.waiting import until

PASSWORD = "for-the-length-of-a-test"
_NET = "10.231.77"
_TAG = f"dh{os.getpid() % 10000}"
"""Begins the names of the bridge and of the nodes' networks."""
_SYNCHRONOUS = {
    "ttl": 12,
    "loop_wait": 2,
    "retry_timeout": 5,
    "maximum_lag_on_failover": 0,
    "synchronous_mode": True,
    "postgresql": {
        "use_pg_rewind": True,
        "parameters": {
            "max_connections": 60,
            "tcp_user_timeout": 5000,
            "wal_sender_timeout": 5000,
            "wal_receiver_timeout": 5000,
            "shared_buffers": "32MB",
            "wal_keep_size": "128MB",
        },
    },
}
"""What is confirmed stands on two nodes. A node that is not heard of for twelve seconds leads
no more."""


def _run(*words: str) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True, cwd="/").stdout


class Node:
    """One machine of the cluster, with etcd, Patroni and PostgreSQL on it."""

    def __init__(self, number: int, folder: Path) -> None:
        self.number, self.name = number, f"n{number}"
        self.address = f"{_NET}.{10 + number}"
        self.folder = folder / self.name
        self.space, self.line = f"{_TAG}n{number}", f"{_TAG}v{number}"
        self._running = list[subprocess.Popen[bytes]]()
        self.folder.mkdir()
        shutil.chown(self.folder, "postgres")

    def plug_in(self) -> None:
        """Makes its network."""
        inside = f"{_TAG}i{self.number}"
        _run("ip", "netns", "add", self.space)
        _run("ip", "link", "add", self.line, "type", "veth", "peer", "name", inside)
        _run("ip", "link", "set", inside, "netns", self.space)
        _run("ip", "link", "set", self.line, "master", f"{_TAG}br", "up")
        self._inside("ip", "addr", "add", f"{self.address}/24", "dev", inside)
        self._inside("ip", "link", "set", inside, "up")
        self._inside("ip", "link", "set", "lo", "up")

    def start(self) -> None:
        """Starts what runs on it, which finds what it had on its disk."""
        self._spawn("etcd", "etcd", *self._etcd())
        settings = self.folder / "patroni.json"
        settings.write_text(json.dumps(self._patroni()))
        shutil.chown(settings, "postgres")
        self._spawn("patroni", "patroni", str(settings))

    def kill(self) -> None:
        """As a power cut: everything on it at once."""
        for pid in self.pids():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        until(lambda: not self.pids(), f"{self.name} is dead")
        while self._running:
            self._running.pop().wait()

    def pids(self) -> list[int]:
        """What runs on it."""
        return [int(pid) for pid in _run("ip", "netns", "pids", self.space).split()]

    def cut(self) -> None:
        """Takes its network away; what runs on it goes on."""
        _run("ip", "link", "set", self.line, "down")

    def heal(self) -> None:
        """Gives its network back."""
        _run("ip", "link", "set", self.line, "up")

    def unplug(self) -> None:
        """Ends it, and takes its network down."""
        with suppress(subprocess.CalledProcessError):
            self.kill()
        for words in (["netns", "del", self.space], ["link", "del", self.line]):
            with suppress(subprocess.CalledProcessError):  # one goes with the other, in time
                _run("ip", *words)

    def _inside(self, *words: str) -> str:
        return _run("ip", "netns", "exec", self.space, *words)

    def _spawn(self, name: str, *words: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            command = ["ip", "netns", "exec", self.space, "runuser", "-u", "postgres", "--", *words]
            self._running.append(
                subprocess.Popen(command, cwd="/", stdout=log, stderr=log, start_new_session=True)
            )

    def _etcd(self) -> list[str]:
        peers = ",".join(f"n{one}=http://{_NET}.{10 + one}:2380" for one in (1, 2, 3))
        return [
            *("--name", self.name, "--data-dir", str(self.folder / "etcd")),
            *("--listen-peer-urls", f"http://{self.address}:2380"),
            *("--initial-advertise-peer-urls", f"http://{self.address}:2380"),
            *("--listen-client-urls", f"http://{self.address}:2379"),
            *("--advertise-client-urls", f"http://{self.address}:2379"),
            *("--initial-cluster", peers, "--initial-cluster-state", "new"),
            *("--heartbeat-interval", "200", "--election-timeout", "2000"),
        ]

    def _patroni(self) -> dict[str, Any]:
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        return {
            "scope": "decroche",
            "name": self.name,
            "restapi": {
                "listen": f"{self.address}:8008",
                "connect_address": f"{self.address}:8008",
            },
            "etcd3": {"hosts": [f"{_NET}.{10 + one}:2379" for one in (1, 2, 3)]},
            "bootstrap": {
                "dcs": _SYNCHRONOUS,
                "initdb": [{"encoding": "UTF8"}, {"locale": "C.UTF-8"}, "data-checksums"],
                "pg_hba": [
                    f"host replication replicator {_NET}.0/24 scram-sha-256",
                    f"host all all {_NET}.0/24 scram-sha-256",
                    "local all all trust",
                ],
            },
            "postgresql": {
                "listen": f"{self.address}:5432",
                "connect_address": f"{self.address}:5432",
                "data_dir": str(self.folder / "db"),
                "bin_dir": str(programs[-1]),
                "pgpass": str(self.folder / "pgpass"),
                "authentication": {
                    "superuser": {"username": "postgres", "password": PASSWORD},
                    "replication": {"username": "replicator", "password": PASSWORD},
                    "rewind": {"username": "postgres", "password": PASSWORD},
                },
                "parameters": {"unix_socket_directories": str(self.folder)},
            },
        }


class Cluster:
    """The three nodes, and HAProxy before them."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.folder = Path(tempfile.mkdtemp(prefix="decroche-ha-"))
        self.folder.chmod(0o755)
        self.nodes = [Node(number, self.folder) for number in (1, 2, 3)]
        self._proxy: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of the database, whichever node leads."""
        return (
            f"postgresql://decroche:{PASSWORD}@127.0.0.1:{self.port}/decroche"
            "?connect_timeout=3&tcp_user_timeout=5000"
        )

    def start(self) -> None:
        """Starts it; it is whole when one node leads and two follow it."""
        _run("ip", "link", "add", f"{_TAG}br", "type", "bridge")
        _run("ip", "addr", "add", f"{_NET}.1/24", "dev", f"{_TAG}br")
        _run("ip", "link", "set", f"{_TAG}br", "up")
        for node in self.nodes:
            node.plug_in()
            node.start()
        self._start_proxy()
        self.wait_until_whole()
        self._make_database()

    def leader(self) -> Node | None:
        """The node that leads, as the nodes that answer say."""
        for node in self.nodes:
            if _answers(f"http://{node.address}:8008/primary"):
                return node
        return None

    def wait_until_whole(self) -> None:
        """Until one node leads, two follow, and one of them has to confirm what is kept."""
        whole = ["leader", "replica", "sync_standby"]
        try:
            until(lambda: self._members() == whole, "the cluster is whole")
        except AssertionError as error:
            raise AssertionError("\n".join([str(error), *self._said()])) from None

    def _said(self) -> list[str]:
        """What Patroni said last on each node."""
        logs = [node.folder / "patroni.log" for node in self.nodes]
        return [f"{log.parent.name}: {log.read_text(errors='replace')[-1500:]}" for log in logs]

    def _members(self) -> list[str]:
        for node in self.nodes:
            found = _read(f"http://{node.address}:8008/cluster")
            if found is not None:
                rows = found.get("members", [])
                ready = [one for one in rows if one.get("state") in ("running", "streaming")]
                return sorted(one["role"] for one in ready)
        return []

    def stop(self) -> None:
        """Ends all of it; nothing is left behind."""
        if self._proxy is not None:
            self._proxy.kill()
            self._proxy.wait()
        for node in self.nodes:
            node.unplug()
        with suppress(subprocess.CalledProcessError):
            _run("ip", "link", "del", f"{_TAG}br")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start_proxy(self) -> None:
        servers = "\n".join(
            f"    server {node.name} {node.address}:5432 check port 8008" for node in self.nodes
        )
        settings = self.folder / "haproxy.cfg"
        settings.write_text(_PROXY.format(port=self.port, servers=servers))
        with (self.folder / "haproxy.log").open("wb") as log:
            command = ["haproxy", "-db", "-f", str(settings)]
            self._proxy = subprocess.Popen(command, stdout=log, stderr=log)

    def _make_database(self) -> None:
        leader = self.leader()
        assert leader is not None
        for statement, database in (
            (f"CREATE ROLE decroche LOGIN PASSWORD '{PASSWORD}'", "postgres"),
            ("CREATE DATABASE decroche OWNER decroche", "postgres"),
            ("CREATE EXTENSION IF NOT EXISTS pg_trgm", "decroche"),
        ):
            server = ["-h", str(leader.folder), "-U", "postgres", "-d", database]
            _run("runuser", "-u", "postgres", "--", "psql", "-q", *server, "-c", statement)


_PROXY = """
global
    maxconn 200
defaults
    mode tcp
    timeout connect 2s
    timeout client 30m
    timeout server 30m
    timeout check 2s
listen decroche
    bind 127.0.0.1:{port}
    option httpchk OPTIONS /primary
    http-check expect status 200
    default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
{servers}
"""


def _answers(address: str) -> bool:
    with suppress(OSError):
        urllib.request.urlopen(address, timeout=1).close()
        return True
    return False


def _read(address: str) -> dict[str, Any] | None:
    with suppress(OSError, ValueError), urllib.request.urlopen(address, timeout=1) as answer:
        found: dict[str, Any] = json.load(answer)
        return found
    return None
