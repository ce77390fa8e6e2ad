"""Pictures: Jinja2 templates of SVG, made PNG with the fonts that lie here, so that they come out the same everywhere."""

from pathlib import Path
from typing import Final

import resvg_py
from jinja2 import Environment, PackageLoader, StrictUndefined

TEMPLATES: Final = Environment(
    loader=PackageLoader(__name__, "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
FONT: Final = "DejaVu Sans"
FONTS: Final = tuple(str(path) for path in sorted((Path(__file__).parent / "fonts").glob("*.ttf")))


def png(svg: str, width: int) -> bytes:
    """An SVG as PNG, `width` pixels wide; the same bytes for the same SVG on every machine."""
    # Without a resolution, sizes in millimetres mean nothing to it.
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        width=width,
        dpi=96,
        background="#ffffff",
        skip_system_fonts=True,
        font_files=list(FONTS),
        font_family=FONT,
    )
