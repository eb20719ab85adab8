/** Registers, logs in by cookie, and follows the links of the mails: /?reset#token=... and /?verify#token=... */
const USERS = '/users';

/** What the API's codes say to a person. */
const CODES = {
  REGISTER_USER_ALREADY_EXISTS: 'This address is registered already: log in.',
  LOGIN_BAD_CREDENTIALS: 'Email or password is wrong.',
  RESET_PASSWORD_BAD_TOKEN: 'This link is no longer valid: ask for a new one.',
  VERIFY_USER_BAD_TOKEN: 'This link is no longer valid: ask for a new one.',
  VERIFY_USER_ALREADY_VERIFIED: 'Your address is confirmed already.',
};

const element = (id) => document.getElementById(id);

function say(message) {
  element('message').textContent = message;
}

/** @returns the answer's JSON; nothing where it has none */
async function call(method, path, body) {
  const json = !(body instanceof URLSearchParams);
  const response = await fetch(`${USERS}${path}`, {
    method,
    ...(body !== undefined && {
      headers: json ? { 'content-type': 'application/json' } : {},
      body: json ? JSON.stringify(body) : body,
    }),
  });
  const text = await response.text();
  const answer = text === '' ? undefined : JSON.parse(text);
  if (response.ok) return answer;
  const message = messageOf(answer?.detail) ?? `The answer was ${response.status}: ${text}`;
  throw Object.assign(new Error(message), { status: response.status });
}

/** In words; nothing for a code that is new to this page. */
function messageOf(detail) {
  // Fields that are missing or wrong: `loc` is `body`, and where in it.
  if (Array.isArray(detail)) {
    return detail.map(({ loc, msg }) => [...loc.slice(1), msg].join(': ')).join('; ');
  }
  // A refused password has the reason beside its code, as have the codes of your hooks.
  return CODES[detail?.code ?? detail] ?? detail?.reason;
}

/** Shows the user who is logged in, or the forms. */
async function show() {
  const user = await call('GET', '/me').catch((error) => {
    if (error.status !== 401) throw error;
  });
  element('user').hidden = user === undefined;
  element('visitor').hidden = user !== undefined;
  element('reset').hidden = true;
  element('confirm').hidden = true;
  if (user === undefined) return;
  element('name').textContent = user.name;
  element('email').textContent = user.email;
  element('verified').textContent = user.is_verified ? 'a confirmed address' : 'not yet confirmed';
  element('verify').hidden = user.is_verified;
}

function logIn({ email, password }) {
  return call('POST', '/login/cookie', new URLSearchParams({ username: email, password }));
}

/** What went wrong stays on the page, and so does the form. */
async function attempt(work) {
  say('');
  try {
    await work();
  } catch (error) {
    say(error.message);
  }
}

function onSubmit(id, work) {
  const form = element(id);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void attempt(async () => {
      await work(Object.fromEntries(new FormData(form)));
      form.reset();
    });
  });
}

/** The token is behind `#`, which browsers send to no server; it is taken out of the history. */
function takeToken() {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  const action = location.search.slice(1);
  if (token !== null) history.replaceState(null, '', '/');
  return { token, action };
}

const { token, action } = takeToken();

onSubmit('register', async (user) => {
  await call('POST', '/register', user);
  await logIn(user);
  await show();
  say('Welcome! We have sent you a mail.');
});

onSubmit('login', async (user) => {
  await logIn(user);
  await show();
});

onSubmit('forgot', async ({ email }) => {
  await call('POST', '/forgot-password', { email });
  say('If this address is registered, a mail is on its way.');
});

onSubmit('new-password', async ({ password }) => {
  await call('POST', '/reset-password', { token, password });
  await show();
  say('Your password is set: log in.');
});

// A link that somebody else's registration has caused, or that a scanner of mails opens, confirms nothing by itself.
onSubmit('confirm-address', async () => {
  await call('POST', '/verify', { token });
  await show();
  say('Your address is confirmed.');
});

element('verify').addEventListener('click', () =>
  attempt(async () => {
    await call('POST', '/request-verify-token', { email: element('email').textContent });
    say('A mail is on its way.');
  }),
);

element('logout').addEventListener('click', () =>
  attempt(async () => {
    await call('POST', '/logout/cookie');
    await show();
  }),
);

await attempt(async () => {
  if (token !== null && action === 'reset') {
    element('reset').hidden = false;
    return;
  }
  if (token !== null && action === 'verify') {
    element('confirm').hidden = false;
    return;
  }
  await show();
});
