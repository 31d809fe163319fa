"""Someone who asks a real server for pages and sends it forms, without a browser."""

from __future__ import annotations

import http.cookiejar
import json
import re
import urllib.error
import urllib.request
from typing import Any

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Visitor:
    """Keeps cookies and the token of forms."""

    def __init__(self, url: str) -> None:
        self.url = url
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(jar)
        self._token = _TOKEN.search(self.get("/upload").decode())[1]  # type: ignore[index]

    def get(self, path: str) -> bytes:
        """Return what lies at an address."""
        with self._opener.open(self.url + path, timeout=60) as response:
            return bytes(response.read())

    def json(self, path: str) -> dict[str, Any]:
        """Return the JSON at an address."""
        return dict(json.loads(self.get(path)))

    def post(self, path: str, form: dict[str, Any] | None = None) -> dict[str, Any]:
        """Send a form; return the JSON of the answer, whatever its status."""
        return self._send(path, encode_multipart(BOUNDARY, form or {}), MULTIPART_CONTENT)

    def post_json(self, path: str, what: dict[str, Any]) -> dict[str, Any]:
        """Send JSON; return the JSON of the answer, whatever its status."""
        return self._send(path, json.dumps(what).encode(), "application/json")

    def _send(self, path: str, body: bytes, kind: str) -> dict[str, Any]:
        headers = {"Content-Type": kind, "X-CSRFToken": self._token}
        request = urllib.request.Request(self.url + path, data=body, headers=headers)
        try:
            with self._opener.open(request, timeout=60) as response:
                return dict(json.loads(response.read() or b"{}"))
        except urllib.error.HTTPError as error:
            return dict(json.loads(error.read()))
