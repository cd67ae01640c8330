"""Taking out everything that is held about one case, as a file to print or to hand on."""
