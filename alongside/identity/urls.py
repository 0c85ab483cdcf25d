from django.urls import path

from alongside.identity.views import (
    codes,
    confirmations,
    letters,
    passwords,
    second_factor,
    sessions,
    sign_in,
    tokens,
)

app_name = "identity"
urlpatterns = [
    path("sign-in/", sign_in.session_create, name="session_create"),
    path("sign-in/second-step/", sign_in.second_step_create, name="second_step_create"),
    path("sign-in/code/", codes.code_create, name="code_create"),
    path("sign-in/code/entry/", codes.code_session_create, name="code_session_create"),
    path("sign-in/reset/", codes.reset_create, name="reset_create"),
    path("sign-in/reset/password/", codes.reset_update, name="reset_update"),
    path("sign-in/letter/", letters.letter_session_create, name="letter_session_create"),
    path("sign-in/as/<int:pk>/", sign_in.demo_session_create, name="demo_session_create"),
    path("sign-out/", sign_in.session_delete, name="session_delete"),
    path("confirm/", confirmations.confirmation_create, name="confirmation_create"),
    path("account/sessions/", sessions.session_list, name="session_list"),
    path("account/sessions/others/end/", sessions.other_sessions_end, name="other_sessions_end"),
    path("account/sessions/<slug:key>/end/", sessions.session_end, name="session_end"),
    path("account/devices/<int:pk>/end/", sessions.device_end, name="device_end"),
    path("account/second-factor/", second_factor.second_factor_detail, name="second_factor_detail"),
    path("account/second-factor/app/", second_factor.second_factor_create, name="second_factor_create"),
    path("account/second-factor/end/", second_factor.second_factor_delete, name="second_factor_delete"),
    path("account/second-factor/codes/", second_factor.recovery_code_list, name="recovery_code_list"),
    path("account/second-factor/codes/new/", second_factor.recovery_code_create, name="recovery_code_create"),
    path("account/password/", passwords.password_update, name="password_update"),
    path("account/tokens/", tokens.token_list, name="token_list"),
    path("account/tokens/new/", tokens.token_create, name="token_create"),
    path("account/tokens/<int:pk>/end/", tokens.token_end, name="token_end"),
    path("administration/tokens/", tokens.service_token_list, name="service_token_list"),
    path("administration/tokens/new/", tokens.service_token_create, name="service_token_create"),
    path("administration/tokens/<int:pk>/end/", tokens.service_token_end, name="service_token_end"),
]
