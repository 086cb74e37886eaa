"""An OpenID Connect provider on this machine, for judging the sign-in: Django OAuth Toolkit with a person and three clients.

usage: provider.py FOLDER LIFETIME
  FOLDER    where its database goes
  LIFETIME  how long an access token lasts, in seconds

Prints `ISSUER=…` once it listens. It demands PKCE, takes each refresh token once, and compares redirect URIs but for the port.
"""

import json
import socketserver
import sys
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import include, path

folder, lifetime = sys.argv[1], int(sys.argv[2])
key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
)
login_form = '<form method="post">{% csrf_token %}{{ form }}<input type="hidden" name="next" value="{{ next }}"></form>'

settings.configure(
    SECRET_KEY="of no use elsewhere",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF="__main__",
    LOGIN_URL="/login/",
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder + "/provider.sqlite",
            "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE"},
        }
    },
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "oauth2_provider",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "context_processors": ["django.template.context_processors.request"],
                "loaders": [
                    ("django.template.loaders.locmem.Loader", {"registration/login.html": login_form}),
                    "django.template.loaders.app_directories.Loader",
                ],
            },
        }
    ],
    OAUTH2_PROVIDER={
        "OIDC_ENABLED": True,
        "OIDC_RSA_PRIVATE_KEY": key.decode(),
        "SCOPES": {"openid": "who you are", "profile": "your name", "offline_access": "when you are away"},
        "ACCESS_TOKEN_EXPIRE_SECONDS": lifetime,
        "PKCE_REQUIRED": True,
        "ROTATE_REFRESH_TOKEN": True,
        "REFRESH_TOKEN_GRACE_PERIOD_SECONDS": 0,
        "REFRESH_TOKEN_REUSE_PROTECTION": True,
        "OAUTH2_VALIDATOR_CLASS": "__main__.Validator",
        "DEVICE_FLOW_INTERVAL": 1,
    },
)
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.contrib.auth.views import LoginView  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.http import JsonResponse  # noqa: E402
from oauth2_provider.decorators import protected_resource  # noqa: E402
from oauth2_provider.models import Application  # noqa: E402
from oauth2_provider.settings import oauth2_settings  # noqa: E402
from oauth2_provider.oauth2_validators import OAuth2Validator  # noqa: E402
from oauth2_provider.views import ConnectDiscoveryInfoView  # noqa: E402


class Validator(OAuth2Validator):
    def get_additional_claims(self, request):
        return {"preferred_username": request.user.username}


def discovery(request):
    """The toolkit's description, and two endpoints that it offers but names in another description only."""
    description = json.loads(ConnectDiscoveryInfoView.as_view()(request).content)
    more = {
        "revocation_endpoint": request.build_absolute_uri("/o/revoke_token/"),
        "device_authorization_endpoint": request.build_absolute_uri("/o/device-authorization/"),
    }
    return JsonResponse(description | more)


def ping(request):
    """What the service would answer: only to those with a token of this provider, else 401."""
    answer = protected_resource()(lambda _: JsonResponse({"version": "judge"}))(request)
    if answer.status_code == 403:
        answer.status_code = 401
    return answer


urlpatterns = [
    path("o/.well-known/openid-configuration", discovery),
    path("o/", include("oauth2_provider.urls")),
    path("login/", LoginView.as_view()),
    path("api/health/ping", ping),
]


class Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


call_command("migrate", verbosity=0)
User.objects.create_user("ann", password="open sesame")
Application.objects.create(
    client_id="nx1sh",
    client_type=Application.CLIENT_PUBLIC,
    authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
    redirect_uris="http://127.0.0.1/callback",
    algorithm=Application.RS256_ALGORITHM,
)
Application.objects.create(
    client_id="nx1sh-device",
    client_type=Application.CLIENT_PUBLIC,
    authorization_grant_type=Application.GRANT_DEVICE_CODE,
    algorithm=Application.RS256_ALGORITHM,
)
Application.objects.create(
    client_id="nx1-batch: it's",
    client_secret="a+b c:d%e&ß",
    client_type=Application.CLIENT_CONFIDENTIAL,
    authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
)
with make_server("127.0.0.1", 0, get_wsgi_application(), Server, QuietHandler) as server:
    page = f"http://127.0.0.1:{server.server_port}/o/device/"
    oauth2_settings.OAUTH_DEVICE_VERIFICATION_URI = page
    oauth2_settings.OAUTH_DEVICE_VERIFICATION_URI_COMPLETE = lambda code: f"{page}?user_code={code}"
    print(f"ISSUER=http://127.0.0.1:{server.server_port}/o", flush=True)
    server.serve_forever()
