import { STEP_UP_REFUSALS } from '../../contract/factors.ts';
import type { Feature } from '../../contract/features.ts';
import { COMMON_REFUSALS, FAILURES } from '../../contract/refusal.ts';
import { type Refused, type Routed, refusal, refusedBy } from '../../contract/refused.ts';
import { type Components, type Described, pascalCase } from './components';
import { type Header, headersOf } from './headers';

/** What of a stack says how a route of it refuses. */
export interface Refusing {
  readonly has: (feature: Feature) => boolean;
  /** Some backend takes credentials from a header. */
  readonly hasBearer: boolean;
  /** The user model has hooks. */
  readonly hasHooks: boolean;
  /** There is a body to refuse. */
  readonly takesBody: boolean;
}

const NAMES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** Every response of a route other than the successful one, by status. */
export function refusalsIn(
  components: Components,
  action: Routed,
  refusing: Refusing,
): Readonly<Record<string, Described>> {
  const { has, hasHooks, takesBody } = refusing;
  const named = new Map(
    refusedBy(action, has)
      .filter(({ status }) => status !== 422 || takesBody || action.route.query)
      .map((each) => [each.status, each]),
  );
  const byHook = hasHooks && action.hooks;
  if (byHook && !named.has(400)) named.set(400, { status: 400, codes: [] });
  for (const { status, codes } of anywhere(takesBody)) {
    const own = named.get(status)?.codes ?? [];
    named.set(status, { status, codes: [...new Set([...own, ...codes])] });
  }
  return Object.fromEntries(
    [...named.values()]
      .toSorted((one, other) => one.status - other.status)
      .map((refused) => [
        `${refused.status}`,
        responseOf(components, action, refused, {
          ...refusing,
          hasHooks: Boolean(byHook) && refused.status === 400,
        }),
      ]),
  );
}

/** What any function may answer, and the stage in front of it. */
function anywhere(takesBody: boolean): readonly Refused[] {
  const failures = Object.entries(FAILURES).filter(
    ([, failure]) => takesBody || !('ofBody' in failure),
  );
  return [
    ...failures.map(([code, { status }]) => ({ status, codes: [code] })),
    // The stage throttles every route.
    { status: 429, codes: [] },
  ];
}

function responseOf(
  components: Components,
  action: Routed,
  refused: Refused,
  { hasBearer, hasHooks }: Refusing,
): Described {
  const { status, codes } = refused;
  // Many routes have what is said by one code, or by one beside the generic one of the status.
  const isShared =
    !hasHooks && (codes.length <= 1 || (codes.length === 2 && codes.some(isGeneric)));
  const name = isShared ? sharedName(refused) : `${pascalCase(action.name)}${nameOf(status)}`;
  const make = () => ({
    description: descriptionOf(status, codes, hasHooks),
    headers: headersOf(components, headersFor(status, codes, hasBearer), isByGateway(status)),
    content: {
      'application/json': { schema: bodyOf(components, errorName(name), refused, hasHooks) },
    },
  });
  return isShared ? components.refer('responses', name, make) : make();
}

function isGeneric(code: string): boolean {
  return Object.hasOwn(COMMON_REFUSALS, code);
}

/** `ForbiddenOrReauthenticationRequired`; the name of the status where there is no code. */
function sharedName({ status, codes }: Refused): string {
  if (status === 422) return 'ValidationError';
  if (status === 429 && codes.length === 0) return 'Throttled';
  return codes.length === 0 ? nameOf(status) : codes.map(pascalCase).join('Or');
}

function nameOf(status: number): string {
  return (NAMES[status] ?? `Status ${status}`).replaceAll(' ', '');
}

const errorName = (name: string) => `${name.replace(/Error$/, '')}Error`;

function descriptionOf(status: number, codes: readonly string[], hasHooks: boolean): string {
  if (status === 422) return 'The request does not match its schema; every problem is listed.';
  if (status === 429 && codes.length === 0) return 'The API takes no more requests at the moment.';
  const meanings = codes.map((code) => `- \`${code}\`: ${meaningOf(code)}`);
  const hook = hasHooks ? ['- another code: a hook of the user model refused.'] : [];
  const [only] = codes;
  if (codes.length === 1 && hook.length === 0 && only !== undefined) return meaningOf(only);
  return [...meanings, ...hook].join('\n');
}

