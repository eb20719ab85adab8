import type { AccessRequest } from './evaluate.ts';

const WRITES = /:(Put|Update|Delete)Item$/;

/**
 * What a service asks KMS in the name of the caller, where a customer's key encrypts what a request is about.
 *
 * @param keys ARNs of keys by the ARNs of what they encrypt
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
export function keyRequests(
  keys: Readonly<Record<string, string>>,
  requests: readonly AccessRequest[],
): AccessRequest[] {
  return requests.flatMap(({ action, resource: asked }) => {
    const encrypted = asked.replace(/\/index\/.+$/, '');
    const resource = keys[encrypted];
    if (resource === undefined) return [];
    const [service = ''] = action.split(':');
    const region = encrypted.split(':')[3];
    const context = {
      'kms:ViaService': `${service}.${region}.amazonaws.com`,
      ...(service === 'secretsmanager' && { 'kms:EncryptionContext:SecretARN': encrypted }),
    };
    return callsFor(action).map((call) => ({ action: `kms:${call}`, resource, context }));
  });
}

function callsFor(action: string): readonly string[] {
  if (action === 'secretsmanager:UpdateSecretVersionStage') return [];
  if (action === 'secretsmanager:PutSecretValue') return ['Decrypt', 'GenerateDataKey'];
  if (action.startsWith('secretsmanager:')) return ['Decrypt'];
  const reads = ['Decrypt', 'DescribeKey'];
  if (!WRITES.test(action)) return reads;
  return [...reads, 'Encrypt', 'GenerateDataKey', 'ReEncryptFrom', 'ReEncryptTo'];
}
