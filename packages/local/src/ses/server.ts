import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { isObject, type Json } from '../cloudformation/template.ts';
import { type PrivateServer, startPrivateServer } from '../private-server.ts';
import type { Mail } from '../reporter.ts';

/**
 * Takes mails as SES does (API version 2, `SendEmail`), and hands them over instead of sending
 * them.
 *
 * @see https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
export function startSesServer(onMail: (mail: Mail) => void): Promise<PrivateServer> {
  return startPrivateServer(async (request, response) => {
    const mail = await read(request).catch(() => undefined);
    if (mail !== undefined) onMail(mail);
    const [status, body] =
      mail === undefined
        ? [400, { message: 'only SendEmail is available on this machine' }]
        : [200, { MessageId: randomUUID() }];
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(mail === undefined && { 'x-amzn-errortype': 'BadRequestException' }),
    });
    response.end(JSON.stringify(body));
  });
}

async function read(request: IncomingMessage): Promise<Mail | undefined> {
  const body = await text(request);
  if (request.method !== 'POST' || request.url !== '/v2/email/outbound-emails') return undefined;
  const { FromEmailAddress, Destination, Content } = object(JSON.parse(body));
  const { Subject, Body } = object(object(Content).Simple);
  const { Text, Html } = object(Body);
  return {
    from: String(FromEmailAddress),
    to: Object.values(object(Destination)).flat().map(String),
    subject: String(object(Subject).Data ?? ''),
    text: String(object(Text).Data ?? object(Html).Data ?? ''),
  };
}

/** What a mail lacks is empty: for example, a template is not filled in here. */
function object(value: Json | undefined): { readonly [key: string]: Json } {
  return isObject(value) ? value : {};
}
