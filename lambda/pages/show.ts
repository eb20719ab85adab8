import { USER_ATTRIBUTES } from '../../lib/contract/attributes.ts';
import { PAGE_BEFORE, type PageName } from '../../lib/contract/page-forms.ts';
import type { HostedPagesSettings } from '../../lib/contract/pages.ts';
import type { Outcome } from './outcome.ts';
import type { OwnApi, Visitor } from './own-api.ts';
import { signedInVisitor } from './signed-in.ts';
import type {
  Provider,
  ShownAccount,
  ShownPasskey,
  ShownSession,
  ShownUser,
  View,
} from './view.ts';

export interface ShowDeps {
  readonly settings: HostedPagesSettings;
  readonly api: OwnApi;
  /** URL of an action's route, by the action's name. */
  readonly urlOf: (action: string) => string | undefined;
}

export interface Asked {
  readonly page: PageName;
  readonly visitor: Visitor;
  /** Of the link by which the visitor came. */
  readonly token: string | undefined;
  readonly outcome: Outcome | undefined;
}

/** What a page shows, or the page to which its visitor goes before; and what the browser gets with it. */
export type Shown = { readonly cookies: readonly string[] } & (
  | { readonly kind: 'view'; readonly view: View }
  | { readonly kind: 'before'; readonly page: PageName }
  | { readonly kind: 'failed'; readonly cause: unknown }
);

type Show = (deps: ShowDeps, asked: Asked) => View;

type ShowSignedIn = (
  deps: ShowDeps,
  asked: Asked & {
    readonly user: ShownUser;
    readonly read: Readonly<Record<string, unknown>>;
    readonly denied: Readonly<Record<string, string>>;
  },
) => View;

/** Pages that anybody sees. */
const PUBLIC: Readonly<Partial<Record<PageName, Show>>> = {
  'sign-in': (deps) => ({
    page: 'sign-in',
    providers: providersOf(deps, 'oauth-authorize'),
    passkeys: deps.settings.passkeys,
  }),
  'sign-up': (deps) => ({
    page: 'sign-up',
    providers: providersOf(deps, 'oauth-authorize'),
    fields: deps.settings.fields,
    password: passwordOf(deps),
  }),
  'second-factor': (_, { outcome }) => ({ page: 'second-factor', ...waitingLogin(outcome) }),
  'email-code': () => ({ page: 'email-code' }),
  'enter-code': () => ({ page: 'enter-code' }),
  'forgot-password': () => ({ page: 'forgot-password' }),
  'reset-password': (deps, asked) => ({
    page: 'reset-password',
    ...tokenOf(asked),
    password: passwordOf(deps),
  }),
  verify: (_, asked) => ({ page: 'verify', ...tokenOf(asked) }),
  'confirm-email': (_, asked) => ({ page: 'confirm-email', ...tokenOf(asked) }),
};

/** The current password can be given in every form that asks for proof. */
const PROOF = { proof: { password: true } } as const;

/** Pages of visitors who are signed in, with the actions by which they read what they show beside the user. */
const SIGNED_IN: Readonly<
  Partial<Record<PageName, { readonly reads: readonly string[]; readonly show: ShowSignedIn }>>
> = {
  account: {
    reads: [],
    show: ({ settings }, { user }) => ({
      page: 'account',
      user,
      fields: settings.fields,
      ...PROOF,
    }),
  },
  password: {
    reads: [],
    show: (deps, { user }) => ({ page: 'password', user, password: passwordOf(deps) }),
  },
  security: {
    reads: ['get-my-mfa', 'list-my-passkeys', 'list-my-accounts'],
    show: (deps, { user, read, denied }) => ({
      page: 'security',
      user,
      ...mfaIn(deps, read),
      ...passkeysIn(read, denied),
      ...(read['list-my-accounts'] !== undefined && {
        accounts: (read['list-my-accounts'] as readonly ShownAccount[]).map((account) => ({
          ...account,
          label: labelOf(account.client),
        })),
      }),
      providers: providersOf(deps, 'associate-authorize'),
      ...PROOF,
    }),
  },
  'authenticator-app': {
    reads: [],
    show: (_, { outcome }) => {
      const { secret, uri } = answerIn(outcome);
      return {
        page: 'authenticator-app',
        ...(typeof secret === 'string' && { secret }),
        ...(typeof uri === 'string' && { uri }),
      };
    },
  },
  'recovery-codes': {
    reads: [],
    show: (_, { outcome }) => {
      const { recovery_codes: codes } = answerIn(outcome);
      return { page: 'recovery-codes', codes: Array.isArray(codes) ? codes.map(String) : [] };
    },
  },
  sessions: {
    reads: ['list-my-sessions'],
    show: (_, { user, read }) => ({
      page: 'sessions',
      user,
      sessions: (read['list-my-sessions'] ?? []) as readonly ShownSession[],
      ...PROOF,
    }),
  },
  reauthenticate: {
    reads: ['get-my-mfa'],
    show: (_, { user, read }) => {
      const { totp, passkeys } = Object(read['get-my-mfa']) as Partial<Record<string, unknown>>;
      return {
        page: 'reauthenticate',
        user,
        methods: [
          'password',
          ...(totp === true ? (['code'] as const) : []),
          ...(Number(passkeys) > 0 ? (['passkey'] as const) : []),
        ],
      };
    },
  },
  'delete-account': {
    reads: [],
    show: (_, { user }) => ({ page: 'delete-account', user, ...PROOF }),
  },
};

