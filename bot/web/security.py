"""What the pages of the house may do in a browser: nothing but show themselves."""

from bot.chatview.headers import NO_OTHERS

HEADERS = {
    **NO_OTHERS,
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
}
