import { describe, expect, test } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AuthBackend, EmailLogin, UsersApi } from '../../lib';
import { newStack, synthesize } from './support';

const names = (users: UsersApi) =>
  Object.keys(users.functions).filter((name) => /^(request|confirm)-login/.test(name));

describe('codes by mail', () => {
  test('are off by default, and add nothing', () => {
    const { users, template } = synthesize({ emailLogin: EmailLogin.off() });
    expect(names(users)).toEqual([]);
    expect(template.toJSON()).toEqual(synthesize().template.toJSON());
  });

  test('add two routes to each backend', () => {
    const authBackends = [AuthBackend.jwt(), AuthBackend.cookie()];
    const { users, template } = synthesize({ authBackends, emailLogin: EmailLogin.code() });
    expect(names(users).sort()).toEqual([
      'confirm-login-cookie',
      'confirm-login-jwt',
      'request-login-cookie',
      'request-login-jwt',
    ]);
    for (const backend of ['jwt', 'cookie']) {
      for (const path of ['email', 'email/confirm']) {
        template.hasResourceProperties('AWS::ApiGatewayV2::Route', {
          RouteKey: `POST /users/login/${backend}/${path}`,
        });
      }
    }
  });

  test('are derived from a secret that only the relay and the functions that compare them read', () => {
    const { template } = synthesize({ emailLogin: EmailLogin.code({ signUp: true }) });
    const reading = (secret: RegExp) =>
      Object.entries(template.findResources('AWS::IAM::Role'))
        .filter(([, { Properties }]) => secret.test(JSON.stringify(Properties.Policies ?? [])))
        .map(([id]) => id.replace(/^Users(\w+?)(ServiceRole|Role)?[0-9A-F]{8}$/, '$1'))
        .sort();
    expect(reading(/EmailLoginSecret/)).toEqual([
      expect.stringMatching(/^ConfirmLogin/),
      expect.stringMatching(/^Relay/),
    ]);
    expect(reading(/EmailAttemptSecret/)).toEqual([
      expect.stringMatching(/^ConfirmLogin/),
      expect.stringMatching(/^RequestLogin/),
    ]);
  });

  test.each([true, false])('let the relay know whether new users sign up by them: %s', (signUp) => {
    const { template } = synthesize({ emailLogin: EmailLogin.code({ signUp }) });
    const relays = Object.entries(template.findResources('AWS::Lambda::Function'))
      .filter(([id]) => id.startsWith('UsersRelay'))
      .map(([, { Properties }]) => JSON.stringify(Properties.Environment.Variables.EMAIL_CODES));
    expect(relays.map((codes) => codes.includes(`\\"signUp\\":${signUp}`))).toEqual([true]);
  });

  test('refuse backends whose attempts would be in one cookie', () => {
    const stack = newStack();
    const cookie = (name: string, cookieName: string) => AuthBackend.cookie({ name, cookieName });
    const authBackends = [cookie('one', '__Host-users'), cookie('two', '__Secure-users')];
    const make = (emailLogin: EmailLogin) =>
      new UsersApi(stack, `Users${stack.node.children.length}`, { authBackends, emailLogin });
    expect(() => make(EmailLogin.off())).not.toThrow();
    expect(() => make(EmailLogin.code())).toThrow(
      /authBackends: got two backends with the cookie "__Host-users-email", expected a different cookie for each/,
    );
  });

  test('are in a stack of their own secrets, which are kept as others are', () => {
    const { stack } = synthesize({ emailLogin: EmailLogin.code() });
    const secrets = Template.fromStack(stack).findResources('AWS::SecretsManager::Secret');
    const ofMail = Object.entries(secrets).filter(([id]) => /Email(Login|Attempt)Secret/.test(id));
    expect(ofMail.map(([, { DeletionPolicy }]) => DeletionPolicy)).toEqual([
      'RetainExceptOnCreate',
      'RetainExceptOnCreate',
    ]);
  });
});

describe('new devices', () => {
  test('are noted by the relay, and switch the events of logins on', () => {
    const { template } = synthesize({ newDeviceEvents: true });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ NEW_DEVICES: 'true' }) },
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ LOGIN_EVENTS: 'true' }) },
    });
    const [mapping] = Object.values(template.findResources('AWS::Lambda::EventSourceMapping'));
    expect(JSON.stringify(mapping)).toContain('DEVICE#');
  });

  test('are not noted by default', () => {
    expect(JSON.stringify(synthesize({ loginEvents: true }).template.toJSON())).not.toContain(
      'DEVICE#',
    );
  });

  test('are refused where no login raises an event', () => {
    expect(() => synthesize({ newDeviceEvents: true, loginEvents: false })).toThrow(
      /newDeviceEvents: got true with loginEvents: false, expected events of logins/,
    );
  });
});
