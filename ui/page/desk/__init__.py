"""The logic behind the chat page, free of Gradio: questions, queues, uploads, feedback, links."""
