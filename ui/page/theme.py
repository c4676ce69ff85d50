"""The Gradio theme of the page: colours and system fonts, and the paths of its CSS and JavaScript."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradio.themes import Base

FOLDER = Path(__file__).parent
CSS = FOLDER / "page.css"
SCRIPT = FOLDER / "page.js"


def theme() -> "Base":
    """A calm theme whose text passes WCAG AA on its grounds, light and dark; no font is fetched."""
    import gradio as gr

    sans = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"]
    mono = ["ui-monospace", "Consolas", "monospace"]
    base = gr.themes.Base(
        primary_hue="blue", secondary_hue="slate", neutral_hue="slate", radius_size="sm", text_size="md", font=sans, font_mono=mono
    )
    return base.set(
        body_background_fill="#fbfbfa", body_background_fill_dark="#12161c",
        background_fill_primary="#ffffff", background_fill_primary_dark="#181d25",
        background_fill_secondary="#f4f4f2", background_fill_secondary_dark="#1f2530",
        body_text_color="#1b2430", body_text_color_dark="#e7eaee",
        body_text_color_subdued="#4c5766", body_text_color_subdued_dark="#a9b4c2",
        block_label_text_color="#4c5766", block_label_text_color_dark="#a9b4c2",
        block_title_text_color="#36414f", block_title_text_color_dark="#c4ccd6", block_title_text_weight="500",
        block_info_text_color="#4c5766", block_info_text_color_dark="#a9b4c2",
        input_placeholder_color="#5f6b7a", input_placeholder_color_dark="#98a4b3",
        border_color_primary="#dcdfe3", border_color_primary_dark="#323b48",
        block_shadow="none", block_border_width="0px", block_background_fill="transparent", block_background_fill_dark="transparent",
        input_border_color="#aab2bd", input_border_color_dark="#4b5768", input_border_width="1px",
        input_background_fill="#ffffff", input_background_fill_dark="#12161c",
        button_primary_background_fill="#1f4e79", button_primary_background_fill_hover="#173c5e", button_primary_text_color="#ffffff",
        button_primary_background_fill_dark="#2d6ea8", button_primary_background_fill_hover_dark="#25639a",
        button_primary_text_color_dark="#ffffff",
        button_secondary_background_fill="#e9ebee", button_secondary_background_fill_hover="#dcdfe4", button_secondary_text_color="#1b2430",
        button_secondary_background_fill_dark="#2a323e", button_secondary_background_fill_hover_dark="#364050",
        button_secondary_text_color_dark="#e7eaee",
        color_accent="#1f4e79", link_text_color="#1f4e79", link_text_color_dark="#8fc1ee",
        link_text_color_hover="#173c5e", link_text_color_visited="#1f4e79", link_text_color_visited_dark="#8fc1ee",
        slider_color="#1f4e79", checkbox_background_color_selected="#1f4e79", checkbox_border_color="#6b7684",
    )  # fmt: skip
