"""A process that is killed leaves all of a verb or nothing of it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

import pytest

from tests.kills.judging import Oracle, prepare
from tests.kills.rig import Rig, Victim
from tests.kills.scenes import NOW, SCENES, Scene, kills_of

pytestmark = pytest.mark.kills
_MOMENTS = random.SystemRandom()


@pytest.mark.parametrize("scene", SCENES, ids=[scene.name for scene in SCENES])
def test_all_of_it_or_nothing(
    scene: Scene,
    database: str,
    rig: Rig,
    kills: int,
    count_kills: Callable[[str, Counter[str]], None],
) -> None:
    if database not in scene.databases:
        pytest.skip("each database is copied in its own way")
    found = Counter[str]()
    try:
        prepare(rig, scene)
        oracle = Oracle(rig, scene)
        for number in range(kills_of(scene.share, of=kills, database=database)):
            found[_one_kill(rig, oracle, _victim(rig, scene, number))] += 1
    finally:
        count_kills(scene.name, found)


def _victim(rig: Rig, scene: Scene, number: int) -> Victim:
    if rig.server:
        victims: tuple[Victim, ...] = ("program", "backend", "server")
        return victims[number % 3]
    return "started" if number % 6 == 5 and scene.act[0] == "run" else "program"


def _one_kill(rig: Rig, oracle: Oracle, victim: Victim) -> str:
    """Kills until a kill finds the verb still at work; what was found then."""
    starting = rig.starting if victim == "started" else 0.0
    for _ in range(20):
        rig.put_back(oracle.scene.name)
        moment = _MOMENTS.uniform(0.3 * starting, starting + 1.1 * oracle.seconds)
        ended = rig.kill(oracle.scene.act, NOW, moment, victim)
        if ended.struck:
            try:
                where = oracle.judge(ended)
            except AssertionError as error:
                raise AssertionError(
                    f"{oracle.scene.name}, {victim} killed after {moment:.3f} s of "
                    f"{oracle.seconds:.3f}: {error}"
                ) from error
            return f"{victim} {where}"
    raise AssertionError(f"{oracle.scene.name} was over each time before the kill came")
