import { Duration } from 'aws-cdk-lib';
import type { AuthBackend } from '../../auth-backend';
import type { AppSyncAuthorizationOptions, AuthorizerOptions } from '../../authorizer-options';
import type { Requirements } from '../../contract/sessions.ts';
import { Found, UsersApiError } from '../errors';
import { checkLifetime } from '../settings/checks';
import { secondFactorsOf } from '../settings/factors';
import { checkKnownList } from '../settings/lists';
import type { Settings } from '../settings/settings';

/** The options of an authorizer, checked and with their defaults. */
export interface AuthorizerSettings {
  /** Of the function: the same for the same options, another for others. */
  readonly name: string;
  /** `undefined` for all. */
  readonly backends: readonly AuthBackend[] | undefined;
  readonly requirements: Requirements;
  /** Whether each request has the header `Authorization`, by which API Gateway finds a result that it kept. */
  readonly byHeader: boolean;
  readonly ttl: Duration;
}

/** What an authorizer has to know of its API. */
type ApiSettings = Pick<
  Settings,
  'authBackends' | 'requireVerification' | 'mfa' | 'passkeys' | 'requireMfa'
>;

/** @throws when the options can't work, before anything is made */
export function settleAuthorizer(
  options: AuthorizerOptions,
  { authBackends, requireVerification, ...factors }: ApiSettings,
): AuthorizerSettings {
  const { verified = requireVerification, superuser = false, optional = false, mfa } = options;
  checkMfa(mfa, factors);
  const maxAge = options.maxAge && maxAgeOf(options.maxAge);
  const requirements: Requirements = {
    ...{ verified, superuser, optional },
    ...(mfa !== undefined && { mfa }),
    ...(maxAge !== undefined && { maxAge }),
  };
  const backends = options.backends && chosen(options.backends, authBackends);
  const cookies = (backends ?? authBackends).filter(({ cookieName }) => cookieName !== undefined);
  const ttl = options.resultsCacheTtl ?? Duration.seconds(0);
  checkTtl(ttl, { optional, cookies });
  return {
    name: nameOf(requirements, backends),
    backends,
    requirements,
    // A request with a cookie has no such header, and all sources have to be there.
    byHeader: !optional && cookies.length === 0,
    ttl,
  };
}

/** What API Gateway has to know of an authorizer, and which function it asks. */
export type AskedAuthorizer = Pick<AuthorizerSettings, 'name' | 'byHeader' | 'ttl'>;

/**
 * An authorizer of an import, whose function is named after the options as they were given: which defaults
 * the API has is not known there.
 *
 * @param authBackends `undefined` where they aren't known: then every request is shown to the function,
 * which decides about it
 * @throws when the options can't work
 */
export function askAuthorizer(
  options: AuthorizerOptions,
  authBackends: readonly AuthBackend[] | undefined,
): AskedAuthorizer {
  const name = askedName(options);
  if (authBackends !== undefined) {
    // Whether it has second factors is for the stack to say that defines it.
    const { mfa: _, ...others } = options;
    const settled = settleAuthorizer(others, { authBackends, requireVerification: false });
    return { ...settled, name };
  }
  const ttl = options.resultsCacheTtl ?? Duration.seconds(0);
  if (ttl.isUnresolved() || ttl.toMilliseconds() > 0) {
    throw new UsersApiError('resultsCacheTtl', {
      got: new Found('a cache for an import that was not told the authBackends'),
      expected:
        'to know whether there are cookies among them, about which more than a header decides',
      fix: 'give authBackends to the import, the same as the API has',
    });
  }
  return { name, byHeader: false, ttl };
}

/** `authorizer-verified.jwt+web`, by the options as they were given, whatever their defaults are. */
export function askedName(options: AuthorizerOptions): string {
  const { verified, superuser, optional, mfa, maxAge, backends } = options;
  const flags = [
    ...(verified === undefined ? [] : [verified ? 'verified' : 'unverified']),
    ...(superuser ? ['superuser'] : []),
    ...(optional ? ['optional'] : []),
    ...proofFlags({ mfa, maxAge: maxAge && maxAgeOf(maxAge) }),
  ];
  const suffix = backends && `.${backends.toSorted().join('+')}`;
  return `${['authorizer', ...flags].join('-')}${suffix ?? ''}`;
}

