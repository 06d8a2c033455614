"""Every address of the site. Paths are Vietnamese without accents, names are English."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from legaldocs.views import accounts, comparison, document_list, documents, drafts, files, repair

urlpatterns = [
    path("", include("workflow.urls")),
    path("tim-kiem/", include("search.urls")),
    path("van-ban/", document_list.document_list, name="document-list"),
    path("van-ban/<int:pk>/", documents.document_detail, name="document-detail"),
    path("van-ban/<int:pk>/so-sanh/", comparison.version_comparison, name="version-comparison"),
    path("van-ban/<int:pk>/so-sanh/tep/", comparison.version_comparison_file, name="version-comparison-file"),
    path("van-ban/<int:pk>/sua-cau-truc/", repair.structure_repair, name="structure-repair"),
    path("du-thao/", drafts.draft_list, name="draft-list"),
    path("du-thao/moi/", drafts.draft_new, name="draft-new"),
    path("du-thao/moi/<int:pk>/", drafts.draft_details, name="draft-details"),
    path("du-thao/<int:pk>/phien-ban-moi/", drafts.draft_new_version, name="draft-new-version"),
    path("du-thao/<int:pk>/phien-ban-moi/<int:file_pk>/", drafts.draft_version_check, name="draft-version-check"),
    path("tep/<int:pk>/", files.file_download, name="file-download"),
    path("tep/<int:pk>/xem/", files.file_view, name="file-view"),
    path("tep/<int:pk>/trang/<int:number>/", files.file_page, name="file-page"),
    path("dang-nhap/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("dang-xuat/", auth.LogoutView.as_view(), name="logout"),
    path("doi-mat-khau/", accounts.PasswordChange.as_view(), name="password-change"),
    path("quan-tri/", admin.site.urls),
]
