"""The addresses of search, under tim-kiem/."""

from django.urls import path

from search import views, views_saved

urlpatterns = [
    path("", views.search, name="search"),
    path("goi-y/", views.suggestions, name="search-suggestions"),
    path("excel/", views_saved.search_spreadsheet, name="search-spreadsheet"),
    path("luu/", views_saved.saved_search_new, name="saved-search-new"),
    path("da-luu/", views_saved.saved_search_list, name="saved-search-list"),
    path("da-luu/<int:pk>/", views_saved.saved_search_detail, name="saved-search-detail"),
    path("da-luu/<int:pk>/sua/", views_saved.saved_search_edit, name="saved-search-edit"),
    path("da-luu/<int:pk>/da-xem/", views_saved.saved_search_seen, name="saved-search-seen"),
    path("da-luu/<int:pk>/theo-doi/", views_saved.saved_search_follow, name="saved-search-follow"),
    path("da-luu/<int:pk>/bo/", views_saved.saved_search_archive, name="saved-search-archive"),
    path("da-luu/<int:pk>/lay-lai/", views_saved.saved_search_restore, name="saved-search-restore"),
]
