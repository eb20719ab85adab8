import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from '@babel/parser';

type Statement = ReturnType<typeof parse>['program']['body'][number];
type Interface = Extract<Statement, { type: 'TSInterfaceDeclaration' }>;

const LIB = path.join(__dirname, '../../lib');

/** One option of a struct of the public API. */
export interface Option {
  readonly name: string;
  readonly isOptional: boolean;
  /** As the source has it, such as `string[]`. */
  readonly type: string;
}

/** A struct of the public API: what props and options are made of, and never an interface of constructs. */
export interface Struct {
  readonly name: string;
  /** With those of the structs of this package that it extends. */
  readonly options: readonly Option[];
}

interface Declared extends Struct {
  readonly bases: readonly string[];
}

/** What methods return, and nobody gives. */
const RETURNED = ['AgentCoreAuthorizer', 'AgentCoreJwtAuthorizer'];

/** All that `lib/index.ts` exports and somebody gives, read from the sources, so that a new one is there by itself. */
export function publicStructs(): readonly Struct[] {
  const index = readFileSync(path.join(LIB, 'index.ts'), 'utf8');
  const files = [...index.matchAll(/from '\.\/([\w-]+)'/g)].map(([, file]) => `${file}.ts`);
  const declared = new Map(files.flatMap(structsIn).map((struct) => [struct.name, struct]));
  const optionsOf = ({ bases, options }: Declared): readonly Option[] => [
    ...options,
    ...bases.flatMap((base) => {
      const struct = declared.get(base);
      return struct === undefined ? [] : optionsOf(struct);
    }),
  ];
  const given = [...declared.values()].filter(({ name }) => !RETURNED.includes(name));
  return given.map((struct) => ({
    name: struct.name,
    options: optionsOf(struct),
  }));
}

function structsIn(file: string): readonly Declared[] {
  const text = readFileSync(path.join(LIB, file), 'utf8');
  const { program } = parse(text, {
    sourceType: 'module',
    plugins: ['typescript', 'decorators-legacy'],
  });
  return program.body.flatMap((statement: Statement) => {
    if (statement.type !== 'ExportNamedDeclaration') return [];
    const { declaration } = statement;
    if (declaration?.type !== 'TSInterfaceDeclaration') return [];
    const { id, body, extends: bases } = declaration;
    // jsii's rule for interfaces with behaviour.
    if (/^I[A-Z]/.test(id.name)) return [];
    const names = (bases ?? []).map(({ expression }) =>
      expression.type === 'Identifier' ? expression.name : '',
    );
    return [{ name: id.name, bases: names, options: optionsIn(body, text) }];
  });
}

function optionsIn({ body }: Interface['body'], text: string): readonly Option[] {
  return body.flatMap((member) => {
    if (member.type !== 'TSPropertySignature' || member.key.type !== 'Identifier') return [];
    const type = member.typeAnnotation?.typeAnnotation;
    return [
      {
        name: member.key.name,
        isOptional: member.optional ?? false,
        type: text.slice(type?.start ?? 0, type?.end ?? 0),
      },
    ];
  });
}
