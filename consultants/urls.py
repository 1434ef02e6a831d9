"""/consultants/"""

from django.urls import path

from consultants import views

app_name = "consultants"
urlpatterns = [
    path("", views.consultants, name="list"),
    path("<int:pk>/", views.detail, name="detail"),
]
