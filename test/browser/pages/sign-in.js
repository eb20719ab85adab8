/**
 * The script of a page that signs users in, at the API and the backend that its element names. It uses nothing but what
 * browsers have.
 */

const { api, backend, rpId } = document.currentScript.dataset;

/** What this page keeps, which in a frame of another site is nothing. */
function kept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Calls the API; with the access token where the login gave one. */
async function send(method, path, body) {
  const token = kept('token');
  const answer = await fetch(`${api}${path}`, {
    method,
    credentials: 'include',
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, ...(text && { json: JSON.parse(text) }) };
}

/** Keeps what a way to sign in gives: the access token, or what the login goes on with. */
async function signIn(path, body) {
  const answer = await send('POST', `/login/${backend}${path}`, body);
  const { access_token, detail } = answer.json ?? {};
  if (access_token) localStorage.setItem('token', access_token);
  if (detail?.mfa_token) sessionStorage.setItem('mfa_token', detail.mfa_token);
  return answer;
}

/** What an authenticator says to a challenge of the API. */
async function assertion(mediation) {
  const { json } = await send('POST', `/login/${backend}/passkey/options`);
  const credential = await navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json.options),
    ...(mediation && { mediation }),
  });
  return { challenge_token: json.challenge_token, credential: credential.toJSON() };
}

/** The user handle of a user's passkeys, for the Signal API. */
const userHandle = ({ id }) => btoa(id);

/** Has a browser forget a passkey that the API doesn't know. */
async function forgetIfUnknown(answer, credentialId) {
  if (answer.json?.detail !== 'LOGIN_PASSKEY_UNKNOWN') return;
  await PublicKeyCredential.signalUnknownCredential({ rpId, credentialId });
}

globalThis.page = {
  send,

  login: (username, password) => signIn('', { username, password }),

  /** Goes on with a login that takes a second factor. */
  finishLogin: (given) =>
    signIn('/mfa', { mfa_token: sessionStorage.getItem('mfa_token'), ...given }),

  /** The token of a login at a provider, behind the `#` of the address, which the page takes out of it. */
  takeMfaToken() {
    const behind = new URLSearchParams(location.hash.slice(1));
    history.replaceState(null, '', location.pathname);
    sessionStorage.setItem('mfa_token', behind.get('mfa_token'));
    return behind.get('methods');
  },

  async finishLoginByPasskey() {
    return page.finishLogin(await assertion());
  },

  /** @param conditional the browser makes it by itself, after a login by password */
  async addPasskey({ conditional = false, name } = {}) {
    const begun = await send('POST', '/me/passkeys/options', { conditional });
    if (begun.status !== 200) return begun;
    const { options, challenge_token } = begun.json;
    const made = await navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
      ...(conditional && { mediation: 'conditional' }),
    });
    return send('POST', '/me/passkeys', { challenge_token, credential: made.toJSON(), name });
  },

  /** @param mediation `conditional` for a page that opens, and whose field offers passkeys */
  async loginByPasskey(mediation) {
    const body = await assertion(mediation);
    const answer = await signIn('/passkey', body);
    await forgetIfUnknown(answer, body.credential.id);
    return answer;
  },

  async reauthenticateByPasskey() {
    const answer = await send('POST', `/reauthenticate/${backend}`, await assertion());
    if (answer.json?.access_token) localStorage.setItem('token', answer.json.access_token);
    return answer;
  },

  /** Tells the browser which passkeys the user has, and under which name. */
  async signal() {
    const [{ json: user }, { json: passkeys }] = await Promise.all([
      send('GET', '/me'),
      send('GET', '/me/passkeys'),
    ]);
    const userId = userHandle(user);
    const allAcceptedCredentialIds = passkeys.map(({ id }) => id);
    const { email: name } = user;
    await PublicKeyCredential.signalAllAcceptedCredentials({
      ...{ rpId, userId, allAcceptedCredentialIds },
    });
    await PublicKeyCredential.signalCurrentUserDetails({ rpId, userId, name, displayName: name });
  },

  async requestCode(email) {
    const answer = await send('POST', `/login/${backend}/email`, { email });
    // By cookie the browser keeps it by itself.
    if (backend !== 'cookie') localStorage.setItem('attempt', answer.json.attempt_token);
    return answer.status;
  },

  loginByCode: (code) =>
    signIn('/email/confirm', { attempt_token: kept('attempt') ?? undefined, code }),

  /** Behind the `#` of a link, which the page takes out of the address. */
  loginByLink() {
    const code = new URLSearchParams(location.hash.slice(1)).get('code');
    history.replaceState(null, '', location.pathname);
    return page.loginByCode(code);
  },
};