/** As above, for a service that hands on nothing but a token: of all backends those without cookies. */
export function settleForTokens(
  options: AppSyncAuthorizationOptions,
  { authBackends, ...settings }: ApiSettings,
): AuthorizerSettings {
  const chosenOnes = options.backends ? chosen(options.backends, authBackends) : authBackends;
  const bearers = chosenOnes.filter(({ cookieName }) => cookieName === undefined);
  const named = options.backends ?? [];
  const wrong = named.find((name) => !bearers.some((backend) => backend.name === name));
  if (bearers.length === 0 || wrong !== undefined) {
    throw new UsersApiError('backends', {
      got: new Found(
        wrong === undefined ? 'no backend without a cookie' : `the cookie backend "${wrong}"`,
      ),
      expected: 'bearer backends, as AppSync hands on only a token',
      fix: 'name bearer backends, and add AuthBackend.jwt() to authBackends if there is none',
    });
  }
  // All of them have the function of an authorizer that names none.
  const backends =
    bearers.length === authBackends.length ? undefined : bearers.map(({ name }) => name);
  return settleAuthorizer({ ...options, backends }, { authBackends, ...settings });
}

/** In the order of the API, so that the order in which they are listed makes no second function. */
function chosen(names: readonly string[], all: readonly AuthBackend[]): readonly AuthBackend[] {
  const known = all.map(({ name }) => JSON.stringify(name)).join(', ');
  checkKnownList('backends', names, `names out of ${known}`);
  const wrong = names.find((name) => !all.some((backend) => backend.name === name));
  if (names.length === 0 || wrong !== undefined) {
    throw new UsersApiError('backends', {
      got: wrong ?? new Found('an empty list'),
      expected: `names out of ${known}`,
      fix: 'leave it out for all, or name those of authBackends that are to be accepted',
    });
  }
  return all.filter(({ name }) => names.includes(name));
}

function checkTtl(
  ttl: Duration,
  { optional, cookies }: { optional: boolean; cookies: readonly AuthBackend[] },
): void {
  const seconds = ttl.isUnresolved() ? Number.NaN : ttl.toSeconds({ integral: false });
  if (!Number.isInteger(seconds) || seconds > 3600) {
    throw new UsersApiError('resultsCacheTtl', {
      got: new Found(ttl.isUnresolved() ? 'a token' : `${seconds} seconds`),
      expected: 'whole seconds from 0 to 3600',
      fix: 'API Gateway keeps a result for at most an hour; a revoked token passes for as long',
    });
  }
  if (seconds === 0) return;
  if (optional) {
    throw new UsersApiError('resultsCacheTtl', {
      got: new Found('a cache together with optional'),
      expected: 'only one of the two, as an anonymous request has nothing to find its result by',
      fix: 'leave one of them out',
    });
  }
  if (cookies.length > 0) {
    const names = cookies.map(({ name }) => JSON.stringify(name)).join(', ');
    throw new UsersApiError('resultsCacheTtl', {
      got: new Found(`a cache together with the cookie backend ${names}`),
      expected:
        'only bearer backends, as method and origin of the request decide about a cookie, too',
      fix: 'leave it out, or name the bearer backends in backends',
    });
  }
}

/** `authorizer-verified-superuser.jwt+web`. No backend's name has a `.` or a `+`. */
function nameOf(requirements: Requirements, backends: readonly AuthBackend[] | undefined): string {
  const flags = [
    ...(['verified', 'superuser', 'optional'] as const).filter((flag) => requirements[flag]),
    ...proofFlags(requirements),
  ];
  const suffix = backends && `.${backends.map(({ name }) => name).join('+')}`;
  return `${['authorizer', ...flags].join('-')}${suffix ?? ''}`;
}

/** `mfa-within-600`, or `any-factor` where callers with one may pass whatever the API says. */
function proofFlags({
  mfa,
  maxAge,
}: {
  readonly mfa?: boolean | undefined;
  readonly maxAge?: number | undefined;
}): readonly string[] {
  return [
    ...(mfa === undefined ? [] : [mfa ? 'mfa' : 'any-factor']),
    ...(maxAge === undefined ? [] : [`within-${maxAge}`]),
  ];
}

/** A passkey that was used with a PIN or a finger is two factors by itself. */
function checkMfa(
  mfa: boolean | undefined,
  factors: Pick<Settings, 'mfa' | 'passkeys' | 'requireMfa'>,
): void {
  if (!mfa || factors.passkeys || secondFactorsOf(factors) !== undefined) return;
  throw new UsersApiError('mfa', {
    got: new Found('true for an API without second factors'),
    expected: 'an API whose users can have one, as nobody could pass',
    fix: 'give the UsersApi mfa: Mfa.totp() or passkeys, or leave it out here',
  });
}

function maxAgeOf(maxAge: Duration): number {
  const setting = 'maxAge';
  if (maxAge.isUnresolved()) {
    throw new UsersApiError(setting, {
      got: new Found('a time that is known only at deployment'),
      expected: 'whole seconds from 60 to 86400, known at synth',
      fix: 'give it as a number, as in Duration.minutes(10)',
    });
  }
  checkLifetime(setting, maxAge, {
    ...{ min: 60, max: Duration.days(1) },
    why: 'in less than a minute nobody comes back from a login, and for longer sessions have lifetimes',
  });
  return maxAge.toSeconds();
}
