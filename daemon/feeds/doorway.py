"""A web page that came where a feed was asked for -> what kind of page it is, in a few words. Pure."""

import re

from daemon.feeds.guard import web_page_title

_LOOKED_AT = 100_000  #: characters
#: What stands in pages that want to know whether a person is asking.
_CAPTCHA = re.compile(
    r"captcha|cf-challenge|challenge-platform|cf_chl_|turnstile|_incapsula_|datadome|px-captcha|"
    r"verify(ing)? (that )?you are (a )?human|are you a robot|checking your browser",
    re.IGNORECASE,
)
_CAPTCHA_TITLE = re.compile(r"just a moment|attention required|access denied|robot", re.IGNORECASE)
_LOGIN = re.compile(r"<input[^<>]{0,300}type\s*=\s*[\"']?password", re.IGNORECASE)
_LOGIN_TITLE = re.compile(r"\b(log ?in|sign ?in|anmelden|connexion|iniciar sesi[oó]n|вход|войти)\b", re.IGNORECASE)


def page_kind(text: str) -> str:
    """`a captcha page came instead`, `a login page …` or `a web page …`, with its title if it has one."""
    title, looked_at = web_page_title(text), text[:_LOOKED_AT]
    if _CAPTCHA.search(looked_at) or _CAPTCHA_TITLE.search(title):
        kind = "a captcha page"
    elif _LOGIN.search(looked_at) or _LOGIN_TITLE.search(title):
        kind = "a login page"
    else:
        kind = "a web page"
    return f'{kind} came instead: "{title}"' if title else f"{kind} came instead"