function isFailure(code: string): code is keyof typeof FAILURES {
  return Object.hasOwn(FAILURES, code);
}

function meaningOf(code: string): string {
  return isFailure(code) ? FAILURES[code].meaning : refusal(code).meaning;
}

/** The stage in front of the functions answers those by itself as well. */
function isByGateway(status: number): boolean {
  return status === 429 || status >= 500;
}

const STEP_UP: readonly string[] = ['REAUTHENTICATION_REQUIRED', ...STEP_UP_REFUSALS];

function headersFor(
  status: number,
  codes: readonly string[],
  hasBearer: boolean,
): readonly Header[] {
  if (status === 429 || status === 503) return ['Retry-After'];
  const isChallenge = (status === 401 && hasBearer) || codes.some((code) => STEP_UP.includes(code));
  return isChallenge ? ['WWW-Authenticate'] : [];
}

function bodyOf(
  components: Components,
  name: string,
  { status, codes }: Refused,
  hasHooks: boolean,
): Described {
  const byGateway = isByGateway(status);
  const message = () =>
    components.refer('schemas', 'GatewayMessage', () => ({
      ...object({ message: { type: ['string', 'null'] } }, ['message']),
      description: 'From API Gateway itself, in front of the functions.',
    }));
  if (byGateway && codes.length === 0) return message();
  const own = components.refer('schemas', name, () => {
    if (status === 422) return object({ detail: problems(components) }, ['detail']);
    const hasFields = (code: string) => Object.keys(fieldsOf(code)).length > 0;
    const plain = codes.filter((code) => !hasFields(code));
    const details = [
      ...(plain.length === 0 ? [] : [codesOf(components, name, plain)]),
      ...codes.filter(hasFields).map((code) => detailWithFields(components, code)),
      ...(hasHooks ? [hookRefusal(components)] : []),
    ];
    // A hook may choose any code, one of ours as well.
    const union = hasHooks ? { anyOf: details } : { oneOf: details };
    const detail = details.length === 1 ? details[0] : union;
    return object({ detail, ...(status >= 500 && { request_id: REQUEST_ID }) }, ['detail']);
  });
  return byGateway ? { oneOf: [own, message()] } : own;
}

const REQUEST_ID = { type: 'string', description: 'Names the request in the logs.' };

/**
 * The codes of a response that come by themselves. They are one schema: of several constants, generators take the first
 * for the only one.
 */
function codesOf(components: Components, error: string, codes: readonly string[]): Described {
  return components.refer('schemas', error.replace(/Error$/, 'Code'), () => ({
    type: 'string',
    enum: codes,
  }));
}

/** A code with more than itself, told from others by its constant. */
function detailWithFields(components: Components, code: string): Described {
  const fields = fieldsOf(code);
  return components.refer('schemas', `${pascalCase(code)}Detail`, () => ({
    ...object({ code: { type: 'string', const: code }, ...fields }, [
      'code',
      ...Object.keys(fields),
    ]),
    description: meaningOf(code),
  }));
}

/** What a detail has beside the code. */
function fieldsOf(code: string): Readonly<Record<string, object>> {
  if (isFailure(code)) return {};
  const { reason, fields } = refusal(code);
  return { ...(reason && { reason: REASON }), ...fields };
}

const REASON = { type: 'string', description: 'Why, in words.' };

function hookRefusal(components: Components): Described {
  return components.refer('schemas', 'HookRefusalDetail', () => ({
    ...object({ code: { type: 'string' }, reason: REASON }, ['code', 'reason']),
    description: 'A hook of the user model refused, with a code of its own.',
  }));
}

function problems(components: Components): Described {
  const problem = components.refer('schemas', 'Problem', () =>
    object(
      {
        loc: {
          type: 'array',
          items: { type: ['string', 'integer'] },
          description: '`body` or `query`, then the path in it.',
          examples: [['body', 'email']],
        },
        msg: { type: 'string', description: 'For people.', examples: ['Field required'] },
        type: { type: 'string', description: 'For programs.', examples: ['missing'] },
      },
      ['loc', 'msg', 'type'],
    ),
  );
  return { type: 'array', items: problem };
}

function object(properties: Described, required: readonly string[]): Described {
  return { type: 'object', properties, required };
}
