import type { Template } from 'aws-cdk-lib/assertions';
import { listed } from './support';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

interface Statement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: Json;
  readonly [other: string]: Json | undefined;
}

/** Each statement that allows something, of a role's or a resource's policy alike. */
export function allowed(template: Template): { resource: string; statement: Statement }[] {
  const { Resources } = template.toJSON() as { Resources: Record<string, Json> };
  return Object.entries(Resources).flatMap(([resource, definition]) =>
    statementsIn(definition)
      .filter(({ Effect }) => Effect === 'Allow')
      .map((statement) => ({ resource, statement })),
  );
}

/** Wherever they are: inline, attached, managed, of a bucket, queue or key, or a trust policy. */
function statementsIn(value: Json): Statement[] {
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap(statementsIn);
  const { Statement: statements, ...rest } = value as { readonly [key: string]: Json };
  const own = statements === undefined ? [] : (listed(statements) as readonly Statement[]);
  return [...own, ...Object.values(rest).flatMap(statementsIn)];
}
