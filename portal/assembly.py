"""The shell around every room: settings, keys, database, headers, errors, templates, languages."""

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import area, config, db, kept, languages, sealed
from portal.accounts import access
from portal.helplines import views as helplines
from portal.web import assets, errors, forms, headers, logs, templating
from portal.web.application import Application
from portal.web.compression import Compressed


def shell(settings: config.Settings | None = None) -> Flask:
    """Build an application that answers nothing yet, and answers that well."""
    settings = settings or config.from_environment()
    kept.install(settings.instance / "kept")
    sealed.install(sealed.parse_keys(settings.data_keys))
    here = area.load(settings.content / "area")
    engine = db.engine_for(settings.database_url)

    app = Application("portal", static_folder=None)
    app.config.update(config.flask_options(settings))
    # No redirect for a missing slash: it would be built from whatever host the request claims.
    app.url_map.strict_slashes = False
    app.extensions["portal"] = {"settings": settings, "area": here, "engine": engine}

    logs.install(app, settings.log_level)
    headers.install(app, secure=settings.secure_cookies, leave=here.exit_to)
    db.install(app, engine)
    templating.install(app, here, assets.build(settings.instance / "static"), helplines.crisis_contacts)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(settings.instance / "kept"))
    forms.install(app)
    errors.install(app, helplines.last_resort)
    access.install(app, settings)
    app.wsgi_app = Compressed(app.wsgi_app, headers.is_personal)  # type: ignore[method-assign]
    _see_through_proxies(app, settings.trusted_proxies)
    app.wsgi_app = languages.LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]
    return app


def _see_through_proxies(app: Flask, count: int) -> None:
    """Believe what this many proxies of ours say about the client, and nobody else."""
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, count, count, count)  # type: ignore[method-assign]
