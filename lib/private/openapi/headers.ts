import { SECURITY_HEADERS } from '../../contract/answers.ts';
import type { Components, Described } from './components';

const text = (description: string, more: Described = {}): Described => ({
  description,
  schema: { type: 'string', ...more },
});

/** By their names on the wire. */
const HEADERS = {
  'Strict-Transport-Security': text('The browser only speaks TLS to this host.', {
    const: SECURITY_HEADERS['strict-transport-security'],
  }),
  'X-Content-Type-Options': text('The body is of the type that it says.', {
    const: SECURITY_HEADERS['x-content-type-options'],
  }),
  'Content-Security-Policy': text('The body is data, and no page.', {
    const: SECURITY_HEADERS['content-security-policy'],
  }),
  'X-Request-Id': text('Names the request in the logs.'),
  'Cache-Control': text('`no-store`; of public documents how long they may be kept.'),
  'Retry-After': {
    description: 'Seconds after which it is worth another try.',
    schema: { type: 'integer', minimum: 0 },
  },
  'WWW-Authenticate': text('How to prove who one is (RFC 6750, RFC 9470).'),
  'Set-Cookie': text('The cookie of the backend, or one that ends it.'),
  Location: text('Where the browser goes on.', { format: 'uri-reference' }),
  Link: text('The next page, with `rel="next"`, while there is one (RFC 8288).'),
  'Content-Disposition': text('The body is a file.'),
} as const satisfies Readonly<Record<string, Described>>;

export type Header = keyof typeof HEADERS;

/** On every response that they belong to; the others are only there where they have something to say. */
const ALWAYS: readonly string[] = [
  'Strict-Transport-Security',
  'X-Content-Type-Options',
  'Content-Security-Policy',
  'X-Request-Id',
  'Cache-Control',
  'Location',
  'Content-Disposition',
];

/** On every response of a function. */
const COMMON: readonly Header[] = [
  'Strict-Transport-Security',
  'X-Content-Type-Options',
  'Content-Security-Policy',
  'X-Request-Id',
  'Cache-Control',
];

/**
 * The headers of a response: those of every one, and some of its own.
 *
 * @param byGateway API Gateway may answer by itself, without them
 */
export function headersOf(
  components: Components,
  own: readonly Header[] = [],
  byGateway = false,
): Described {
  return Object.fromEntries(
    [...COMMON, ...own].map((name) => {
      const required = !byGateway && ALWAYS.includes(name);
      const component = byGateway && ALWAYS.includes(name) ? `${name}-By-Function` : name;
      const make = () => (required ? { ...HEADERS[name], required } : HEADERS[name]);
      return [name, components.refer('headers', component, make)];
    }),
  );
}
