from django.urls import path

from alongside.invitations.views import letters, waves, welcome

app_name = "invitations"
urlpatterns = [
    path("invitations/", waves.wave_list, name="wave_list"),
    path("invitations/new/", waves.wave_create, name="wave_create"),
    path("invitations/for/<int:person_pk>/", waves.invitation_create, name="invitation_create"),
    path("invitations/<int:pk>/", waves.wave_detail, name="wave_detail"),
    path("invitations/<int:pk>/beginning/", waves.beginning_create, name="beginning_create"),
    path("invitations/<int:pk>/pause/", waves.pause_create, name="pause_create"),
    path("welcome/<str:signed>/", welcome.welcome_create, name="welcome_create"),
    path("letters/", letters.letter_list, name="letter_list"),
    path("letters/for/<int:person_pk>/", letters.letter_create, name="letter_create"),
    path("letters/paper/", letters.letter_detail, name="letter_detail"),
    path("letters/resets/<int:pk>/", letters.reset_confirmation_create, name="reset_confirmation_create"),
]
