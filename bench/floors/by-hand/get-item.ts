/**
 * GetItem over node:http, signed by hand: no retries, no timeouts, no typed errors, and no TLS, as the engine has none. Nobody should deploy
 * it; it shows what is left when everything is left out.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 */
import { createHash, createHmac } from 'node:crypto';
import { createRequire } from 'node:module';

// An import would load what its names lead to; this is the module alone.
const { Agent, request } = createRequire('/')('node:http') as typeof import('node:http');

const {
  AWS_REGION: region = '',
  AWS_ACCESS_KEY_ID: key = '',
  AWS_SECRET_ACCESS_KEY: secret = '',
  AWS_SESSION_TOKEN: session = '',
  AWS_ENDPOINT_URL_DYNAMODB: endpoint = '',
  TABLE: table = '',
} = process.env;
const { hostname, port, host } = new URL(endpoint);
const agent = new Agent({ keepAlive: true });
const TARGET = 'DynamoDB_20120810.GetItem';
const SIGNED = 'host;x-amz-date;x-amz-security-token;x-amz-target';

const hmac = (by: string | Buffer, text: string) => createHmac('sha256', by).update(text).digest();
const hex = (text: string) => createHash('sha256').update(text).digest('hex');

type Item = Readonly<Record<string, { readonly S?: string } | undefined>>;

export function getItem(pk: string): Promise<Item> {
  const body = JSON.stringify({
    TableName: table,
    Key: { pk: { S: pk }, sk: { S: 'FLOOR' } },
    ConsistentRead: true,
  });
  return new Promise((resolve, reject) => {
    const options = { hostname, port, agent, method: 'POST', headers: signed(body) };
    const asked = request(options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve(JSON.parse(text).Item));
    });
    asked.once('error', reject);
    asked.end(body);
  });
}

function signed(body: string): Record<string, string> {
  const time = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = time.slice(0, 8);
  const headers = [host, time, session, TARGET];
  const canonical = SIGNED.split(';').map((name, index) => `${name}:${headers[index]}\n`);
  const scope = `${day}/${region}/dynamodb/aws4_request`;
  const asked = ['POST', '/', '', ...[canonical.join('')], SIGNED, hex(body)].join('\n');
  const text = ['AWS4-HMAC-SHA256', time, scope, hex(asked)].join('\n');
  const signing = [region, 'dynamodb', 'aws4_request'].reduce<Buffer>(
    hmac,
    hmac(`AWS4${secret}`, day),
  );
  const signature = hmac(signing, text).toString('hex');
  return {
    host,
    'content-type': 'application/x-amz-json-1.0',
    'content-length': String(Buffer.byteLength(body)),
    'x-amz-date': time,
    'x-amz-security-token': session,
    'x-amz-target': TARGET,
    authorization: `AWS4-HMAC-SHA256 Credential=${key}/${scope}, SignedHeaders=${SIGNED}, Signature=${signature}`,
  };
}
