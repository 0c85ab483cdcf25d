// A real OpenID provider on loopback: node provider.js PORT RETURN_ADDRESS SECRET. Anybody signs in as whoever they type.
import { Provider } from "oidc-provider";

const [port, returnAddress, secret] = process.argv.slice(2);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: "alongside",
      client_secret: secret,
      redirect_uris: [returnAddress],
      grant_types: ["authorization_code"],
      response_types: ["code"],
    },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  cookies: { keys: ["only for tests"] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: `${id}@example.org`, email_verified: true, name: id }),
  }),
  pkce: { required: () => true },
});
provider.on("server_error", (_, problem) => console.error(problem));
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
