"""Which machines are asked: never one near us, by whatever name or number it goes."""

import socket

import pytest

from portal.importing import hosts
from portal.importing.fetching import Fetcher
from portal.importing.hosts import Refused

NEAR = [
    "127.0.0.1",
    "127.255.255.254",
    "10.0.0.8",
    "172.16.9.9",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "168.63.129.16",
    "192.0.2.1",
    "198.18.0.1",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "::7f00:1",
    "fec0::1",
    "fe80::1%eth0",
]


@pytest.mark.parametrize("address", NEAR)
def test_what_is_near_us_is_refused(address: str) -> None:
    with pytest.raises(Refused):
        hosts.pick("feed.example.org", [address])


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "51.140.1.1"])
def test_the_open_internet_is_asked(address: str) -> None:
    assert hosts.pick("feed.example.org", [address]) == address


def test_one_near_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(Refused):
        hosts.pick("feed.example.org", ["8.8.8.8", "10.0.0.1"])


def test_a_name_nobody_knows_is_refused() -> None:
    with pytest.raises(Refused, match="Nobody knows"):
        hosts.pick("feed.example.org", [])


@pytest.mark.parametrize(
    "url",
    [
        "http://feed.example.org/",
        "ftp://feed.example.org/",
        "file:///etc/passwd",
        "gopher://x.example.org",
        "https://",
        "https:///x",
        "https://user:secret@feed.example.org/",
        "https://feed.example.org:22/",
        "https://feed.example.org:0/",
        "https://[::1",
        "https://a b/",
        "https://feed.example.org\n.evil/",
        "",
        "https://feed.example.org:99999/",
        "https://" + "a" * 3000,
        "https://feed.example.org:5432/",
    ],
)
def test_addresses_that_are_no_feeds_are_refused(url: str) -> None:
    with pytest.raises(Refused):
        hosts.read(url)


def test_plain_http_is_asked_only_when_somebody_says_so() -> None:
    assert hosts.read("http://feed.example.org/x", plain_http=True).path == "/x"


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://10.1.2.3/feed",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://localhost/",
        "https://2130706433/",
        "https://0177.0.0.1/",
        "https://0x7f.1/",
        "https://127.1/",
        "https://[64:ff9b::7f00:1]/",
    ],
)
def test_the_real_fetcher_refuses_before_it_connects(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def connects(*_where: object, **_how: object) -> None:
        raise AssertionError("It connected.")

    monkeypatch.setattr(socket, "create_connection", connects)
    with pytest.raises(Refused):
        Fetcher().get(url)


def test_a_name_that_leads_to_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: [(2, 1, 6, "", ("192.168.0.10", 443))])
    with pytest.raises(Refused, match="not public"):
        Fetcher().get("https://feed.example.org/")
