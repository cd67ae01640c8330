"""What a server imports: the application, with its static files served in front of it."""

from portal import create_app
from portal.web.assets import with_static_files

application = with_static_files(create_app())
