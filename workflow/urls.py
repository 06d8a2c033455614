"""The addresses of the workflow. `workflow.views.take_action` serves every action of every kind of row."""

from django.urls import path

from legaldocs.models import Document, Relation
from workflow.models import Appraisal, Finding, Review, SelfCheck
from workflow.views import (
    appraisals,
    dashboard,
    findings,
    history,
    relations,
    relevance,
    reviews,
    self_checks,
    systematization,
)
from workflow.views.take_action import take_action

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("tham-dinh/", appraisals.appraisal_list, name="appraisal-list"),
    path("tham-dinh/<int:pk>/", appraisals.appraisal_detail, name="appraisal-detail"),
    path("tham-dinh/<int:pk>/bao-cao/", appraisals.appraisal_report, name="appraisal-report"),
    path("tham-dinh/<int:pk>/dieu/", findings.article_findings, name="appraisal-article"),
    path("tham-dinh/<int:pk>/bang-doi-chieu.docx", findings.findings_table, name="appraisal-findings-table"),
    path("tham-dinh/<int:pk>/bang-doi-chieu.xlsx", findings.findings_workbook, name="appraisal-findings-workbook"),
    path("phat-hien/<int:pk>/ben-canh/", findings.finding_beside, name="finding-beside"),
    path("tham-dinh/do-tin-cay/", relevance.relevance, name="finding-relevance"),
    path("tu-kiem-tra/", self_checks.self_check_list, name="self-check-list"),
    path("tu-kiem-tra/<int:pk>/", self_checks.self_check_detail, name="self-check-detail"),
    path("tu-kiem-tra/<int:pk>/bao-cao/", self_checks.self_check_report, name="self-check-report"),
    path("ra-soat/", reviews.review_list, name="review-list"),
    path("ra-soat/<int:pk>/", reviews.review_detail, name="review-detail"),
    path("ra-soat/<int:pk>/phieu/", reviews.review_form, name="review-form"),
    path("quan-he/", relations.relation_list, name="relation-list"),
    path("he-thong-hoa/", systematization.systematization, name="systematization"),
    path("he-thong-hoa/<str:period>/", systematization.period_lists, name="systematization-lists"),
    path("he-thong-hoa/<str:period>/van-ban/", systematization.period_documents, name="systematization-documents"),
    path("he-thong-hoa/<str:period>/<str:file>", systematization.period_file, name="systematization-file"),
    path("van-ban/<int:pk>/lich-su/", history.document_history, name="document-history"),
    *(
        path(f"{prefix}/<int:pk>/viec/<slug:action>/", take_action, {"model": model}, name=f"{name}-action")
        for prefix, model, name in (
            ("van-ban", Document, "document"),
            ("tham-dinh", Appraisal, "appraisal"),
            ("phat-hien", Finding, "finding"),
            ("tu-kiem-tra", SelfCheck, "self-check"),
            ("ra-soat", Review, "review"),
            ("quan-he", Relation, "relation"),
        )
    ),
]
