/**
 * What the pages do beyond forms: passkeys, tokens behind the `#` of an address, and small comforts. It is loaded as it is, and
 * everything that it needs to know is in `data-` attributes.
 */

const all = (selector, within = document) => [...within.querySelectorAll(selector)];

/** Takes what stands behind the `#` out of the address, so that it isn't kept in the history. */
function takeHash() {
  const taken = new URLSearchParams(location.hash.slice(1));
  const isOurs = ['token', 'mfa_token', 'code'].some((name) => taken.has(name));
  if (isOurs) history.replaceState(null, '', location.pathname + location.search);
  return taken;
}

/** Puts it into the forms that ask for it, and shows what there is to do where it is missing. */
function fillFromHash(taken) {
  for (const input of all('[data-from-hash]')) {
    input.value = taken.get(input.dataset.fromHash) ?? '';
  }
  for (const part of all('[data-with-hash]')) {
    part.hidden = !taken.has(part.dataset.withHash);
    part.querySelector('[autofocus]')?.focus();
  }
  for (const part of all('[data-without-hash]')) {
    part.hidden = taken.has(part.dataset.withoutHash);
  }
  for (const part of all('[data-open-without-hash]')) part.open = !taken.has('token');
  for (const part of all('[data-fill-from-hash]')) {
    const name = part.dataset.fillFromHash;
    const input = part.querySelector(`[name="${name}"]`);
    if (input && taken.has(name)) input.value = taken.get(name);
  }
  const methods = taken.get('methods')?.split(/[ ,]/);
  if (methods) {
    for (const part of all('[data-method]')) part.hidden = !methods.includes(part.dataset.method);
  }
}

/** A form that was sent isn't sent again while its answer is awaited. */
function submitOnce(event) {
  const button = event.submitter;
  if (!button) return;
  if (event.target.dataset.busy) event.preventDefault();
  event.target.dataset.busy = button.dataset.busy = 'true';
}

/** A page that is shown again by going back can be used again. */
function freeForms() {
  for (const busy of all('[data-busy]')) delete busy.dataset.busy;
}

const EYE =
  'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12M12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6';

function addReveal(secret) {
  const input = secret.querySelector('input');
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'reveal';
  button.setAttribute('aria-label', secret.dataset.reveal);
  button.setAttribute('aria-pressed', 'false');
  button.setAttribute('aria-controls', input.id);
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', EYE);
  svg.append(path);
  button.append(svg);
  button.addEventListener('click', () => {
    const isShown = input.type === 'text';
    input.type = isShown ? 'password' : 'text';
    button.setAttribute('aria-pressed', String(!isShown));
  });
  // What is sent as text, browsers offer again.
  input.form?.addEventListener('submit', () => {
    input.type = 'password';
  });
  secret.append(button);
}

function addCopy(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener('click', async () => {
    const codes = all('code', document.getElementById(button.dataset.copy));
    await navigator.clipboard.writeText(codes.map((code) => code.textContent).join('\n'));
    button.textContent = button.dataset.copied;
  });
}

/** Times in the time zone of the visitor, which no server knows. */
function localTimes() {
  const language = document.documentElement.lang;
  for (const time of all('time[data-time]')) {
    const style = time.dataset.time === 'moment' ? { timeStyle: 'short' } : {};
    const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', ...style });
    time.textContent = format.format(new Date(time.dateTime));
  }
}

async function post(url, body) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  return { ok: answer.ok, body: text ? JSON.parse(text) : {} };
}

/** A refusal of the API, by its code. */
class Refused extends Error {
  constructor({ detail }) {
    super(detail?.code ?? detail);
    this.detail = detail;
  }
}

async function asked(url, body) {
  const answer = await post(url, body);
  if (!answer.ok) throw new Refused(answer.body);
  return answer.body;
}

/** What else the form around a button has to say: the current password, the token of a login. */
function beside(part) {
  const names = ['current_password', 'mfa_token'];
  const inputs = all(names.map((name) => `[name="${name}"]`).join(), part.closest('.panel, main'));
  const own = inputs.filter(({ id }) => !id || id.startsWith('passkey-options-'));
  return Object.fromEntries(
    own.filter(({ value }) => value).map(({ name, value }) => [name, value]),
  );
}

let offered;

/** What the API asks an authenticator for. */
function begin(part) {
  const { current_password } = beside(part);
  return asked(part.dataset.options, current_password ? { current_password } : {});
}

/** Has the authenticator do it, and tells the API what it says. */
async function usePasskey(part, begun, mediation) {
  const isNew = part.dataset.passkey === 'create';
  offered?.abort();
  offered = new AbortController();
  const read = isNew ? 'parseCreationOptionsFromJSON' : 'parseRequestOptionsFromJSON';
  const publicKey = PublicKeyCredential[read](begun.options);
  const credential = await navigator.credentials[isNew ? 'create' : 'get']({
    ...{ publicKey, signal: offered.signal },
    ...(mediation && { mediation }),
  });
  const { mfa_token } = beside(part);
  const { challenge_token } = begun;
  const given = {
    challenge_token,
    credential: credential.toJSON(),
    ...(mfa_token && { mfa_token }),
  };
  await asked(part.dataset.action, given).catch((error) => {
    if (error.message === 'LOGIN_PASSKEY_UNKNOWN') forget(publicKey.rpId, credential.id);
    throw error;
  });
  goOn(part.dataset.done);
}

/** The browser offers a passkey no longer that the API doesn't know. */
function forget(rpId, credentialId) {
  PublicKeyCredential.signalUnknownCredential?.({ rpId, credentialId });
}

function goOn(done) {
  if (done) location.assign(done);
  else location.reload();
}

function refuse(part, error) {
  // The visitor closed the dialogue, or began another one.
  if (['AbortError', 'NotAllowedError'].includes(error.name)) return;
  const { secondFactor, texts } = part.dataset;
  if (error.message === 'LOGIN_MFA_REQUIRED' && secondFactor) {
    const { mfa_token, methods } = error.detail;
    location.assign(`${secondFactor}#${new URLSearchParams({ mfa_token, methods })}`);
    return;
  }
  const known = JSON.parse(texts);
  const place = part.querySelector('.error');
  place.textContent = known[error.message] ?? known.failed;
  place.hidden = false;
}

async function addPasskey(part) {
  part.hidden = false;
  part.querySelector('button').addEventListener('click', () => {
    part.querySelector('.error').hidden = true;
    begin(part)
      .then((begun) => usePasskey(part, begun))
      .catch((error) => refuse(part, error));
  });
  const isConditional = 'conditional' in part.dataset;
  if (!isConditional || !(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  // Nobody has asked for it yet: where it isn't to be had, nothing is said.
  const begun = await begin(part).catch(() => undefined);
  if (begun) await usePasskey(part, begun, 'conditional').catch((error) => refuse(part, error));
}

fillFromHash(takeHash());
document.addEventListener('submit', submitOnce);
addEventListener('pageshow', freeForms);
for (const secret of all('[data-reveal]')) addReveal(secret);
for (const button of all('[data-copy]')) addCopy(button);
localTimes();
if (globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON) {
  for (const part of all('[data-passkey]')) void addPasskey(part);
}
