from django.urls import path

from alongside.commitments import views

app_name = "commitments"
urlpatterns = [
    path("actions/", views.commitment_list, name="commitment_list"),
    path("actions/<int:pk>/", views.commitment_detail, name="commitment_detail"),
    path("actions/<int:pk>/keeping/", views.keeping_create, name="keeping_create"),
    path("actions/<int:pk>/redating/", views.redating_create, name="redating_create"),
    path("actions/<int:pk>/dropping/", views.dropping_create, name="dropping_create"),
    path("actions/<int:pk>/reopening/", views.reopening_create, name="reopening_create"),
    path("actions/<int:pk>/obstacles/", views.obstacle_create, name="obstacle_create"),
    path("obstacles/", views.obstacle_list, name="obstacle_list"),
    path("obstacles/<int:pk>/answer/", views.answer_create, name="answer_create"),
]
