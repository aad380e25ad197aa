"""What is collected, when and how."""
