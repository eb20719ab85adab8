/** A route of an HTTP API and what it leads to. */
export interface Route<Target> {
  /** `GET /users/{id}`, `ANY /files/{path+}` or `$default`. */
  readonly key: string;
  readonly target: Target;
}

export interface RouteMatch<Target> {
  readonly route: Route<Target>;
  /** Decoded; undefined for a route without parameters. */
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
}

interface CompiledRoute<Target> {
  readonly route: Route<Target>;
  readonly method: string;
  readonly segments: readonly string[];
}

/**
 * Selects a route as API Gateway does: a full match of path and method, then path parameters, then
 * a greedy one, then `$default`; at each step the method itself wins over `ANY`. A path with a slash at its end is that
 * without it, except to a greedy parameter.
 *
 * @see https://github.com/aws-powertools/powertools-lambda-python/issues/1552 for the slash, tried in AWS
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export class RouteTable<Target> {
  readonly routes: readonly Route<Target>[];
  readonly #compiled: readonly CompiledRoute<Target>[];
  readonly #default: Route<Target> | undefined;

  constructor(routes: readonly Route<Target>[]) {
    this.routes = routes;
    this.#default = routes.find(({ key }) => key === '$default');
    this.#compiled = routes
      .filter(({ key }) => key !== '$default')
      .map(compile)
      .sort(bySpecificity);
  }

  /** @param path as it came over the wire, percent-encoded. */
  match(method: string, path: string): RouteMatch<Target> | undefined {
    const segments = split(path);
    for (const candidate of this.#compiled) {
      if (candidate.method !== method && candidate.method !== 'ANY') continue;
      const parameters = parametersOf(candidate.segments, segments);
      if (parameters === undefined) continue;
      const some = Object.keys(parameters).length > 0;
      return { route: candidate.route, pathParameters: some ? parameters : undefined };
    }
    return this.#default && { route: this.#default, pathParameters: undefined };
  }
}

function compile<Target>(route: Route<Target>): CompiledRoute<Target> {
  const [method = '', path = '/'] = route.key.split(' ');
  return { route, method, segments: split(path) };
}

function split(path: string): string[] {
  return path.split('/').slice(1);
}

const kind = (segment: string) => (!segment.startsWith('{') ? 0 : segment.endsWith('+}') ? 2 : 1);

/** Compares segment by segment, left to right, the more literal one first. */
function bySpecificity(a: CompiledRoute<unknown>, b: CompiledRoute<unknown>): number {
  for (let index = 0; index < Math.max(a.segments.length, b.segments.length); index += 1) {
    const [left, right] = [a.segments[index], b.segments[index]];
    if (left === undefined || right === undefined) return left === undefined ? -1 : 1;
    if (kind(left) !== kind(right)) return kind(left) - kind(right);
  }
  return Number(a.method === 'ANY') - Number(b.method === 'ANY');
}

function parametersOf(
  pattern: readonly string[],
  segments: readonly string[],
): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  const isGreedy = pattern.some((part) => kind(part) === 2);
  if (!isGreedy && segments.length === pattern.length + 1 && segments.at(-1) === '') {
    return parametersOf(pattern, segments.slice(0, -1));
  }
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index];
    if (segment === undefined) return undefined;
    if (kind(part) === 0) {
      if (decode(segment) !== part) return undefined;
      continue;
    }
    const greedy = kind(part) === 2;
    const value = greedy ? segments.slice(index).join('/') : segment;
    if (value === '') return undefined;
    parameters[part.slice(1, greedy ? -2 : -1)] = decode(value);
    if (greedy) return parameters;
  }
  return segments.length === pattern.length ? parameters : undefined;
}

/** A malformed escape stands for itself. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
