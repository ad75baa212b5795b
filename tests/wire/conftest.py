"""What tests over sockets share: a certificate authority of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """Make a certificate authority."""
    return trustme.CA()


@pytest.fixture(autouse=True, scope="session")
def _trusted(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Trust it, and nobody else: reading one certificate is faster than all of the world's."""
    file: Path = tmp_path_factory.mktemp("trust") / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(file))
        yield
