"""Settings: every one has a default, a unit and a sentence, a `TIDEWAITER_...` variable and a key in `HOME/settings.yml`.

Made once by the command line (`load_settings`) and handed down; no module reads the environment at import.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_core import PydanticCustomError

from tidewaiter.errors import InvalidInput

PREFIX = "TIDEWAITER_"
HTTP_AGENT = "Tidewaiter/0.1 (+https://github.com/tidewaiter/tidewaiter; public-interest research crawler)"


class Settings(BaseModel):
    """All settings of one installation. A field's description is what `tidewaiter settings` prints."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    # Where things are
    home: Path = Field(Path("~/.tidewaiter"), description="Folder with all state of this installation.")
    index: str = Field("embedded", description="'embedded', or the http(s):// address of Elasticsearch.")
    index_prefix: str = Field("tidewaiter", pattern=r"^[a-z0-9-]+$", description="Prefix of the Elasticsearch indices.")
    store: str = Field("", description="Folder or fsspec URL (s3://...) of photos, raw pages and snapshots; empty: HOME/store.")
    frontier: str = Field("sqlite", description="'sqlite' (in the run's folder), or redis://host:port/db for many machines.")
    frontier_lease: float = Field(
        60.0, ge=1, le=3600, description="Seconds after which the pages of a crawler that died go to others (Redis)."
    )

    # Collecting
    user_agent: str = Field(HTTP_AGENT, description="What the crawler calls itself.")
    obey_robots: bool = Field(True, description="Obey robots.txt.")
    autothrottle: bool = Field(True, description="Slow down when a site answers slowly.")
    delay: float = Field(1.0, ge=0, le=600, description="Seconds between two requests to one host.")
    concurrency: int = Field(64, ge=1, le=512, description="Pages under way at once, from the request until stored.")
    concurrency_per_host: int = Field(4, ge=1, le=64, description="Requests under way at once to one host.")
    download_timeout: float = Field(30.0, gt=0, le=600, description="Seconds until a response is given up.")
    max_page_bytes: int = Field(10 << 20, ge=1024, description="Bytes of a page, decompressed; a larger one is skipped.")
    max_header_bytes: int = Field(64 << 10, ge=1024, description="Bytes of a response's headers; more is refused.")
    max_redirects: int = Field(8, ge=0, le=50, description="Redirects followed for one request.")
    max_depth: int = Field(20, ge=0, description="Links followed from a start page.")
    max_links_per_page: int = Field(500, ge=1, description="Links taken from one page.")
    max_pages_per_pattern: int = Field(5000, ge=1, description="Pages fetched of one URL pattern that gives no listings.")
    max_url_length: int = Field(2000, ge=100, description="Characters of a URL; a longer one is skipped.")
    allow_private: tuple[str, ...] = Field((), description="Literal host:port pairs on private networks that may be fetched.")
    proxy: str = Field("", description="Proxy for all sources (http:// or socks5://); a source may name its own.")
    browser: str = Field("", description="Path of Chromium; empty: looked for.")
    browser_pages: int = Field(4, ge=1, le=32, description="Browser pages open at once.")
    browser_timeout: float = Field(30.0, gt=0, le=600, description="Seconds for one page in the browser.")
    browser_memory: int = Field(
        1500, ge=200, description="Megabytes of the browser; when it has grown larger it is started anew."
    )
    session_key: SecretStr = Field(SecretStr(""), description="Key that encrypts saved sessions; empty: HOME/session.key.")

    # Photos
    max_photos: int = Field(12, ge=0, le=200, description="Photos fetched of one listing.")
    max_photo_bytes: int = Field(15 << 20, ge=1024, description="Bytes of one photo; a larger one is skipped.")
    max_photo_pixels: int = Field(60_000_000, ge=10_000, description="Pixels of one photo; a larger one is skipped.")
    read_photos: bool = Field(True, description="Read the text and codes in photos (OCR, QR), after indexing.")
    photos_read_per_run: int = Field(5000, ge=0, description="Photos read (OCR) in one run at most.")

    # Reading and matching
    text_model: str = Field("packaged", description="'packaged', 'none', or a sentence-transformers model on this machine.")
    processes: int = Field(
        1, ge=0, le=64, description="Processes that read pages, photos and imported texts, beside the main one; 0: all in one."
    )
    threads: int = Field(2, ge=1, le=256, description="Threads for models and hashing.")
    lead_goods: tuple[str, ...] = Field((), description="Ids of goods whose matches become leads; empty: all.")
    lead_cases: tuple[str, ...] = Field((), description="Ids of cases whose matches become leads; empty: all.")
    min_probability: float = Field(0.5, ge=0, le=1, description="From this probability on a match becomes a lead.")

    # Keeping
    keep_pages_days: int = Field(90, ge=0, description="Days that raw pages are kept.")
    keep_unmatched_days: int = Field(180, ge=1, description="Days that listings are kept that match nothing.")

    # Running unattended
    run_memory: int = Field(4000, ge=500, description="Megabytes of a scheduled run; one that grows larger is started anew.")
    smtp_host: str = Field("", description="Mail server for alerts; empty: no e-mail.")
    smtp_port: int = Field(587, ge=1, le=65535, description="Port of the mail server.")
    smtp_security: Literal["starttls", "tls", "none"] = Field("starttls", description="How mail goes to the server encrypted.")
    smtp_user: str = Field("", description="Name at the mail server; empty: it asks for none.")
    smtp_password: SecretStr = Field(SecretStr(""), description="Password at the mail server; never shown.")
    smtp_from: str = Field("", description="Sender of alerts; empty: tidewaiter@ this machine's name.")
    telegram_token: SecretStr = Field(SecretStr(""), description="Token of the Telegram bot for alerts; never shown.")
    telegram_url: str = Field("https://api.telegram.org", description="Where Telegram's bot interface answers.")

    # Evidence
    timestamp_authority: str = Field("", description="RFC 3161 time stamp service (URL); empty: none, and the gap is recorded.")
    operator: str = Field("", description="Name that stands in the ledger and in decisions; empty: the system's user name.")

    # The desk and the logs
    desk_port: int = Field(8700, ge=0, le=65535, description="Port of the desk; 0: any free one.")
    language: Literal["en", "zh"] = Field("en", description="Language of the desk when the browser asks for none we have.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="What is logged to stderr.")
    log_format: Literal["text", "json"] = Field("text", description="Shape of the log lines.")

    @field_validator("frontier")
    @classmethod
    def _a_frontier(cls, value: str) -> str:
        if value == "sqlite" or value.startswith(("redis://", "rediss://", "unix://")):
            return value
        message = "'{value}' is no frontier: write 'sqlite', or an address as in 'redis://127.0.0.1:6379/0'"
        raise PydanticCustomError("frontier", message, {"value": value})

    @field_validator("index")
    @classmethod
    def _an_engine(cls, value: str) -> str:
        if value == "embedded" or value.startswith(("http://", "https://")):
            return value
        message = "'{value}' is no engine: write 'embedded', or an address as in 'http://127.0.0.1:9200'"
        raise PydanticCustomError("index", message, {"value": value})

    @property
    def home_path(self) -> Path:
        """`home`, absolute, `~` expanded."""
        return self.home.expanduser().absolute()

    @property
    def store_url(self) -> str:
        """`store`, or the default folder in `home`."""
        return self.store or str(self.home_path / "store")

    @property
    def operator_name(self) -> str:
        """`operator`, or the system's user name."""
        from getpass import getuser

        try:
            return self.operator or getuser()
        except (KeyError, OSError):  # a container's user that no passwd file names
            return f"user {os.getuid()}"


LISTS = frozenset({"allow_private", "lead_goods", "lead_cases"})
"""Settings whose variable holds several values, separated by commas."""


class Origin(NamedTuple):
    """Where a setting's value came from."""

    name: str
    value: object
    origin: str
    """`default`, `command line`, a variable's name, or the path of a settings file."""
    help: str


def load_settings(
    *, home: Path | None = None, environ: Mapping[str, str] = os.environ, **overrides: Any
) -> tuple[Settings, list[Origin]]:
    """The settings, and where each came from: command line over variables over `HOME/settings.yml` over defaults.

    Raises `InvalidInput` that names the variable or the file and key.
    """
    given: dict[str, tuple[Any, str]] = {}
    variables = {name: environ[PREFIX + name.upper()] for name in Settings.model_fields if PREFIX + name.upper() in environ}
    home = home or Path(variables.get("home") or Settings.model_fields["home"].default)
    file = home.expanduser().absolute() / "settings.yml"
    given |= {name: (value, str(file)) for name, value in _from_file(file).items()}
    given |= {name: (_split(name, value), PREFIX + name.upper()) for name, value in variables.items()}
    given |= {name: (value, "command line") for name, value in overrides.items() if value is not None}
    given["home"] = (home, "command line" if "home" not in variables or str(home) != variables["home"] else PREFIX + "HOME")
    if home == Settings.model_fields["home"].default:
        given["home"] = (home, "default")
    try:
        settings = Settings.model_validate({name: value for name, (value, _) in given.items()})
    except ValidationError as error:
        raise InvalidInput(
            "\n".join(_mistake(details, given, file) for details in error.errors()),
            do="`tidewaiter settings` lists every setting with its default.",
        ) from error
    origins = [
        Origin(name, getattr(settings, name), given[name][1] if name in given else "default", info.description or "")
        for name, info in Settings.model_fields.items()
    ]
    return settings, origins


def _split(name: str, value: str) -> Any:
    return [part.strip() for part in value.split(",") if part.strip()] if name in LISTS else value


def _from_file(file: Path) -> dict[str, Any]:
    if not file.exists():
        return {}
    try:
        data = yaml.safe_load(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InvalidInput(f"{file}: can't be read: {error}", do="Correct the file, or move it away.") from error
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise InvalidInput(f"{file}: this is no mapping of settings to values", do="Write lines such as `delay: 2`.")
    if "home" in data:
        raise InvalidInput(f"{file}: home: can't be set in the file that lies in it", do="Use --home or TIDEWAITER_HOME.")
    return {str(name): value for name, value in data.items()}


def _mistake(details: Any, given: Mapping[str, tuple[Any, str]], file: Path) -> str:
    name = str(details["loc"][0])
    origin = given.get(name, (None, "default"))[1]
    where = f"{file}: {name}" if origin == str(file) else origin if origin != "command line" else f"--{name}"
    if details["type"] == "extra_forbidden":
        return f"{where}: no such setting"
    return f"{where}: {details['msg']} (got {details['input']!r:.80})"
