/** A JSON Schema, or another object of an OpenAPI document. */
export type Described = Readonly<Record<string, unknown>>;

type Kind = 'schemas' | 'responses' | 'headers' | 'parameters';

/** The named parts of a document: each is there once something refers to it. */
export class Components {
  private readonly made: Record<Kind, Record<string, Described>> = {
    schemas: {},
    responses: {},
    headers: {},
    parameters: {},
  };

  /** A reference to the part of the name, which is made by the first one. */
  refer(kind: Kind, name: string, make: () => Described): Described {
    if (!Object.hasOwn(this.made[kind], name)) {
      // First the place, so that a part may refer to itself.
      this.made[kind][name] = {};
      this.made[kind][name] = make();
    }
    return { $ref: `#/components/${kind}/${name}` };
  }

  /** All of them, in the order of their names, so that a change moves nothing else. */
  all(): Described {
    const kinds = Object.entries(this.made).filter(([, parts]) => Object.keys(parts).length > 0);
    return Object.fromEntries(
      kinds.map(([kind, parts]) => [
        kind,
        Object.fromEntries(
          Object.entries(parts).toSorted(([one], [other]) => (one < other ? -1 : 1)),
        ),
      ]),
    );
  }
}

/** `REGISTER_INVALID_PASSWORD` and `register-invalid-password` to `RegisterInvalidPassword`. */
export function pascalCase(name: string): string {
  return name
    .toLowerCase()
    .replace(/(?:^|[-_])([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
