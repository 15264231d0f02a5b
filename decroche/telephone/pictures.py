"""Text as a QR code, which a telephone reads with its camera."""

from __future__ import annotations

import io

from django.utils.safestring import SafeString, mark_safe


def picture_of(text: str) -> SafeString:
    """A QR code (ISO/IEC 18004) as an SVG element. It is dark on white also on a dark page, because
    cameras do not read inverted codes reliably.
    """
    import segno

    svg = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(svg, kind="svg", scale=6, border=3, light="#fff", xmldecl=False)
    return mark_safe(svg.getvalue().decode())
