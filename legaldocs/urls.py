"""Every address of the site. Paths are Vietnamese without accents, names are English."""

from django.contrib import admin
from django.urls import path

urlpatterns = [
    path("quan-tri/", admin.site.urls),
]
