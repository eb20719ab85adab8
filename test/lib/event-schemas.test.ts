import { describe, expect, test } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { AuthBackend } from '../../lib';
import { synthesize } from './support';

const TYPES = [
  'after-delete',
  'after-forgot-password',
  'after-lockout',
  'after-login',
  'after-refresh-reuse',
  'after-register',
  'after-request-verify',
  'after-reset-password',
  'after-update',
  'after-verify',
];

const schemasOf = (template: Template) =>
  Object.values(template.findResources('AWS::EventSchemas::Schema')).map(
    ({ Properties }) => Properties,
  );
const namesOf = (template: Template) => schemasOf(template).map(({ SchemaName }) => SchemaName);

describe('schemas of events', () => {
  test('are in a registry of their own, one for each event', () => {
    const { users, stack, template } = synthesize({
      eventSchemas: true,
      loginEvents: true,
      authBackends: [AuthBackend.jwt({ refresh: {} })],
    });
    template.resourceCountIs('AWS::EventSchemas::Registry', 1);
    expect(namesOf(template).sort()).toEqual(TYPES.map((type) => `users-api@${type}`));
    for (const { RegistryName, Type } of schemasOf(template)) {
      expect(RegistryName).toEqual(stack.resolve(users.eventSchemaRegistryName));
      expect(Type).toBe('JSONSchemaDraft4');
    }
  });

  test('say what the events have', () => {
    const { template } = synthesize({ eventSchemas: true });
    const forgot = schemasOf(template).find(({ SchemaName }) => /forgot-password/.test(SchemaName));
    expect(JSON.parse(forgot?.Content)).toMatchObject({
      $schema: 'http://json-schema.org/draft-04/schema#',
      title: 'after-forgot-password',
      required: ['source', 'detail-type', 'detail'],
      properties: {
        source: { enum: ['users-api'] },
        detail: {
          required: ['id', 'time', 'user', 'token', 'expires_at'],
          properties: { user: { properties: { id: { type: 'string', format: 'uuid' } } } },
        },
      },
    });
  });

  test('leave out an event that is never raised', () => {
    const { template } = synthesize({ eventSchemas: true });
    expect(namesOf(template)).toHaveLength(TYPES.length - 2);
    for (const type of ['after-login', 'after-refresh-reuse']) {
      expect(namesOf(template)).not.toContain(`users-api@${type}`);
    }
  });

  test('are registered only on request', () => {
    const { users, template } = synthesize();
    expect(users.eventSchemaRegistryName).toBeUndefined();
    template.resourceCountIs('AWS::EventSchemas::Registry', 0);
    template.resourceCountIs('AWS::EventSchemas::Schema', 0);
  });
});
