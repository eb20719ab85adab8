import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { UsersApi } from '../../../lib';

/** Metadata of the construct that other programs read from the cloud assembly. */
function metadataWith(context: Record<string, unknown>) {
  const users = new UsersApi(new Stack(new App({ context }), 'Stack'), 'Users');
  const found = users.node.metadata.filter(({ type }) => type === 'cdk-users-api:openapi');
  return { document: users.openApi, handedOut: found.map(({ data }) => data) };
}

describe('the cloud assembly', () => {
  test('has the document where the command asks for it, and otherwise not', () => {
    const asked = metadataWith({ 'cdk-users-api-openapi': true });
    expect(asked.handedOut).toEqual([asked.document]);
    expect(metadataWith({}).handedOut).toEqual([]);
    expect(metadataWith({ 'cdk-users-api-local': true }).handedOut).toEqual([]);
  });
});
