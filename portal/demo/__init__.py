"""The made-up people of a made-up place: bring them in, say how to sign in, clear them away."""
