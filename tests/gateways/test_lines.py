"""Which network an address is on, however it is written."""

from __future__ import annotations

import pytest

from decroche.gateways.lines import _is_public


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "192.168.1.5", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("::1", "::", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"),
        "::ffff:169.254.169.254",
    ],
)
def test_an_address_of_the_local_network_is_not_public(address: str) -> None:
    assert not _is_public(address)


@pytest.mark.parametrize("address", ["9.9.9.9", "2620:fe::fe", "::ffff:9.9.9.9"])
def test_a_public_one_is_also_where_it_is_written_as_ipv6(address: str) -> None:
    assert _is_public(address)
