"""Our own few icons: 24 by 24, drawn by a line of 1.75 in the text's colour."""

from __future__ import annotations

from typing import Final

ICONS: Final = {
    "pen": '<path d="M4 20l1-4L16.5 4.5a2.1 2.1 0 0 1 3 3L8 19l-4 1z"/><path d="M14.5 6.5l3 3"/>',
    "upload": '<path d="M12 16V4"/><path d="M7 9l5-5 5 5"/><path d="M5 20h14"/>',
    "download": '<path d="M12 4v12"/><path d="M7 11l5 5 5-5"/><path d="M5 20h14"/>',
    "list": '<path d="M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01"/>',
    "chart": '<path d="M4 20h16"/><path d="M7 16v-5M12 16V6M17 16v-8"/>',
    "live": '<rect x="3" y="5" width="18" height="12" rx="2"/><path d="M9 21h6M12 17v4"/>',
    "training": '<path d="M4 5v15h16"/><path d="M7 8c2 7 5 9 13 9"/>',
    "layers": '<path d="M12 4l8 4-8 4-8-4z"/><path d="M4 12l8 4 8-4M4 16l8 4 8-4"/>',
    "sure": '<circle cx="12" cy="12" r="9" class="icon-fill"/><path class="icon-cut" d="M8 12.5l2.8 2.8L16 9.5"/>',
    "again": '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="2.6" class="icon-fill"/>',
    "none": '<circle cx="12" cy="12" r="8.5"/><path d="M6.2 17.8L17.8 6.2"/>',
    "alert": '<path d="M12 3.5L2.5 20h19z"/><path d="M12 10v4.5M12 17.2v.1"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.6v.1"/>',
    "offline": '<path d="M3 4l18 17"/><path d="M5 12a10 10 0 0 1 4-2.4M19 12a10 10 0 0 0-4.5-2.6M8.5 15.5a5 5 0 0 1 6 0M12 19v.1"/>',
    "moon": '<path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z"/>',
    "sun": '<circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6L7 7M17 17l1.4 1.4M18.4 5.6L17 7M7 17l-1.4 1.4"/>',
    "auto": '<circle cx="12" cy="12" r="8.5"/><path class="icon-fill" d="M12 3.5v17a8.5 8.5 0 0 0 0-17z"/>',
    "down": '<path d="M6 9.5l6 6 6-6"/>',
    "right": '<path d="M9.5 6l6 6-6 6"/>',
    "left": '<path d="M14.5 6l-6 6 6 6"/>',
    "arrow": '<path d="M4 12h15M14 7l5 5-5 5"/>',
    "more": (
        '<circle cx="5.5" cy="12" r="1" class="icon-fill"/>'
        '<circle cx="12" cy="12" r="1" class="icon-fill"/>'
        '<circle cx="18.5" cy="12" r="1" class="icon-fill"/>'
    ),
    "close": '<path d="M6 6l12 12M18 6L6 18"/>',
    "check": '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
    "undo": '<path d="M8 5L4 9l4 4"/><path d="M4 9h10a5.5 5.5 0 0 1 0 11H9"/>',
    "redo": '<path d="M16 5l4 4-4 4"/><path d="M20 9H10a5.5 5.5 0 0 0 0 11h5"/>',
    "erase": '<path d="M9 19l-5-5a1.5 1.5 0 0 1 0-2l8-8a1.5 1.5 0 0 1 2 0l5.5 5.5a1.5 1.5 0 0 1 0 2L12 19z"/><path d="M8 8.5l7.5 7.5M12 19.5h8"/>',
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="M16 16l4.5 4.5"/>',
    "trash": '<path d="M4 7h16M9 7V4.5h6V7M6 7l1 13h10l1-13M10 11v5.5M14 11v5.5"/>',
    "camera": '<path d="M4 8h3.5L9 5.5h6L16.5 8H20v11H4z"/><circle cx="12" cy="13" r="3.5"/>',
    "picture": '<rect x="3.5" y="4.5" width="17" height="15" rx="2"/><path d="M4 17l5-5 4 4 3-3 4 4M9 9v.1"/>',
    "folder": '<path d="M3.5 6.5h6l2 2.5h9v10.5h-17z"/>',
    "play": '<path class="icon-fill" d="M8 5.5l10.5 6.5L8 18.5z"/>',
    "pause": '<path d="M8.5 6v12M15.5 6v12"/>',
    "stop": '<rect class="icon-fill" x="7" y="7" width="10" height="10" rx="1"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2.5"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "beside": '<path d="M5 5h5.5v14H5zM13.5 5H19v14h-5.5z"/>',
    "person": '<circle cx="12" cy="8" r="3.8"/><path d="M4.5 20c.8-4 3.7-6 7.5-6s6.7 2 7.5 6"/>',
    "people": '<circle cx="9" cy="8.5" r="3.3"/><path d="M2.5 19.5c.6-3.6 3-5.5 6.5-5.5s5.9 1.9 6.5 5.5M16 5.5a3.3 3.3 0 0 1 0 6.2M17.5 14.3c2.3.6 3.6 2.3 4 5.2"/>',
    "key": '<circle cx="8" cy="15.5" r="4"/><path d="M11 12.5L19.5 4M16 7.5l3 3"/>',
    "leave": '<path d="M10 4.5H5v15h5"/><path d="M9.5 12H20M16 8l4 4-4 4"/>',
    "copy": '<rect x="8.5" y="8.5" width="12" height="12" rx="2"/><path d="M15.5 8.5v-5h-12v12h5"/>',
    "full": '<path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5"/>',
}
"""Name and content of each icon."""
