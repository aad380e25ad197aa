"""The channels that alerts go through: a webhook (POST with JSON), e-mail (SMTP), a Telegram bot."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Mapping
from typing import Any

from campaigns.messages import text_lines
from tidewaiter.config import Settings

TIMEOUT = 10.0
"""Seconds for one message."""
TELEGRAM_LONGEST = 4000
"""Characters of one message; Telegram takes 4096."""

Send = Callable[[Any, Mapping[str, Any]], None]
"""Takes the receiver and the message. Raises `ChannelError`."""


class ChannelError(Exception):
    """The message was not taken; `reason` is short and holds neither the address nor a secret."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def senders(settings: Settings) -> dict[str, Send]:
    """How each channel is served with these settings."""
    return {
        "webhook": send_webhook,
        "email": lambda to, message: send_email(settings, to, message),
        "telegram": lambda to, message: send_telegram(settings, to, message),
    }


def send_webhook(url: str, message: Mapping[str, Any]) -> None:
    """One POST with the message as JSON."""
    _post(url, dict(message))


def send_telegram(settings: Settings, chat: str, message: Mapping[str, Any]) -> None:
    """One `sendMessage` of the bot, plain text: nothing that a listing's title holds is markup."""
    token = settings.telegram_token.get_secret_value()
    if not token:
        raise ChannelError("no telegram_token is set")
    text = "\n".join(text_lines(message, most=5))
    if len(text) > TELEGRAM_LONGEST:
        text = text[: TELEGRAM_LONGEST - 4] + "\n..."
    url = f"{settings.telegram_url.rstrip('/')}/bot{token}/sendMessage"
    _post(url, {"chat_id": chat, "text": text, "link_preview_options": {"is_disabled": True}})


def send_email(settings: Settings, to: list[str], message: Mapping[str, Any]) -> None:
    """One mail in plain text to all receivers. One whom the server refuses costs that one, unless it is all."""
    import smtplib
    import ssl
    from email.message import EmailMessage
    from email.utils import formatdate

    if not settings.smtp_host:
        raise ChannelError("no smtp_host is set")
    mail = EmailMessage()
    mail["Subject"] = " ".join(message["text"].split())[:200]
    mail["From"] = settings.smtp_from or f"tidewaiter@{socket.gethostname() or 'localhost'}"
    mail["To"] = ", ".join(to)
    mail["Date"] = formatdate()
    mail["Message-ID"] = f"<{message['id']}@tidewaiter>"
    mail.set_content("\n".join(text_lines(message, most=50)))
    context = ssl.create_default_context()
    try:
        if settings.smtp_security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT, context=context)
        else:
            server = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT)
        with server:
            if settings.smtp_security == "starttls":
                server.starttls(context=context)
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
            server.send_message(mail)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise ChannelError(f"mail server: {type(error).__name__}") from error


def _post(url: str, body: dict[str, Any]) -> None:
    import httpx

    # It logs each request with its whole address, and Telegram's holds the token.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        answer = httpx.post(url, json=body, timeout=TIMEOUT)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        # The error's text may hold the address, and that a token: the kind says enough.
        raise ChannelError(type(error).__name__) from None
    if not answer.is_success:
        raise ChannelError(f"status {answer.status_code}")
