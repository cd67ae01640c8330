"""Which messages have not left and why; in the demonstration also what the mail catcher holds."""
