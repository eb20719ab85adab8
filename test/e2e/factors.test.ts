import path from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { PASSWORD } from '../support/passwords.ts';
import { ROUND_TRIPS } from './round-trips.ts';
import { factorCases } from './suite/factors.ts';
import { stepUpCases } from './suite/step-up.ts';
import { costOf } from './support/cost.ts';
import { FactorClient } from './support/factor-client.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';
import { runOn, shared } from './support/start.ts';

const APP = path.join(import.meta.dirname, '../apps/factors.ts');

describe('second factors, on this machine,', () => {
  const start = shared(() => startProxiedSystem({ app: APP }));
  let system: ProxiedSystem;
  let client: FactorClient;

  runOn(start, (started) => {
    system = started;
    client = new FactorClient(system);
  });
  afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));

  factorCases(start);
  stepUpCases(start);

  describe('cost', () => {
    async function cost(request: () => Promise<{ status: number }>, status: number) {
      return sorted({ cost: await costOf(system, () => client.register(), request, status) });
    }
    const sorted = ({
      cost: { roundTrips, calls },
    }: Pick<(typeof ROUND_TRIPS)['login'], 'cost'>) => ({
      roundTrips,
      calls: calls.toSorted(),
    });

    test('four round trips for password and code, two of them for the code', async () => {
      const { user, secret } = await client.enrolled();
      const form = { username: user.email, password: PASSWORD };
      const begin = () => client.send('POST', '/login/jwt', { form });
      expect(await cost(begin, 400)).toEqual(sorted(ROUND_TRIPS.login));
      const mfaToken = await client.begin(user);
      const code = client.code(secret);
      expect(await cost(() => client.goOn(mfaToken, { code }), 200)).toEqual(
        sorted(ROUND_TRIPS.mfaLogin),
      );
      expect(await cost(() => client.goOn(mfaToken, { code }), 400)).toEqual(
        sorted(ROUND_TRIPS.mfaLoginWrong),
      );
    });

    test('two round trips for a recovery code, with its read beside the other', async () => {
      const { user, recoveryCodes } = await client.enrolled();
      const mfaToken = await client.begin(user);
      const [recovery_code] = recoveryCodes;
      expect(await cost(() => client.goOn(mfaToken, { recovery_code }), 200)).toEqual(
        sorted(ROUND_TRIPS.mfaLoginByRecovery),
      );
    });

    test('one, two and three round trips to see, enrol and confirm', async () => {
      const { token } = await client.signedIn();
      expect(await cost(() => client.send('GET', '/me/mfa', { token }), 200)).toEqual(
        sorted(ROUND_TRIPS.getMyMfa),
      );
      let secret = '';
      const enrol = async () => {
        const answer = await client.send('POST', '/me/mfa/totp', { token });
        secret = answer.json.secret;
        return answer;
      };
      expect(await cost(enrol, 200)).toEqual(sorted(ROUND_TRIPS.enrolTotp));
      const json = { code: client.code(secret) };
      const confirm = () => client.send('POST', '/me/mfa/totp/confirm', { token, json });
      expect(await cost(confirm, 200)).toEqual(sorted(ROUND_TRIPS.confirmTotp));
    });

    test('three round trips to change factors', async () => {
      const { user, token, secret } = await client.enrolled();
      const json = { code: client.code(secret) };
      const replace = () => client.send('POST', '/me/mfa/recovery-codes', { token, json });
      expect(await cost(replace, 200)).toEqual(sorted(ROUND_TRIPS.replaceRecoveryCodes));
      await client.forgetSteps(user);
      const remove = () => client.send('DELETE', '/me/mfa/totp', { token, json });
      expect(await cost(remove, 204)).toEqual(sorted(ROUND_TRIPS.deleteMyTotp));
    });

    test('three round trips for a superuser who removes them', async () => {
      const { user } = await client.enrolled();
      const { token } = await client.superuser();
      const remove = () => client.send('DELETE', `/${user.id}/mfa`, { token });
      expect(await cost(remove, 204)).toEqual(sorted(ROUND_TRIPS.deleteMfa));
    });
  });

  test('whatever is granted on factors is used', () => {
    // Backends are alike, and a removal that comes second is not met here.
    const alike = 'UsersMfaLogin(Cookie|Session)|UsersReauthenticate(Cookie|Session)';
    const own = new RegExp(`^(?!${alike}|UsersDeleteMyTotp.*UpdateItem).*FACTORS#`);
    expect(system.permissions.unused().filter((grant) => own.test(grant))).toEqual([]);
  });
});
