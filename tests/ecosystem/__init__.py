"""Tools of the httpx world see our requests as they see those of any httpx client."""
