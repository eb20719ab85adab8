/** The tables of the documents that are made from `lib/contract/`. */

import type { Caller, FreshProof } from '../../lib/contract/action.ts';
import { ACTORS, EVENT_FIELDS, type EventKind } from '../../lib/contract/event.ts';
import { FEATURES, type Feature, type Text } from '../../lib/contract/features.ts';
import { ACTIONS, EVENTS, REFUSALS, SETTINGS } from '../../lib/contract/index.ts';
import type { ItemKind } from '../../lib/contract/item-kind.ts';
import { ITEMS, type ItemsOfUser } from '../../lib/contract/items.ts';
import { pathIn, type RouteLayoutSettings } from '../../lib/contract/places.ts';
import { COMMON_REFUSALS, FAILURES, type Refusal } from '../../lib/contract/refusal.ts';
import { isRouted, type Routed, refusedBy } from '../../lib/contract/refused.ts';
import { type Setting, variableOf } from '../../lib/contract/setting.ts';
import type { Success } from '../../lib/contract/success.ts';
import { IMPORT_REASONS } from '../../lib/contract/transfer.ts';
import { ANSWERS } from '../openapi/answers.ts';
import { table } from './markdown.ts';
import { nameOf, request } from './requests.ts';

const code = (text: string | number | boolean) => `\`${text}\``;
const codes = (texts: readonly string[]) => texts.map(code).join(', ');

const CALLERS: { readonly [Who in Caller]?: string } = {
  anyone: 'anyone',
  credential: 'signed in',
  user: 'signed in',
  superuser: 'superuser',
};

/** Every route, with its callers, its successful response and its refusals. */
export function routes(): string {
  const head = ['route', 'for', 'does', 'success', 'refused with', 'only with'];
  const rows = ACTIONS.filter(isRouted).map((action) => [
    request(action),
    CALLERS[action.caller] ?? '',
    action.summary,
    success(action.route.gives),
    refusals(action),
    byFeature(action.perClient ? 'oauthClients' : action.onlyWith),
  ]);
  return table(head, rows);
}

/** Paths of the standard layout beside those of the others, below the base path. */
export function layouts(): string {
  const peer: RouteLayoutSettings = { kind: 'fastapi-users', auth: '/auth', users: '/users' };
  const rows = ACTIONS.filter(isRouted).map(({ route }) => [
    code(nameOf(route)),
    code(nameOf({ ...route, path: pathIn(peer, route) })),
  ]);
  return table(['route', 'with `RouteLayout.fastApiUsers()`'], rows);
}

/** As a reader is told of it: `201 user; a note`. */
function success({ as, note, ...given }: Success): string {
  const shown = as === undefined ? shape(given) : `as ${as}`;
  return [shown, ...[note ?? []].flat().map(conditional)].join('; ');
}

/** A text with the option that it takes. */
function conditional(each: Text): string {
  return typeof each === 'string' ? each : `with ${byFeature(each.onlyWith)} ${each.text}`;
}

function shape(given: Success): string {
  switch (given.kind) {
    case 'body': {
      const held = given.holds === 'User' ? 'user' : fieldsOf(given.holds);
      if (!given.list) return `${given.status} ${held}`;
      return `${given.status} array of ${given.holds === 'User' ? 'users' : held}`;
    }
    case 'null':
    case 'empty':
    case 'page':
      return `${given.status}`;
    case 'credential':
      return `bearer: 200 ${fieldsOf('AccessToken')}; cookie: 204 with \`Set-Cookie\``;
    case 'redirect':
      return `200 ${fieldsOf(given.holds)}, or 303 to it for \`Accept: text/html\`; \`Set-Cookie\` with the attempt`;
  }
}

function fieldsOf(answer: keyof typeof ANSWERS): string {
  return code(
    `{${Object.keys(ANSWERS[answer].shape)
      .map((name) => `"${name}"`)
      .join(', ')}}`,
  );
}

/** By status: the codes of the row, and the statuses that its other columns imply. */
function refusals(action: Routed): string {
  return refusedBy(action)
    .map(({ status, codes: all }) => {
      // The generic code of a status goes without saying.
      const shown = all.filter((name) => !(name in COMMON_REFUSALS));
      return [status, codes(shown)].filter(Boolean).join(' ');
    })
    .join('; ');
}

function byFeature(feature: Feature | undefined): string {
  return feature === undefined ? '' : FEATURES[feature].by;
}

/** The routes that ask for fresh proof, with what they take as such. */
export function freshProof(): string {
  const takes: { readonly [Fresh in FreshProof]?: string } = {
    always: 'the current password or a recent login',
    'about-anyone': 'the current password or a recent login',
    'other-session': 'the current password or a recent login, unless the session is the one in use',
    'recent-login': 'a recent login',
    'new-credential':
      'with `requireCurrentPassword`, for a new address or password: the current password; a recent login of users who have none',
  };
  const rows = ACTIONS.filter(isRouted).flatMap(
    ({ route, caller, freshProof: asked, perClient, onlyWith }) => {
      const taken = takes[asked];
      const about = asked === 'about-anyone' ? 'about anyone' : 'about themselves';
      const who = caller === 'superuser' ? `superusers ${about}` : 'everyone';
      return taken === undefined
        ? []
        : [[code(nameOf(route)), who, taken, byFeature(perClient ? 'oauthClients' : onlyWith)]];
    },
  );
  return table(['route', 'asks', 'for', 'only with'], rows);
}

