"""What can be imported: loading names late must not hide misspelt ones."""

# pyright: reportUnnecessaryTypeIgnoreComment=true

import generated_client
import generated_client.models
from generated_client import Telnix  # type: ignore[attr-defined]  # noqa: F401
from generated_client.models import CallStreem  # type: ignore[attr-defined]  # noqa: F401

CLIENT = generated_client.Telnyx
VERSION: str = generated_client.__version__
MODEL = generated_client.models.CallStream
# Misspelt attributes are errors too.
generated_client.Telnix  # type: ignore[attr-defined]  # noqa: B018
generated_client.models.CallStreem  # type: ignore[attr-defined]  # noqa: B018
