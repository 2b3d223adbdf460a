from django.urls import path

from . import views

urlpatterns = [
    # The login page offers it under this name.
    path("password_reset/", views.AskForLink.as_view(), name="admin_password_reset"),
    path("password_reset/done/", views.LinkSent.as_view(), name="password_reset_done"),
    path("password/<uidb64>/<token>/", views.SetPassword.as_view(), name="password_reset_confirm"),
    path("password/set/", views.PasswordSet.as_view(), name="password_reset_complete"),
]
