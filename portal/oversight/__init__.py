"""Who looked, and who did what: the trail, for those who answer for it, and the glass they look after."""
