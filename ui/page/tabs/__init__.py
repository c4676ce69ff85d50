"""The tabs of the page, each built of Gradio components with their event handlers."""
