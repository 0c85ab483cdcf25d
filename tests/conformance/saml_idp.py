"""One answer of a real SAML identity provider (pysaml2): reads a request as JSON from stdin, writes the response.

Runs in the environment of the conformance tools, never in the product. In: entity_id, sign_in_address, key and
certificate (files), metadata (ours, a file), query (SAMLRequest as it came), subject, email, signature, sign_response.
Out: where the browser posts the response, and the response.
"""

from __future__ import annotations

import base64
import json
import sys

from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.config import IdPConfig
from saml2.saml import NAMEID_FORMAT_PERSISTENT, NameID
from saml2.server import Server

asked = json.load(sys.stdin)
config = IdPConfig().load(
    {
        "entityid": asked["entity_id"],
        "xmlsec_binary": asked["xmlsec"],
        "key_file": asked["key"],
        "cert_file": asked["certificate"],
        "metadata": {"local": [asked["metadata"]]},
        "service": {
            "idp": {
                "endpoints": {"single_sign_on_service": [(asked["sign_in_address"], BINDING_HTTP_REDIRECT)]},
                "policy": {"default": {"lifetime": {"minutes": 5}, "attribute_restrictions": None}},
            }
        },
    }
)
provider = Server(config=config)
request = provider.parse_authn_request(asked["query"], BINDING_HTTP_REDIRECT).message
arguments = provider.response_args(request, bindings=[BINDING_HTTP_POST])
arguments.pop("name_id_policy", None)
response = provider.create_authn_response(
    {"mail": asked["email"]},
    userid=asked["subject"],
    name_id=NameID(format=NAMEID_FORMAT_PERSISTENT, text=asked["subject"]),
    authn={
        "class_ref": "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
        "authn_auth": "",
    },
    sign_assertion=True,
    sign_alg=asked["signature"],
    digest_alg="http://www.w3.org/2001/04/xmlenc#sha256",
    sign_response=asked["sign_response"],
    **arguments,
)
json.dump(
    {"to": arguments["destination"], "answer": base64.b64encode(str(response).encode()).decode()}, sys.stdout
)
