/** What the functions are told of the pages: those whose forms are posted to them, and the one that renders them. */
import {
  type FormPagesSettings,
  formPath,
  PAGES,
  type PageName,
} from '../../contract/page-forms.ts';
import type { HostedPagesSettings } from '../../contract/pages.ts';
import { Found, UsersApiError } from '../errors';
import { backendOf } from '../settings/oauth-clients';
import { fieldsOf } from '../settings/user-fields';
import type { Context } from './context';
import { formPagesOf } from './page-urls';
import { type Planned, planOf } from './plan';
import { hasForm, routePathOf } from './route-path';

/** Lambda takes 4 KB for all variables of a function (quotas of Lambda); this one has two others. */
const MAX_BYTES = 3_600;

const PAGE_NAMES = Object.keys(PAGES) as readonly PageName[];

/** What the pages read of the caller, and by which they begin to sign in. */
const READ: readonly string[] = [
  ...[
    'get-me',
    'get-my-mfa',
    'list-my-passkeys',
    'list-my-sessions',
    'list-my-accounts',
    'refresh',
  ],
  ...['passkey-login-options', 'passkey-login', 'passkey-options', 'add-passkey', 'export-me'],
  ...['oauth-authorize', 'associate-authorize'],
];

/** Pages that are there only with one of these actions; the others always are. */
const ONLY_WITH: Readonly<Partial<Record<PageName, readonly string[]>>> = {
  'second-factor': ['mfa-login'],
  'email-code': ['request-login'],
  'enter-code': ['confirm-login'],
  'confirm-email': ['confirm-email-change'],
  security: ['enrol-totp', 'list-my-passkeys', 'list-my-accounts'],
  'authenticator-app': ['confirm-totp'],
  'recovery-codes': ['confirm-totp'],
  sessions: ['list-my-sessions'],
};

/** Undefined for a function that the pages have no form for. */
export function formPagesFor(
  { settings, resources, backends }: Context,
  action: Planned['action'],
): FormPagesSettings | undefined {
  const { pages } = settings;
  const planned = { name: action.name, action, backend: backends?.[0] };
  if (pages === undefined || !hasForm(planned, settings)) return undefined;
  return formPagesOf(pages, settings, resources.issuer);
}

/** What the function of the pages knows. */
export function hostedPagesOf({
  settings,
  resources,
}: Pick<Context, 'settings' | 'resources'>): HostedPagesSettings | undefined {
  const { pages, passkeys, userModel, oauthClients, passwordMinLength } = settings;
  if (pages === undefined) return undefined;
  const planned = planOf(settings);
  const below = (path: string) => path.slice(settings.basePath.length);
  const forms = planned.filter((each) => hasForm(each, settings));
  const reads = planned.filter(
    ({ action, backend }) =>
      READ.includes(action.name) && (backend === undefined || backend === pages.backend),
  );
  const names = new Set([...forms, ...reads].map(({ action }) => action.name));
  const value: HostedPagesSettings = {
    ...formPagesOf(pages, settings, resources.issuer),
    api: resources.issuer,
    brand: pages.brand,
    languages: pages.languages,
    pages: PAGE_NAMES.filter((page) => ONLY_WITH[page]?.some((name) => names.has(name)) ?? true),
    actions: Object.fromEntries(
      forms.map((each) => {
        const { route } = each.action;
        if (route === undefined) throw new Error(`${each.name} has a form and no route`);
        const path = routePathOf(each, settings);
        return [each.action.name, below(formPath({ method: route.method, path }))];
      }),
    ),
    reads: Object.fromEntries(
      reads.map((each) => [each.action.name, below(routePathOf(each, settings))]),
    ),
    providers: oauthClients
      .filter((client) => backendOf(client, settings) === pages.backend)
      .map(({ name }) => name),
    passkeys: passkeys !== undefined,
    fields: fieldsOf(userModel),
    passwordMinimum: passwordMinLength,
  };
  const { length } = JSON.stringify(value);
  if (length <= MAX_BYTES) return value;
  throw new UsersApiError('pages', {
    got: new Found(`${length} characters of settings, with ${value.fields.length} custom fields`),
    expected: `at most ${MAX_BYTES}, which a Lambda function has room for`,
    fix: 'shorten the descriptions of custom fields, or the values of brand.style',
  });
}
