"""What an installation is made of, as CycloneDX 1.5: python -m tools.sbom FILE.json

The Python packages come from the lock, each with its hashes; what the pages load from the lock
of npm.
"""

from __future__ import annotations

import base64
import json
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from decroche import __version__

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "locks" / "run.txt"
NPM_LOCK = ROOT / "decroche" / "ui" / "assets" / "package-lock.json"
_PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)")


class Part(NamedTuple):
    """A package: its kind in a package URL (pypi, npm), name, version, licence ("" when it is not
    installed) and hashes as (algorithm, hexadecimal).
    """

    kind: str
    name: str
    version: str
    licence: str
    hashes: list[tuple[str, str]]


def main(words: list[str]) -> int:
    """Writes the list."""
    (target,) = words
    Path(target).write_text(json.dumps(bill(), indent=1) + "\n", encoding="utf-8")
    return 0


def bill() -> dict[str, Any]:
    """The list, the same each time for the same locks."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "decroche",
                "name": "decroche",
                "version": __version__,
                "licenses": [{"license": {"id": "AGPL-3.0-or-later"}}],
            }
        },
        "components": [_component(part) for part in (*python_parts(LOCK), *npm_parts())],
    }


def _component(part: Part) -> dict[str, Any]:
    address = f"pkg:{part.kind}/{part.name.replace('@', '%40')}@{part.version}"
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": address,
        "name": part.name,
        "version": part.version,
        "purl": address,
        "hashes": [{"alg": alg, "content": content} for alg, content in part.hashes],
    }
    if part.licence:
        found["licenses"] = [{"license": {"name": part.licence}}]
    return found


def python_parts(lock: Path) -> Iterator[Part]:
    """The packages of a lock, licences from what is installed."""
    for entry in re.split(r"\n(?=[A-Za-z0-9])", lock.read_text(encoding="utf-8").strip()):
        found = _PIN.match(entry)
        if found is None:
            raise SystemExit(f"This entry of {lock.name} is not pinned: {entry[:60]}")
        hashes = [("SHA-256", one) for one in re.findall(r"--hash=sha256:([0-9a-f]{64})", entry)]
        yield Part("pypi", found["name"], found["version"], licence_of(found["name"]), hashes)


def npm_parts(*, built_with: bool = False) -> Iterator[Part]:
    """The packages of npm that pages load; `built_with` adds what only makes them."""
    packages = json.loads(NPM_LOCK.read_text(encoding="utf-8"))["packages"]
    for place, said in sorted(packages.items()):
        if not place or (said.get("dev") and not built_with):
            continue
        algorithm, _, content = said["integrity"].partition("-")
        hashes = [(algorithm.upper().replace("SHA", "SHA-"), base64.b64decode(content).hex())]
        name = place.rpartition("node_modules/")[2]
        yield Part("npm", name, said["version"], str(said.get("license", "")), hashes)


def licence_of(name: str) -> str:
    """The licence that an installed package states, on one line; "" when it is not installed."""
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    stated = "".join(about.get_all("License-Expression") or [])
    if not stated:
        classes = about.get_all("Classifier") or []
        named = [one.rpartition(" :: ")[2] for one in classes if one.startswith("License ::")]
        stated = ", ".join(one for one in named if one != "OSI Approved")
    own = "".join(about.get_all("License") or [])
    return stated or own.strip().split("\n")[0][:80]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
