import type { Call } from './request.ts';

/**
 * Whether an answer may be compressed by gzip (RFC 9110, 12.5.3). A request that says nothing, as of `curl`, gets the plain
 * text.
 */
export function acceptsGzip({ headers }: Pick<Call, 'headers'>): boolean {
  const weights = new Map(
    (headers['accept-encoding'] ?? '').split(',').map((each) => {
      const [coding = '', ...parameters] = each.split(';').map((part) => part.trim().toLowerCase());
      const weight = parameters.find((part) => part.startsWith('q='))?.slice(2) ?? '1';
      return [coding, Number(weight)] as const;
    }),
  );
  const weight = weights.get('gzip') ?? weights.get('x-gzip') ?? weights.get('*') ?? 0;
  return weight > 0;
}
