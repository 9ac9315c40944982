"""Django's admin with an order model: `python django_orders.py FOLDER`. Prints its port, then serves."""

from __future__ import annotations

import sys
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.conf import settings
from django.core.management import call_command

folder = Path(sys.argv[1])
settings.configure(
    DEBUG=True,
    SECRET_KEY="for tests alone",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "orders.sqlite3"}},
    INSTALLED_APPS=[
        "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
        "django.contrib.messages", "django.contrib.staticfiles",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    STATIC_URL="/static/",
)  # fmt: skip
django.setup()

from django.contrib import admin  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.urls import path  # noqa: E402


class Customer(models.Model):
    name = models.CharField(max_length=80)

    class Meta:
        app_label = "auth"  # an application of its own would need a module

    def __str__(self) -> str:
        return str(self.name)


class Order(models.Model):
    number = models.CharField(max_length=20)
    customer = models.ForeignKey(Customer, models.CASCADE)
    terms = models.CharField(max_length=10, choices=[("cash", "Cash"), ("30", "30 days")])
    delivery = models.DateField(null=True, blank=True)
    express = models.BooleanField(default=False)
    remarks = models.TextField(blank=True)

    class Meta:
        app_label = "auth"

    def __str__(self) -> str:
        return str(self.number)


class Line(models.Model):
    order = models.ForeignKey(Order, models.CASCADE)
    item = models.CharField(max_length=40)
    quantity = models.IntegerField()

    class Meta:
        app_label = "auth"


class Lines(admin.TabularInline):  # type: ignore[type-arg]
    model = Line
    extra = 1


class CustomerAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    search_fields = ("name",)


class OrderAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("number", "customer", "terms")
    search_fields = ("number",)
    autocomplete_fields = ("customer",)
    inlines = (Lines,)


admin.site.register(Customer, CustomerAdmin)
admin.site.register(Order, OrderAdmin)
urlpatterns = [path("admin/", admin.site.urls)]


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def main() -> None:
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        for model in (Customer, Order, Line):
            editor.create_model(model)
    User.objects.create_superuser("ana", password="secret-word")
    for name in ("SECRET Ltd", "SECRET Inc"):
        Customer.objects.create(name=name)
    with make_server("127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), Server, Quiet) as server:
        print(server.server_port, flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
