import { codeOf } from '../../support/domain/factor-domain.ts';
import { PASSWORD } from '../../support/passwords.ts';
import type { FaultClient } from '../support/fault-client.ts';
import { reading, type Scenario, scenario } from '../support/scenario.ts';
import { signedIn } from './accounts.ts';

/** Of the next step: that of now was the first one. */
const nextCode = (secret: string) => codeOf(secret, new Date(Date.now() + 30_000));

/** A user whose app waits for its first code. */
async function enrolling(client: FaultClient) {
  const { user, headers } = await signedIn(client, 'plain', client.vouchedFor());
  const { json } = await client.send('POST', '/me/mfa/totp', { headers });
  const secret: string = json.secret;
  const confirm = (code = codeOf(secret, new Date())) =>
    client.send('POST', '/me/mfa/totp/confirm', { headers, json: { code } });
  return { user, headers, secret, confirm };
}

/** A user whose app is in force. */
async function enrolled(client: FaultClient) {
  const { confirm, ...user } = await enrolling(client);
  const { status, text, json } = await confirm();
  if (status !== 200) throw new Error(`confirm: ${status} ${text}`);
  const recoveryCodes: readonly string[] = json.recovery_codes;
  return { ...user, recoveryCodes };
}

/** A login that needs the second factor. */
async function begun(client: FaultClient, of: string) {
  const enrolledUser = await enrolled(client);
  const headers = { origin: client.system.origin };
  const form = { username: enrolledUser.user.email, password: PASSWORD };
  const { json } = await client.send('POST', `/login/${of}`, { form, headers });
  const { mfa_token } = json.detail;
  const goOn = (given: object) =>
    client.send('POST', `/login/${of}/mfa`, { json: { mfa_token, ...given }, headers });
  return { ...enrolledUser, goOn };
}

const going = (of: string): readonly Scenario[] => [
  scenario(
    'mfa-login',
    `at ${of}, by a code`,
    async (client) => {
      const { secret, goOn } = await begun(client, of);
      return () => goOn({ code: nextCode(secret) });
    },
    { of },
  ),
  scenario(
    'mfa-login',
    `at ${of}, by a recovery code`,
    async (client) => {
      const { recoveryCodes, goOn } = await begun(client, of);
      return () => goOn({ recovery_code: recoveryCodes[0] });
    },
    { of },
  ),
  scenario(
    'mfa-login',
    `at ${of}, by a wrong code`,
    async (client) => {
      const { goOn } = await begun(client, of);
      return () => goOn({ recovery_code: 'none' });
    },
    { of },
  ),
];

export const FACTORS: readonly Scenario[] = [
  ...['plain', 'session', 'cookie'].flatMap(going),
  reading('get-my-mfa', 'of a user who has an app', async (client) => {
    const { headers } = await enrolled(client);
    return () => client.send('GET', '/me/mfa', { headers });
  }),
  scenario(
    'enrol-totp',
    'after a recent login',
    async (client) => {
      const { headers } = await signedIn(client, 'plain', client.vouchedFor());
      return () => client.send('POST', '/me/mfa/totp', { headers });
    },
    { form: true },
  ),
  scenario(
    'confirm-totp',
    'by the first code',
    async (client) => {
      const { confirm } = await enrolling(client);
      return () => confirm();
    },
    { form: true },
  ),
  scenario('confirm-totp', 'by a wrong code', async (client) => {
    const { confirm } = await enrolling(client);
    return () => confirm('none');
  }),
  scenario('delete-my-totp', 'by a code', async (client) => {
    const { headers, secret } = await enrolled(client);
    return () =>
      client.send('DELETE', '/me/mfa/totp', { headers, json: { code: nextCode(secret) } });
  }),
  scenario('delete-my-totp', 'by a recovery code', async (client) => {
    const { headers, recoveryCodes } = await enrolled(client);
    const json = { recovery_code: recoveryCodes[9] };
    return () => client.send('DELETE', '/me/mfa/totp', { headers, json });
  }),
  scenario(
    'replace-recovery-codes',
    'by a code',
    async (client) => {
      const { headers, secret } = await enrolled(client);
      return () =>
        client.send('POST', '/me/mfa/recovery-codes', {
          headers,
          json: { code: nextCode(secret) },
        });
    },
    { form: true },
  ),
  scenario('delete-mfa', 'of a user who has an app', async (client) => {
    const { user } = await enrolled(client);
    return () => client.send('DELETE', `/${user.id}/mfa`, client.faulty.root);
  }),
];
