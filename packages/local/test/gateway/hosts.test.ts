import { request } from 'node:http';
import { expect, test } from '@jest/globals';
import { Hosts } from '../../src/gateway/hosts.ts';
import { StartedStacks } from '../support/started-stacks.ts';

const { start } = new StartedStacks();

const statusFor = (url: string, host: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    request(url, { method: 'POST', headers: { host } })
      .on('response', (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end();
  });

test.each([
  'localhost:3000',
  'LOCALHOST',
  'api.site.localhost:3000',
  '127.0.0.1:3000',
  '[::1]:3000',
  '10.0.2.2:3000',
  'users.example.com',
])('%s is served', (host) => {
  expect(new Hosts(['users.example.com']).serves(host)).toBe(true);
});

test.each([
  'rebind.test:3000',
  'localhost.rebind.test',
  'my-localhost',
  '127.0.0.1.rebind.test',
  'api.users.example.com',
  '',
])('%s is not served', (host) => {
  expect(new Hosts(['users.example.com']).serves(host)).toBe(false);
});

/** For `app.test` and `*.dev.test`. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBlzCCATygAwIBAgIUSHAkl+6blKyktMPoeEuq4gVvEv4wCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjcwMTIzMzVaGA8yMTI2MTEwMzAxMjMz
NVowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABL9M
jRGzpaCP47shGbhVU6knXSnnKq+7LZQFqyv0U+959/5bLK3k/ztMOnXNX+ZT/Zri
CyRlegGoez6y+XgRmfijdDByMB0GA1UdDgQWBBQd8tbCPK7jByrF7+MY4+VNyxxb
2zAfBgNVHSMEGDAWgBQd8tbCPK7jByrF7+MY4+VNyxxb2zAPBgNVHRMBAf8EBTAD
AQH/MB8GA1UdEQQYMBaCCGFwcC50ZXN0ggoqLmRldi50ZXN0MAoGCCqGSM49BAMC
A0kAMEYCIQDBFtGaE2VgSZd3HOk3FAa7yF7dV28/yDId5AWkAFdWmAIhANgHa3HC
j26gcjs27so/FDHesvbeSyZvycpKdBTtkHNb
-----END CERTIFICATE-----`;

test('the names of a certificate are served', () => {
  const hosts = new Hosts([], CERTIFICATE);
  const served = ['app.test:3000', 'users.dev.test', 'other.test'].map((host) =>
    hosts.serves(host),
  );
  expect(served).toEqual([true, true, false]);
});

test('a page whose name was bound to this machine gets 403 from the API, and one line says so', async () => {
  const warnings: string[] = [];
  const stack = await start({ reporter: { warning: (message) => warnings.push(message) } });
  const write = `${stack.url}/write`;
  const own = await statusFor(write, `localhost:${stack.port}`);
  const rebound = `rebind.test:${stack.port}`;
  const statuses = [await statusFor(write, rebound), await statusFor(write, rebound)];
  expect({ own, statuses }).toEqual({ own: 202, statuses: [403, 403] });
  expect(warnings).toEqual([
    expect.stringMatching(/^a request for rebind\.test was refused \(POST \/write\), .*--cert/),
  ]);
});

test('the domains that are mapped to the API are served', async () => {
  const stack = await start(
    {},
    {
      Domain: {
        Type: 'AWS::ApiGatewayV2::DomainName',
        Properties: { DomainName: 'users.example.com' },
      },
      DomainMapping: {
        Type: 'AWS::ApiGatewayV2::ApiMapping',
        Properties: { ApiId: { Ref: 'Api' }, DomainName: { Ref: 'Domain' }, Stage: '$default' },
      },
    },
  );
  expect(await statusFor(`${stack.url}/write`, 'users.example.com')).toBe(202);
});
