import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

django = get_wsgi_application()

from newsroom.pages import PageLayer  # noqa: E402  (it reads the settings)

application = PageLayer(django)
