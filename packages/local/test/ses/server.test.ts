import {
  GetAccountCommand,
  SESv2Client,
  SendEmailCommand,
  type SendEmailCommandInput,
} from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { PrivateServer } from '../../src/private-server.ts';
import type { Mail } from '../../src/reporter.ts';
import { startSesServer } from '../../src/ses/server.ts';

describe('SES on this machine', () => {
  const mails: Mail[] = [];
  let server: PrivateServer;
  let client: SESv2Client;

  beforeAll(async () => {
    server = await startSesServer((mail) => mails.push(mail));
    client = new SESv2Client({
      endpoint: server.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
  });
  beforeEach(() => {
    mails.length = 0;
  });
  afterAll(() => {
    client?.destroy();
    server?.stop();
  });

  const send = (Content: SendEmailCommandInput['Content']) =>
    client.send(
      new SendEmailCommand({
        FromEmailAddress: 'no-reply@example.com',
        Destination: { ToAddresses: ['ada@example.com'], BccAddresses: ['archive@example.com'] },
        Content,
      }),
    );
  const Subject = { Data: 'Hello' };

  test('hands over what SendEmail gives it', async () => {
    const { MessageId } = await send({ Simple: { Subject, Body: { Text: { Data: 'Ada' } } } });
    expect(MessageId).toMatch(/^[\da-f-]{36}$/);
    expect(mails).toEqual([
      {
        from: 'no-reply@example.com',
        to: ['ada@example.com', 'archive@example.com'],
        subject: 'Hello',
        text: 'Ada',
      },
    ]);
  });

  test('shows the HTML of a mail without text', async () => {
    await send({ Simple: { Subject, Body: { Html: { Data: '<p>Ada</p>' } } } });
    expect(mails).toMatchObject([{ text: '<p>Ada</p>' }]);
  });

  test('leaves empty what a mail from a template would get', async () => {
    await send({ Template: { TemplateName: 'Welcome' } });
    expect(mails).toMatchObject([{ subject: '', text: '' }]);
  });

  test('knows no other call', async () => {
    await expect(client.send(new GetAccountCommand())).rejects.toMatchObject({
      name: 'BadRequestException',
      message: 'only SendEmail is available on this machine',
    });
    expect(mails).toEqual([]);
  });
});
