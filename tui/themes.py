"""Our own themes: a dark one, a light one, and one of high contrast. Widgets know theme variables only."""

from __future__ import annotations

from textual.theme import Theme


def _series(*colours: str) -> dict[str, str]:
    """The colours of curves, as the theme variables `series-1` to `series-5`."""
    return {f"series-{place}": colour for place, colour in enumerate(colours, 1)}


DARK = Theme(
    name="backdrill-dark",
    primary="#5fb3d9",
    secondary="#8a7fd1",
    accent="#e0a458",
    success="#7fb77e",
    warning="#e0c15a",
    error="#e06c75",
    foreground="#d8dee6",
    background="#14181f",
    surface="#1b212a",
    panel="#252d38",
    dark=True,
    variables={
        "footer-key-foreground": "#e0a458",
        "foreground-muted": "#9aa5b3",
        "input-selection-background": "#5fb3d9 35%",
        "block-cursor-text-style": "bold",
        **_series("#5fb3d9", "#e0a458", "#b48ede", "#7fb77e", "#e06c75"),
    },
)
LIGHT = Theme(
    name="backdrill-light",
    primary="#1f6f97",
    secondary="#5b4fa3",
    accent="#7a4100",
    success="#2f7a3b",
    warning="#8a6a00",
    error="#b3263a",
    foreground="#20262e",
    background="#faf8f4",
    surface="#f1eee7",
    panel="#e4dfd4",
    dark=False,
    variables={
        "footer-key-foreground": "#7a4100",
        "foreground-muted": "#4a525b",
        "input-selection-background": "#1f6f97 25%",
        "block-cursor-text-style": "bold",
        **_series("#1f6f97", "#a85b00", "#6b3fa0", "#2f7a3b", "#b3263a"),
    },
)
CONTRAST = Theme(
    name="backdrill-contrast",
    primary="#66d9ff",
    secondary="#c9b3ff",
    accent="#ffd75f",
    success="#7dff7d",
    warning="#ffff66",
    error="#ff8080",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#262626",
    dark=True,
    text_alpha=1.0,
    variables={
        "footer-key-foreground": "#ffd75f",
        "text-muted": "#d0d0d0",
        "foreground-muted": "#d0d0d0",
        "block-cursor-text-style": "bold reverse",
        **_series("#66d9ff", "#ffd75f", "#ff9cff", "#7dff7d", "#ff8080"),
    },
)
THEMES = (DARK, LIGHT, CONTRAST)
