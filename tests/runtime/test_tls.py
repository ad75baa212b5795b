"""The TLS context of a sync client: of what the environment names, built once and when needed."""

import ssl
from pathlib import Path

import pytest

from generated_client._runtime.tls import Tls


@pytest.fixture(autouse=True)
def _default_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the certificates of whoever runs the tests."""
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)


def test_the_context_checks_certificates_and_is_built_once() -> None:
    """Its connections share it: to build one takes a while."""
    tls = Tls()
    assert tls._context is None
    context = tls.context()

    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert tls.context() is context


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_certificates_that_are_not_there_are_an_error_at_once(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client is not made."""
    monkeypatch.setenv(name, str(tmp_path / "missing"))
    with pytest.raises(ValueError, match=r"cannot be read \(there is no such file\): correct or"):
        Tls()


def test_a_folder_of_certificates_is_ignored_beside_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As httpx does."""
    monkeypatch.setenv("SSL_CERT_FILE", __file__)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "missing"))
    Tls()


def test_certificates_that_are_none_are_an_error_of_the_first_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It says what OpenSSL says of the file."""
    monkeypatch.setenv("SSL_CERT_FILE", __file__)
    tls = Tls()
    with pytest.raises(ValueError, match=r"^what SSL_CERT_FILE or SSL_CERT_DIR names .*X509"):
        tls.context()
