import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Action } from '../../lib/contract/action.ts';
import { textsWith } from '../../lib/contract/features.ts';
import {
  ACTIONS,
  CONCERNS,
  concernOf,
  EVENTS,
  REFUSALS,
  SETTINGS,
} from '../../lib/contract/index.ts';
import type { ItemKind } from '../../lib/contract/item-kind.ts';
import { ITEMS } from '../../lib/contract/items.ts';
import type { Manifest } from '../../lib/contract/manifest.ts';
import { itemFeatures } from '../../lib/contract/of-user.ts';
import { variableOf } from '../../lib/contract/setting.ts';

const HANDLERS = path.join(import.meta.dirname, '../../lambda/handlers');
const repeated = (values: readonly string[]) =>
  values.filter((value, index) => values.indexOf(value) < index);
const routes = ACTIONS.flatMap(({ route }) => (route ? [`${route.method} ${route.path}`] : []));
const manifests: readonly Manifest[] = Object.values(CONCERNS);
const codesOf = (refuses: Action['refuses'] = []) => textsWith(refuses, () => true);
const named = (actions: readonly Action[]) => actions.map(({ name }) => name);

describe('the contract', () => {
  test.each(ACTIONS.map((action) => [action.name, action] as const))(
    'has for %s a handler in the folder of its concern',
    (name, action) => {
      expect(existsSync(path.join(HANDLERS, concernOf(action), `${name}.ts`))).toBe(true);
    },
  );

  test('names no action, route, variable, event or code twice', () => {
    expect({
      actions: repeated(named(ACTIONS)),
      routes: repeated(routes),
      variables: repeated(SETTINGS.map(variableOf)),
      events: repeated(manifests.flatMap(({ events }) => Object.keys(events))),
      codes: repeated(manifests.flatMap(({ refusals }) => Object.keys(refusals))),
    }).toEqual({ actions: [], routes: [], variables: [], events: [], codes: [] });
  });

  test('lists every setting that an action reads', () => {
    const read = new Set(ACTIONS.flatMap(({ settings }) => settings));
    expect([...read].filter((setting) => !SETTINGS.includes(setting))).toEqual([]);
    // For the admin client, and for the construct itself.
    const others = ['hasUserModel', 'basePath'];
    const unread = SETTINGS.filter((setting) => !read.has(setting)).map(({ name }) => name);
    expect(unread.filter((name) => !others.includes(name))).toEqual([]);
  });

  test('says which requests there are to every action that gives an address to a user', () => {
    const forgetting = ACTIONS.filter(({ table }) =>
      table.some(
        ({ calls, items }) => calls.includes('DeleteItem') && items.includes('request-login'),
      ),
    );
    expect(forgetting.length).toBeGreaterThan(6);
    expect(named(forgetting.filter(({ settings }) => !settings.includes(itemFeatures)))).toEqual(
      [],
    );
  });

  test('names for each event the kind of item that carries it to the relay', () => {
    const kinds: Readonly<Record<string, ItemKind>> = ITEMS;
    const strays = Object.entries(EVENTS).filter(
      ([, { on }]) => on !== 'removal' && kinds[on] === undefined,
    );
    expect(strays).toEqual([]);
  });

  test('says of every change by a signed-in user where it may come from', () => {
    const changing = ACTIONS.filter(
      ({ caller, route }) =>
        ['user', 'superuser', 'credential'].includes(caller) && route?.method !== 'GET',
    );
    expect(changing.length).toBeGreaterThan(8);
    const unasked = changing.filter(
      ({ settings }) => !settings.some(({ name }) => name === 'allowedOrigins'),
    );
    expect(named(unasked)).toEqual([]);
  });

  test('asks for fresh proof at every change by a signed-in user, but where they give it', () => {
    // It was asked for the secret that is confirmed, minutes ago.
    const asked = ['confirm-totp'];
    const changing = ACTIONS.filter(
      ({ caller, route }) => ['user', 'superuser'].includes(caller) && route?.method !== 'GET',
    );
    const never = changing.filter(({ freshProof }) => freshProof === 'never');
    // The proof was given for the challenge, and another name changes nothing.
    const proved = ['add-passkey', 'rename-my-passkey'];
    expect(named(never)).toEqual(['reauthenticate', ...asked, ...proved]);
  });

  test('asks for a password only where there is a body for it', () => {
    const asking = ACTIONS.filter(({ freshProof }) => freshProof !== 'never');
    expect(asking.length).toBeGreaterThan(8);
    for (const { name, route, freshProof, refuses } of asking) {
      // No password ends a lock that keeps it from being guessed.
      const hasNoBody = route?.method === 'GET' || name === 'delete-lockout';
      expect({ name, hasNoBody }).toEqual({ name, hasNoBody: freshProof === 'recent-login' });
      expect(codesOf(refuses)).toContain('REAUTHENTICATION_REQUIRED');
      expect(route?.body?.includes('current_password') ?? false).toBe(!hasNoBody);
    }
  });

  test('asks superusers about themselves for what the same route below /me asks', () => {
    // What is asked about anyone is asked about oneself too.
    const aboutOneself = (asked: Action['freshProof']) =>
      asked === 'about-anyone' ? 'always' : asked;
    const askedBy = (path: string, method: string) =>
      ACTIONS.find(({ route }) => route?.path === path && route.method === method)?.freshProof;
    const twins = ACTIONS.flatMap(({ route, freshProof }) => {
      const path = route?.path.match(/^\/\{id\}(?<rest>.*)$/)?.groups?.rest;
      if (route === undefined || path === undefined) return [];
      const own = `/me${path.replace('{session_id}', '{id}')}`;
      const mine = askedBy(own, route.method);
      return mine
        ? [{ own: `${route.method} ${own}`, freshProof: aboutOneself(freshProof), mine }]
        : [];
    });
    expect(twins.length).toBeGreaterThan(4);
    expect(twins.filter(({ freshProof, mine }) => freshProof !== mine)).toEqual([]);
  });

  test('explains every code in a sentence', () => {
    const unclear = Object.entries(REFUSALS).filter(
      ([, { meaning }]) => !/^[A-Z].*\.$/.test(meaning),
    );
    expect(unclear).toEqual([]);
  });

  test('says which action refuses with a code, and knows every code that an action names', () => {
    const named = new Set(ACTIONS.flatMap(({ refuses }) => codesOf(refuses)));
    const own = manifests.flatMap(({ refusals }) => Object.keys(refusals));
    expect({
      unknown: [...named].filter((code) => !(code in REFUSALS)),
      unused: own.filter((code) => !named.has(code)),
    }).toEqual({ unknown: [], unused: [] });
  });
});