/** @throws for an API that doesn't answer */
export async function show(deps: ShowDeps, asked: Asked): Promise<Shown> {
  const { page } = asked;
  const open = PUBLIC[page];
  if (open) return { kind: 'view', view: open(deps, asked), cookies: [] };
  const own = SIGNED_IN[page];
  if (own === undefined) throw new Error(`nothing says what the page ${page} shows`);
  const { api, settings } = deps;
  const names = ['get-me', ...own.reads];
  const visitor = await signedInVisitor({ api, reads: settings.reads }, asked.visitor, names);
  const { cookies } = visitor;
  if (visitor.kind === 'failed') return visitor;
  if (visitor.kind === 'refused') {
    const leadsTo = PAGE_BEFORE[visitor.code] ?? 'sign-in';
    // A browser would go round in circles.
    if (leadsTo === page)
      throw new Error(`${visitor.code} is refused on the page that it leads to`);
    return { kind: 'before', page: leadsTo, cookies };
  }
  const { read, denied } = visitor;
  // What a refusal asks for is done on another page; on that one the rest is shown.
  const before = Object.values(denied)
    .map((code) => PAGE_BEFORE[code])
    .find((each) => each !== undefined && each !== page);
  if (before !== undefined) return { kind: 'before', page: before, cookies };
  const user = userIn(read['get-me']);
  return { kind: 'view', view: own.show(deps, { ...asked, user, read, denied }), cookies };
}

function userIn(body: unknown): ShownUser {
  const fields = Object(body) as Record<string, unknown>;
  return {
    email: String(fields.email),
    is_verified: fields.is_verified === true,
    created_at: String(fields.created_at),
    custom: Object.fromEntries(
      Object.entries(fields).filter(
        ([name]) => !(USER_ATTRIBUTES as readonly string[]).includes(name),
      ),
    ),
  };
}

function providersOf({ settings, urlOf }: ShowDeps, action: string): readonly Provider[] {
  const url = urlOf(action);
  if (url === undefined) return [];
  return settings.providers.map((client) => ({
    client,
    label: labelOf(client),
    url: url.replace('{client}', encodeURIComponent(client)),
  }));
}

/** Names of providers as they write them. */
const LABELS: Readonly<Record<string, string>> = {
  github: 'GitHub',
  gitlab: 'GitLab',
  linkedin: 'LinkedIn',
};

const labelOf = (client: string) =>
  LABELS[client] ?? `${client.charAt(0).toUpperCase()}${client.slice(1)}`;

const passwordOf = ({ settings }: ShowDeps) => ({ minimum: settings.passwordMinimum });

const tokenOf = ({ token, outcome }: Asked) => {
  const kept = answerIn(outcome).token;
  const given = token ?? (typeof kept === 'string' ? kept : undefined);
  return given === undefined ? {} : { token: given };
};

function answerIn(outcome: Outcome | undefined): Readonly<Record<string, unknown>> {
  return Object(outcome?.answer) as Readonly<Record<string, unknown>>;
}

const METHODS = ['totp', 'passkey', 'recovery_code'] as const;

/** A login that needs its second factor; a form keeps the methods as one text. */
function waitingLogin(outcome: Outcome | undefined) {
  const { mfa_token: token, methods } = answerIn(outcome);
  const named = Array.isArray(methods) ? methods : String(methods ?? '').split(',');
  return {
    ...(typeof token === 'string' && { token }),
    methods: METHODS.filter((method) => named.includes(method)),
  };
}

/** Users who have to enrol may not list passkeys yet, and have none. */
function passkeysIn(
  { 'list-my-passkeys': listed }: Readonly<Record<string, unknown>>,
  { 'list-my-passkeys': code }: Readonly<Record<string, string>>,
): { readonly passkeys?: readonly ShownPasskey[] } {
  if (code === 'MFA_ENROLMENT_REQUIRED') return { passkeys: [] };
  return listed === undefined ? {} : { passkeys: listed as readonly ShownPasskey[] };
}

function mfaIn({ urlOf }: ShowDeps, read: Readonly<Record<string, unknown>>) {
  if (urlOf('enrol-totp') === undefined) return {};
  const { totp, recovery_codes_left: left } = Object(read['get-my-mfa']) as Partial<
    Record<string, unknown>
  >;
  return { mfa: { totp: totp === true, recovery_codes_left: Number(left ?? 0) } };
}
