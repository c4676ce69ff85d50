"""What visitors of the page have, without Gradio: questions, queues, uploads, feedback."""
