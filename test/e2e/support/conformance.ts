/** Whether an API answers as its own OpenAPI document says. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

interface Header {
  readonly required?: boolean;
  readonly schema: { readonly const?: string };
}

interface ResponseObject {
  readonly headers?: Readonly<Record<string, Header | { readonly $ref: string }>>;
  readonly content?: Readonly<Record<string, object>>;
}

interface Document {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly responses: Readonly<
              Record<string, ResponseObject | { readonly $ref: string }>
            >;
          }
        >
      >
    >
  >;
}

/** An answer of the API. */
export interface Observed {
  readonly method: string;
  /** On the API, with the query. */
  readonly path: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const ID = 'document';

/** Looks at answers of one API, by the document that it serves. */
export class Conformance {
  /** How many answers were of a route that the document has. */
  checked = 0;
  private readonly document: Document;
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });
  private readonly validators = new Map<string, ValidateFunction>();

  /** By the document of the API at a URL; one of another base path has none there, and is taken as it is. */
  static async of(url: string): Promise<Conformance> {
    const response = await fetch(`${url}/openapi.json`);
    return new Conformance(response.ok ? ((await response.json()) as object) : { paths: {} });
  }

  constructor(document: object) {
    this.document = document as Document;
    (addFormats as unknown as (ajv: Ajv2020) => void)(this.ajv);
    this.ajv.addSchema({ $id: ID, ...(closed(document) as object) });
  }

  /** @throws Error for an answer that the document doesn't have */
  check(observed: Observed): void {
    const faults = this.faultsOf(observed);
    if (faults.length === 0) return;
    const { method, path, status, text } = observed;
    throw new Error(
      `the OpenAPI document doesn't have ${method} ${path} ${status} ${text.slice(0, 500)}: ${[...new Set(faults)].join('; ')}`,
    );
  }

  private faultsOf(observed: Observed): readonly string[] {
    const { method, path, status, headers, text } = observed;
    const place = this.placeOf(path.split('?')[0] ?? '', method.toLowerCase());
    // Another's route, or API Gateway's own answer.
    if (place === undefined) return [];
    this.checked += 1;
    const pointer = ['paths', place, method.toLowerCase(), 'responses', String(status)];
    const [response, at] = this.resolved<ResponseObject>(pointer);
    if (response === undefined) return ['there is no such status'];
    return [
      ...this.bodyFaults(response, at, { headers, text }),
      ...(text.startsWith('{"message"') ? [] : this.headerFaults(response, headers)),
    ];
  }

  private bodyFaults(
    { content }: ResponseObject,
    at: readonly string[],
    { headers, text }: Pick<Observed, 'headers' | 'text'>,
  ): readonly string[] {
    if (content === undefined) return text === '' ? [] : ['there is a body'];
    const type = headers.get('content-type')?.split(';')[0] ?? '';
    if (!Object.hasOwn(content, type)) return [`there is no ${type}`];
    if (type !== 'application/json') return [];
    const validate = this.validator([...at, 'content', type, 'schema']);
    return validate(JSON.parse(text)) ? [] : [this.ajv.errorsText(validate.errors)];
  }

  /** Headers that have one value, on every answer that they are required on. */
  private headerFaults({ headers: declared = {} }: ResponseObject, headers: Headers) {
    return Object.entries(declared).flatMap(([name, header]) => {
      const [{ schema, required } = { schema: {} } as Header] =
        '$ref' in header ? this.resolved<Header>(segments(header.$ref)) : [header];
      const { const: expected } = schema;
      const got = headers.get(name);
      if (got === null && !required) return [];
      return expected === undefined || got === expected ? [] : [`${name} is ${got}`];
    });
  }

  /** The path of the document that a request is of; one without parameters goes first, as at API Gateway. */
  private placeOf(path: string, method: string): string | undefined {
    const places = Object.keys(this.document.paths).filter((place) => {
      const pattern = place.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+');
      const methods = this.document.paths[place] ?? {};
      return new RegExp(`^${pattern}$`).test(path) && Object.hasOwn(methods, method);
    });
    const parameters = (place: string) => place.split('{').length;
    return places.toSorted((one, other) => parameters(one) - parameters(other))[0];
  }

  private resolved<Part>(pointer: readonly string[]): [Part | undefined, readonly string[]] {
    let part: unknown = this.document;
    for (const segment of pointer) part = Object(part)[segment];
    const { $ref } = Object(part) as { readonly $ref?: string };
    return $ref === undefined ? [part as Part | undefined, pointer] : this.resolved(segments($ref));
  }

  private validator(pointer: readonly string[]): ValidateFunction {
    const escaped = pointer.map((segment) =>
      encodeURIComponent(segment.replaceAll('~', '~0').replaceAll('/', '~1')),
    );
    const $ref = `${ID}#/${escaped.join('/')}`;
    const made = this.validators.get($ref) ?? this.ajv.compile({ $ref });
    this.validators.set($ref, made);
    return made;
  }
}

/** Segments of a reference inside the document. */
function segments(reference: string): readonly string[] {
  return reference
    .replace('#/', '')
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The document without leave for fields that it doesn't name, which an answer has no reason to have. */
function closed(part: unknown): unknown {
  if (typeof part !== 'object' || part === null) return part;
  if (Array.isArray(part)) return part.map(closed);
  const copy: Record<string, unknown> = Object.fromEntries(
    Object.entries(part).map(([key, value]) => [key, closed(value)]),
  );
  const isClosed = copy.type === 'object' && copy.properties !== undefined;
  return { ...copy, ...(isClosed && { additionalProperties: copy.additionalProperties ?? false }) };
}
