"""The tabs of the page; components of Gradio."""
