"""Plain addresses of the look-up; a site includes them once, under any prefix."""

from django.urls import path

from egov_tracking import views

app_name = "egov_tracking"

urlpatterns = [
    path("lookup/", views.look_up, name="lookup"),
    path("dossiers/<slug:reference>/", views.dossier, name="dossier"),
    path("dossiers/<slug:reference>/supplement/", views.supplement, name="supplement"),
    path("dossiers/<slug:reference>/correct/", views.correct, name="correct"),
    path("dossiers/<slug:reference>/close/", views.close, name="close"),
    path("dossiers/<slug:reference>/withdraw/", views.withdraw, name="withdraw"),
    path("dossiers/<slug:reference>/files/<uuid:attachment_id>/", views.download, name="file"),
]
