"""What people say of our pages and of their help, what was done about it, and the panel of those who help to decide."""