/** Every code that a route refuses with. */
export function refusalCodes(): string {
  const rows = Object.entries<Pick<Refusal, 'meaning' | 'onlyWith'> & { status: number }>({
    ...REFUSALS,
    ...FAILURES,
  }).map(([name, { status, meaning, onlyWith }]) => [
    code(name),
    String(status),
    meaning,
    byFeature(onlyWith),
  ]);
  return table(['code', 'status', 'means', 'only with'], rows);
}

/** Every event, with what it adds to `detail`. */
export function events(): string {
  const rows = Object.entries<EventKind>(EVENTS).map(
    ([type, { when, by, carries, mayCarry, onlyWith }]) => [
      code(type),
      when,
      codes(by),
      [codes(carries), mayCarry.length > 0 && `sometimes ${codes(mayCarry)}`]
        .filter(Boolean)
        .join('; '),
      byFeature(onlyWith),
    ],
  );
  return table(['detail-type', 'when', '`actor.by`', 'adds to `detail`', 'only with'], rows);
}

/** Who can make events happen. */
export function actors(): string {
  return table(
    ['`by`', 'is'],
    Object.entries(ACTORS).map(([by, meaning]) => [code(by), meaning]),
  );
}

/** What the fields of events are. */
export function eventFields(): string {
  const rows = Object.entries(EVENT_FIELDS).map(([name, meaning]) => [code(name), meaning]);
  return table(['field', 'is'], rows);
}

/** Every kind of item in the table. */
export function items(): string {
  const keyOf = (template: string) => code(template.replaceAll('{', '<').replaceAll('}', '>'));
  const rows = Object.entries<ItemKind>(ITEMS).map(([name, kind]) => [
    name,
    keyOf(kind.pk),
    keyOf(kind.sk),
    kind.holds,
    kind.until,
    exportOf(name, kind),
  ]);
  return table(['item', '`pk`', '`sk`', 'holds', 'until', 'in an export'], rows);
}

/** The names that an export uses for the items themselves. */
const ITSELF: { readonly [Name in ItemsOfUser<'itself'>]: string } = {
  profile: '`user`, `last_event`',
  credential: '`credential`, without the hash',
};

function exportOf(name: string, kind: ItemKind): string {
  if ('exportedAs' in kind) return code(kind.exportedAs);
  return kind.ofUser === 'itself' ? ITSELF[name as keyof typeof ITSELF] : '';
}

/** Every setting that a prop has, with the variable that functions read it from. */
export function settings(): string {
  const rows = SETTINGS.flatMap((setting) => {
    const row = settingRow(setting);
    // Some are only for the construct itself.
    const isRead = ACTIONS.some(({ settings }) => settings.includes(setting));
    const variable = isRead ? code(variableOf(setting)) : '';
    return row === undefined ? [] : [[code(row.prop), row.byDefault, row.limits, variable]];
  });
  return table(['prop', 'default', 'limits', 'variable'], rows);
}

interface SettingRow {
  readonly prop: string;
  readonly byDefault: string;
  readonly limits: string;
}

/** `undefined` for what the construct works out from more than a prop. */
function settingRow(setting: Setting): SettingRow | undefined {
  switch (setting.kind) {
    case 'integer':
      return {
        prop: setting.prop,
        byDefault: code(setting.default),
        limits: `${setting.min} to ${setting.max}`,
      };
    case 'seconds':
      return {
        prop: setting.prop,
        byDefault: time(setting.default),
        limits: `${setting.min ? `${time(setting.min)} to` : 'at most'} ${time(setting.max)}, in whole seconds`,
      };
    case 'flag': {
      const { on, off } = setting.values ?? { on: 'true', off: 'false' };
      const always = code(setting.default ? on : off);
      const { onWith } = setting;
      const byDefault = onWith ? `${always}; with ${byFeature(onWith)} ${code(on)}` : always;
      return { prop: setting.prop, byDefault, limits: `${code(on)} or ${code(off)}` };
    }
    case 'text':
      return { prop: setting.prop, byDefault: code(setting.default), limits: '' };
    case 'list': {
      const byDefault = setting.default.length === 0 ? 'none' : codes(setting.default);
      return { prop: setting.prop, byDefault, limits: '' };
    }
    case 'secret':
      return setting.of === undefined
        ? { prop: setting.prop, byDefault: 'a generated secret', limits: 'at least 32 characters' }
        : { prop: `${setting.of}[].${setting.prop}`, byDefault: '', limits: '' };
    case 'derived-text':
    case 'optional-text':
    case 'derived-flag':
    case 'derived-json':
    case 'optional-json':
    case 'derived-file':
      return undefined;
  }
}

function time(seconds: number): string {
  const [count, unit] = seconds < 3600 ? [seconds / 60, 'minute'] : [seconds / 3600, 'hour'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** Why a user is not imported. */
export function importReasons(): string {
  const rows = Object.entries(IMPORT_REASONS).map(([reason, meaning]) => [code(reason), meaning]);
  return table(['`reason`', 'means'], rows);
}
