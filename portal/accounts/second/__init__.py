"""Giving a second factor: setting one up, typing a code, and giving it again before something grave."""
