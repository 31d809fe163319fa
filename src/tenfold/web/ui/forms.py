"""How forms look: label above, help under it, the error below with an icon."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Renders each field by our own template."""

    field_template_name = "ui/field.html"
