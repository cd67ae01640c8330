"""One's own account: where one is signed in, and how one shows that it is oneself."""
