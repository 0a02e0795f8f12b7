"""Pages that come instead of a feed."""

import pytest

from daemon.feeds.doorway import page_kind


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<html><body><h1>Nothing here</h1></body></html>", "a web page came instead"),
        ("<html><title>Our shop</title></html>", 'a web page came instead: "Our shop"'),
        ("<html><title>Sign in</title></html>", 'a login page came instead: "Sign in"'),
        ('<html><form><input name="p" type="password"></form></html>', "a login page came instead"),
        ("<html><input type=password></html>", "a login page came instead"),
        ("<html><title>Just a moment...</title></html>", 'a captcha page came instead: "Just a moment..."'),
        ('<html><div class="g-recaptcha"></div></html>', "a captcha page came instead"),
        ("<html><p>Please verify you are human</p></html>", "a captcha page came instead"),
        ("<html><title>Signing the treaty</title></html>", 'a web page came instead: "Signing the treaty"'),
    ],
)
def test_doorways_are_recognised(page: str, said: str) -> None:
    """F11: a login or captcha page is called one, for the mend is another; other pages stay pages."""
    assert page_kind(page) == said
