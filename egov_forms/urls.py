"""Plain addresses of the wizard; a site includes them once, under any prefix."""

from django.urls import path

from egov_forms import views, wizard

app_name = "egov_forms"

urlpatterns = [
    path("services/<slug:slug>/start/", views.start, name="start"),
    path("services/<slug:slug>/form/", views.printable, name="printable"),
    path("resume/", views.resume, name="resume"),
    path("wards/<slug:province>/", views.wards, name="wards"),
    path("drafts/<uuid:draft_id>/", wizard.enter, name="draft"),
    path("drafts/<uuid:draft_id>/files/<uuid:attachment_id>/", views.download, name="file"),
    path("drafts/<uuid:draft_id>/<slug:step>/", wizard.step, name="step"),
]
